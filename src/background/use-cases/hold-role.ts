/** Puts a role that became active into the stored list of active roles, which the service's own list lags behind. */
import type { Account } from '../../domain/account.ts';
import type { Activation } from '../../domain/activation.ts';
import { assignmentOf, withAssignment } from '../../domain/assignments.ts';
import type { WorkerState } from '../worker-state.ts';

export async function holdRole(state: WorkerState, account: Account, entry: Activation): Promise<void> {
  const held = assignmentOf(entry);
  if (!held) return;
  await state
    .of(account)
    .assignments(entry.role.source)
    .update((list) => ({ ...list, rows: withAssignment(list.rows, held) }));
}
