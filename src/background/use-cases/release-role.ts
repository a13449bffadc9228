/** Takes a role that was deactivated out of the stored list of active roles and out of the journal of activations. */
import type { Account } from '../../domain/account.ts';
import { type Deactivation, isLeftOf } from '../../domain/deactivation.ts';
import type { WorkerState } from '../worker-state.ts';

export async function releaseRole(state: WorkerState, account: Account, ended: Deactivation): Promise<void> {
  const { role, settledAt = 0 } = ended;
  if (ended.state !== 'ended') return;
  const own = state.of(account);
  await own.assignments(role.source).update((list) => {
    const rows = list.rows.filter((row) => !isLeftOf(row, ended));
    return rows.length === list.rows.length ? list : { ...list, rows };
  });
  await own.journal.update((journal) => {
    // One that became active since then is another activation.
    const kept = journal.filter(
      (entry) =>
        entry.role.key !== role.key || entry.state !== 'active' || (entry.settledAt ?? 0) > settledAt,
    );
    return kept.length === journal.length ? journal : kept;
  });
}
