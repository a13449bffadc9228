import type { Person, ServerClock } from '../types.ts';
import { createPimAccess, type PimAccess } from './access.ts';
import { createPimApprovals, type PimApprovals } from './approvals.ts';
import { createPimCancellations, type PimCancellations } from './cancellations.ts';
import { createPimCommands, type PimCommands } from './commands.ts';
import { createPimControls, type PimControls } from './controls.ts';
import { createPimExtensions, type PimExtensions } from './extensions.ts';
import type { PimKnobs } from './knobs.ts';
import { createPimOthers, type PimOthers } from './others.ts';
import { createPimLists, type PimLists } from './lists.ts';
import { createMemberships } from './memberships.ts';
import type { PimSeed } from './seed.ts';
import { createPimStore, type PimStore } from './store.ts';

/** The PIM services without their wire: one state that Graph, ARM, the token service and the portal share. */
export interface Pim extends PimAccess, PimCommands, PimControls, PimOthers, PimCancellations, PimExtensions {
  readonly store: PimStore;
  readonly lists: PimLists;
  readonly approvals: PimApprovals;
}

export interface PimOptions {
  readonly seed: PimSeed;
  /** Read anew each time, so that people may be added while the cloud runs. */
  readonly people: readonly Person[];
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
  readonly newId: () => string;
}

export function createPim({ seed, people, clock, knobs, newId }: PimOptions): Pim {
  const store = createPimStore(seed, people);
  const memberships = createMemberships({ store, clock, knobs });
  const lists = createPimLists({ store, memberships, clock, knobs });
  const access = createPimAccess({ store, memberships, clock, knobs });
  const commands = createPimCommands({ store, lists, access, clock, knobs });
  const approvals = createPimApprovals({ store, clock, knobs, groupsOf: access.groups });
  const cancellations = createPimCancellations({ store, clock, knobs });
  const extensions = createPimExtensions({ store, clock, knobs });
  const others = createPimOthers({ store, commands, clock, newId });
  const controls = createPimControls({ store, clock, knobs });
  return {
    store,
    lists,
    approvals,
    ...access,
    ...commands,
    ...controls,
    ...others,
    ...cancellations,
    ...extensions,
  };
}
