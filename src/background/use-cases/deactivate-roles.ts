/** Records deactivations. Nothing is sent here: what is recorded is carried out by following it. */
import type { Account } from '../../domain/account.ts';
import { assignmentOf } from '../../domain/assignments.ts';
import {
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
 * is under way, or of which the service said that it is too early.
 */
export type DeactivateRoles = (keys: readonly RoleKey[]) => Promise<void>;

export function createDeactivateRoles(options: DeactivateOptions): DeactivateRoles {
  const { state, now, newId, watch, follow } = options;
  return async (keys) => {
    const account = await state.requireAccount();
    const own = state.of(account);
    const active = await activatedRoles(own);
    // Before anything is written: a worker stopped after the writing leaves an entry that somebody must take up.
    watch();
    const blocks = (entry: Deactivation) => isOpenDeactivation(entry.state) || isTooEarly(entry, now());
    await own.deactivations.update((known) => {
      const wanted = [...new Set(keys)]
        .map((key) => active.get(key))
        .filter((role) => role !== undefined)
        .filter((role) => !isGhost(role, known, now()))
        .filter(({ key }) => !known.some((entry) => entry.role.key === key && blocks(entry)));
      const entries = wanted.map((role) => newDeactivation({ id: newId(), role, at: now() }));
      return entries.length > 0 ? [...withoutSettled(known, entries, now()), ...entries] : known;
    });
    follow(account);
  };
}

/** By the lists, and by the journal, which knows of an activation before they do. */
async function activatedRoles(own: AccountState): Promise<Map<RoleKey, Assignment>> {
  const [journal, ...lists] = await Promise.all([
    own.journal.read(),
    ...sources.map((source) => own.assignments(source).read()),
  ]);
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
