/**
 * When the worker looks again at an activation. Timers of at most 10 s keep a service worker alive while something
 * is about to happen; after three minutes without news an alarm takes over, and the worker may stop in between.
 */
import type { Activation } from './activation.ts';

export interface NextLook {
  readonly inMs: number;
  readonly by: 'timer' | 'alarm';
}

const longestTimerMs = 10_000;
const timersForMs = 3 * 60_000;
const alarmMs = 60_000;

export function nextLook(entry: Activation, now: number): NextLook {
  if (entry.state === 'recorded' && entry.notBefore !== undefined) {
    const inMs = Math.max(0, entry.notBefore - now);
    return inMs <= longestTimerMs ? { inMs, by: 'timer' } : { inMs: Math.max(inMs, 30_000), by: 'alarm' };
  }
  const quietForMs = Math.max(0, now - entry.changedAt);
  if (quietForMs >= timersForMs) return { inMs: alarmMs, by: 'alarm' };
  // Most requests are through within seconds (pim-api.md I), so the first looks come quickly.
  return { inMs: Math.min(longestTimerMs, Math.max(1_000, quietForMs / 3)), by: 'timer' };
}

/**
 * How long after sending a request may still come into sight. On Graph a search of one's own requests has to find
 * it; in Azure it is read by its own name, but a PUT takes some 15 s to be carried out (pim-api.md I).
 */
export const searchLagMs = { entra: 120_000, azure: 40_000 } as const;
