/** Puts a role that became active into the stored list of active roles, which the service's own list lags behind. */
import type { Account } from '../../domain/account.ts';
import type { Activation } from '../../domain/activation.ts';
import { withAssignment } from '../../domain/assignments.ts';
import type { Assignment } from '../../domain/role.ts';
import type { WorkerState } from '../worker-state.ts';

export async function holdRole(state: WorkerState, account: Account, entry: Activation): Promise<void> {
  const held = assignmentOf(entry);
  if (!held) return;
  await state
    .of(account)
    .assignments(entry.role.source)
    .update((list) => ({ ...list, rows: withAssignment(list.rows, held) }));
}

/** `undefined` for a role that was active before: its start and end are the list's to tell. */
function assignmentOf(entry: Activation): Assignment | undefined {
  if (entry.state !== 'active' || entry.already || !entry.endsAt) return undefined;
  const { eligibilityScheduleId: _schedule, endsAt: _end, ...role } = entry.role;
  return {
    ...role,
    assignmentType: 'activated',
    endsAt: entry.endsAt,
    ...(entry.startsAt ? { startsAt: entry.startsAt } : {}),
  };
}
