/** Records deactivations. Nothing is sent here: what is recorded is carried out by following it. */
import type { Account } from '../../domain/account.ts';
import { type Activation, type ActivationState } from '../../domain/activation.ts';
import { assignmentOf } from '../../domain/assignments.ts';
import {
  advanceDeactivation,
  type Deactivation,
  isGhost,
  isOpenDeactivation,
  isTooEarly,
  newDeactivation,
  remembersGhosts,
} from '../../domain/deactivation.ts';
import { type Assignment, type RoleKey, sources } from '../../domain/role.ts';
import type { AccountState, WorkerState } from '../worker-state.ts';

export interface DeactivateOptions {
  readonly state: WorkerState;
  readonly now: () => number;
  readonly newId: () => string;
  /** Sets the alarm that wakes a worker for what is about to be recorded. */
  readonly watch: () => void;
  /** Sets the recorded entries going; not awaited. */
  readonly follow: (account: Account) => void;
}

/**
 * Resolves when the entries are recorded. A role gets none that is not active by an activation, whose deactivation
 * is under way, or of which the service said that it is too early; that of a role that is being activated has failed
 * from the start, because the two could overtake each other.
 */
export type DeactivateRoles = (keys: readonly RoleKey[]) => Promise<void>;

export function createDeactivateRoles(options: DeactivateOptions): DeactivateRoles {
  const { state, now, newId, watch, follow } = options;
  return async (keys) => {
    const account = await state.requireAccount();
    const own = state.of(account);
    const journal = await own.journal.read();
    const active = await activatedRoles(own, journal);
    const beginning = new Set(journal.filter(isOnItsWay).map(({ role }) => role.key));
    // Before anything is written: a worker stopped after the writing leaves an entry that somebody must take up.
    watch();
    const blocks = (entry: Deactivation) => isOpenDeactivation(entry.state) || isTooEarly(entry, now());
    await own.deactivations.update((known) => {
      const wanted = [...new Set(keys)]
        .map((key) => active.get(key))
        .filter((role) => role !== undefined)
        .filter((role) => !isGhost(role, known, now()))
        .filter(({ key }) => !known.some((entry) => entry.role.key === key && blocks(entry)));
      const entries = wanted.map((role) => {
        const narrowed = journal.find(({ state: one, role: { key } }) => one === 'active' && key === role.key)
          ?.role.narrowed;
        const entry = newDeactivation({ id: newId(), role, at: now(), ...(narrowed ? { narrowed } : {}) });
        return beginning.has(role.key)
          ? advanceDeactivation(entry, { type: 'notSent', failure: { kind: 'beingActivated' }, at: now() })
          : entry;
      });
      return entries.length > 0 ? [...withoutSettled(known, entries, now()), ...entries] : known;
    });
    follow(account);
  };
}

/** One that waits for somebody or for a later start does not change what is held now. */
const onTheirWay: ReadonlySet<ActivationState> = new Set(['recorded', 'sending', 'looking', 'following']);
const isOnItsWay = ({ state }: Activation): boolean => onTheirWay.has(state);

/** By the lists, and by the journal, which knows of an activation before they do. */
async function activatedRoles(
  own: AccountState,
  journal: readonly Activation[],
): Promise<Map<RoleKey, Assignment>> {
  const lists = await Promise.all(sources.map((source) => own.assignments(source).read()));
  const known = journal.map(assignmentOf).filter((role) => role !== undefined);
  const listed = lists.flatMap(({ rows }) => rows).filter((row) => row.assignmentType === 'activated');
  return new Map([...known, ...listed].map((role) => [role.key, role]));
}

/** An earlier outcome of the same role gives way to the new one, but for what is needed to know its ghosts. */
function withoutSettled(
  known: readonly Deactivation[],
  entries: readonly Deactivation[],
  now: number,
): Deactivation[] {
  const keys = new Set(entries.map(({ role }) => role.key));
  return known.filter((entry) => !keys.has(entry.role.key) || remembersGhosts(entry, now));
}
