/** "Activate last role" with a person who has one. */
import type { ActivateRequest } from '../../src/background/use-cases/activate-roles.ts';
import { createLastRole, type LastRoleUseCase } from '../../src/background/use-cases/last-role.ts';
import { createWorkerState, type WorkerState } from '../../src/background/worker-state.ts';
import { type Activation, newActivation } from '../../src/domain/activation.ts';
import { FailureError, type FailureKind } from '../../src/domain/failure.ts';
import { type LastRole, newHabits } from '../../src/domain/habits.ts';
import { type ActivationPolicy, defaultPolicy } from '../../src/domain/policy.ts';
import { type Eligibility, roleKey } from '../../src/domain/role.ts';
import type { Notice } from '../../src/platform/notifications.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { ada } from './simulated-worker.ts';

export const owner: LastRole = {
  key: roleKey('azure', 'owner', '/mg/it'),
  source: 'azure',
  roleName: 'Owner',
  scopeName: 'IT',
  minutes: 480,
  justification: 'Daily PIM elevation',
};

export const eligibility: Eligibility = {
  key: owner.key,
  source: 'azure',
  roleName: 'Owner',
  roleDefinitionId: 'owner',
  templateId: 'owner',
  scope: { kind: 'managementGroup', id: '/mg/it', name: 'IT' },
  memberType: 'direct',
};

/** The world of the present test. */
interface Desk {
  clock: number;
  state: WorkerState;
  activated: ActivateRequest[];
  notices: Notice[];
  refuse: FailureKind | undefined;
  /** How often the popup was opened, and whether it can be. */
  popup: { opened: number; refuses?: boolean };
  lastRole: LastRoleUseCase;
}

export const desk = {} as Desk;

/** A text as its key and what is filled in, so that a test tells texts apart without knowing the language. */
const t = (key: string, ...substitutions: string[]) => [key, ...substitutions].join(' · ');

export async function setUp(): Promise<void> {
  desk.clock = 1_000_000;
  desk.activated = [];
  desk.notices = [];
  desk.refuse = undefined;
  desk.popup = { opened: 0 };
  desk.state = createWorkerState(createItemStore(createMemoryStorage()));
  let ids = 0;
  desk.lastRole = createLastRole({
    state: desk.state,
    async activate(request) {
      if (desk.refuse) throw new FailureError({ kind: desk.refuse });
      desk.activated.push(request);
    },
    async openPopup() {
      if (desk.popup.refuses) throw new Error('No window');
      desk.popup.opened += 1;
    },
    notify: async (notice) => void desk.notices.push(notice),
    t,
    lengthText: (minutes) => `${minutes / 60} h`,
    failureText: ({ kind }) => `because ${kind}`,
    now: () => desk.clock,
    newId: () => `id-${++ids}`,
  });
  await desk.state.session.write({ status: 'signedIn', account: ada });
  await remember(owner);
}

export async function remember(role: LastRole, account = ada): Promise<void> {
  await desk.state.of(account).habits.write({ ...newHabits, lastRole: role });
}

export const setPolicy = (policy: Partial<ActivationPolicy>) =>
  desk.state
    .of(ada)
    .policies.write({ [owner.key]: { readAt: desk.clock, policy: { ...defaultPolicy, ...policy } } });

export const draft = () => desk.state.of(ada).draft.read();

/** What the menu item stands for now. */
export async function token(): Promise<string> {
  const shown = await desk.lastRole.menuState();
  if (!shown.enabled) throw new Error('The menu item does nothing');
  return shown.token;
}

export function entryOf(more: Partial<Activation> = {}): Activation {
  const ask = { minutes: 480, justification: 'x' };
  return {
    ...newActivation({ id: 'entry', bulkId: 'b', role: eligibility, ask, origin: 'menu', at: desk.clock }),
    ...more,
  };
}
