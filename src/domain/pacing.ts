/**
 * When the worker looks again at an activation or a deactivation. Timers of at most 10 s keep a service worker alive while something
 * is about to happen; after three minutes without news an alarm takes over, and the worker may stop in between.
 */
import { epochMs } from './duration.ts';
import type { RequestEntry } from './request-entry.ts';

export interface NextLook {
  readonly inMs: number;
  readonly by: 'timer' | 'alarm';
}

const longestTimerMs = 10_000;
const timersForMs = 3 * 60_000;
const alarmMs = 60_000;
/** No alarm rings earlier. */
const soonestAlarmMs = 30_000;

/** Nothing is put off for longer; what seems to be was written before the clock was set back. */
const longestWaitMs = 60 * 60_000;

/** Milliseconds until a recorded request may be sent. */
export function waitBeforeSending({ notBefore }: Pick<RequestEntry, 'notBefore'>, now: number): number {
  const inMs = notBefore === undefined ? 0 : Math.max(0, notBefore - now);
  return inMs > longestWaitMs ? 0 : inMs;
}

export function nextLook(
  entry: Pick<RequestEntry, 'state' | 'notBefore' | 'changedAt'> & { readonly startsAt?: string | undefined },
  now: number,
): NextLook {
  if (entry.state === 'scheduled') return lookAtStart(epochMs(entry.startsAt) ?? now, now);
  if (entry.state === 'recorded' && entry.notBefore !== undefined) {
    const inMs = waitBeforeSending(entry, now);
    // A shorter wait than any alarm's is slept through, one timer after another.
    return inMs <= soonestAlarmMs
      ? { inMs: Math.min(inMs, longestTimerMs), by: 'timer' }
      : { inMs, by: 'alarm' };
  }
  // Only the person goes on with it; what is left to do is to say that it was too long.
  if (entry.state === 'proofNeeded') {
    const leftMs = entry.changedAt + sendWithinMs - now;
    return { inMs: Math.min(Math.max(leftMs, soonestAlarmMs), sendWithinMs), by: 'alarm' };
  }
  // A clock that was set back far is no reason to ask every second until it has caught up.
  const quietForMs = Math.abs(now - entry.changedAt);
  if (quietForMs >= timersForMs) return { inMs: alarmMs, by: 'alarm' };
  // Most requests are through within seconds (pim-api.md I), so the first looks come quickly.
  return { inMs: Math.min(longestTimerMs, Math.max(1_000, quietForMs / 3)), by: 'timer' };
}

/** One that waits for its start is looked at then; now and then before, because it may be cancelled elsewhere. */
function lookAtStart(start: number, now: number): NextLook {
  const inMs = Math.max(1_000, start - now);
  if (inMs <= longestTimerMs) return { inMs, by: 'timer' };
  return { inMs: Math.min(Math.max(inMs, soonestAlarmMs), longestWaitMs), by: 'alarm' };
}

/**
 * A request is sent soon after it was asked for, or not at all: nobody expects that the role of a click of
 * yesterday becomes active when the browser starts today.
 */
export const sendWithinMs = 15 * 60_000;

/** A request that the service has refused to show for this long is not asked for any more. */
export const refusedForMs = 10 * 60_000;

/**
 * How long after sending a request may still come into sight. On Graph a search of one's own requests has to find
 * it; in Azure it is read by its own name, but a PUT takes some 15 s to be carried out (pim-api.md I).
 */
export const searchLagMs = { entra: 120_000, groups: 120_000, azure: 40_000 } as const;
