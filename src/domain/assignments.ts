/** What the stored list of active roles becomes when the service's list, which lags and drops rows, is read again. */
import type { Activation } from './activation.ts';
import { epochMs } from './duration.ts';
import type { Assignment, RoleKey } from './role.ts';

/** Longest time an activation took to show in a list (pim-api.md I: 4.5 minutes, with a margin). */
export const listLagMs = 6 * 60_000;

export interface MergedAssignments {
  readonly rows: Assignment[];
  /** Activated roles that the list no longer shows although their time is not over: a read at their scope decides. */
  readonly missing: Assignment[];
}

/**
 * Rows of the fresh list, plus those activated roles it may not show yet. A role that is past its end is gone
 * whatever the list says.
 *
 * @param now milliseconds since the epoch
 */
export function mergeAssignments(
  known: readonly Assignment[],
  fresh: readonly Assignment[],
  now: number,
): MergedAssignments {
  const running = (row: Assignment) => (epochMs(row.endsAt) ?? Infinity) > now;
  const rows = fresh.filter(running);
  const seen = new Set<RoleKey>(rows.map((row) => row.key));
  const missing: Assignment[] = [];
  for (const row of known) {
    if (row.assignmentType !== 'activated' || seen.has(row.key) || !running(row)) continue;
    const startedAt = epochMs(row.startsAt);
    if (startedAt !== undefined && now - startedAt < listLagMs) rows.push(row);
    else missing.push(row);
  }
  return { rows, missing };
}

/** The list with one role now held, in place of what was known of it. */
export function withAssignment(rows: readonly Assignment[], held: Assignment): Assignment[] {
  return [...rows.filter((row) => row.key !== held.key), held];
}

/**
 * The role that an activation made active; `undefined` for one that was active before: its start and end are the
 * list's to tell.
 */
export function assignmentOf(entry: Activation): Assignment | undefined {
  if (entry.state !== 'active' || entry.already || !entry.endsAt) return undefined;
  const { eligibilityScheduleId: _schedule, endsAt: _end, narrowed: _narrowed, ...role } = entry.role;
  return {
    ...role,
    assignmentType: 'activated',
    endsAt: entry.endsAt,
    ...(entry.startsAt ? { startsAt: entry.startsAt } : {}),
  };
}
