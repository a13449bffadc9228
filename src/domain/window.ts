/**
 * The times during which a role is asked for or held. PIM compares them to the minute with both ends included, and
 * takes no second activation of a role that is held, however late it would start (pim-api.md 0.3). Pure.
 */
import type { Activation } from './activation.ts';
import { epochMs } from './duration.ts';
import { endBefore } from './eligible-time.ts';
import type { Ask } from './policy.ts';
import type { Assignment, Eligibility } from './role.ts';

/** Both in ms since the epoch. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/** What a request must not meet, and until when. */
export type Clash =
  /** Accepted for a time of its own, which touches this one. */
  | { readonly by: 'scheduled'; readonly window: Window }
  /** Held now; `until` in ms since the epoch, absent where it does not end by itself. */
  | { readonly by: 'held'; readonly until?: number }
  /** The eligibility ends before it would start, at `at` in ms since the epoch. */
  | { readonly by: 'eligibilityEnd'; readonly at: number };

const minuteMs = 60_000;

export function windowsOverlap(a: Window, b: Window): boolean {
  return minuteOf(a.start) <= minuteOf(b.end) && minuteOf(b.start) <= minuteOf(a.end);
}

const minuteOf = (ms: number) => Math.floor(ms / minuteMs);

/** When it is asked to start, ms since the epoch; `undefined` where that is now. */
export function laterStart({ startsAt }: Pick<Ask, 'startsAt'>, now: number): number | undefined {
  const start = epochMs(startsAt);
  return start !== undefined && start > now ? start : undefined;
}

export function askedWindow(ask: Pick<Ask, 'startsAt' | 'minutes'>, now: number): Window {
  const start = laterStart(ask, now) ?? now;
  return { start, end: start + ask.minutes * minuteMs };
}

/** The time of an activation that was accepted for later; `undefined` for any other. */
export function scheduledWindow({ state, startsAt, endsAt, ask }: Activation): Window | undefined {
  const start = epochMs(startsAt);
  if (state !== 'scheduled' || start === undefined) return undefined;
  return { start, end: epochMs(endsAt) ?? start + ask.minutes * minuteMs };
}

/**
 * What the service would refuse the request for, by what is known here: an eligibility that is over by its start, and
 * what has the time already, the first of it. A role that is held is
 * looked for only where the start is later: one that is asked for now and is held already is no failure.
 */
export function clashOf(
  { key, endsAt }: Pick<Eligibility, 'key' | 'endsAt'>,
  ask: Pick<Ask, 'startsAt' | 'minutes'>,
  known: { readonly journal: readonly Activation[]; readonly assignments: readonly Assignment[] },
  now: number,
): Clash | undefined {
  const asked = askedWindow(ask, now);
  if (asked.start > now) {
    const at = endBefore({ endsAt }, asked.start);
    if (at !== undefined) return { by: 'eligibilityEnd', at };
    const ends = [
      ...known.assignments.filter((row) => row.key === key),
      ...known.journal.filter(({ role, state }) => role.key === key && state === 'active'),
    ]
      .map(({ endsAt }) => epochMs(endsAt) ?? Infinity)
      .filter((end) => end > now);
    const until = Math.max(...ends);
    if (ends.length > 0) return { by: 'held', ...(Number.isFinite(until) ? { until } : {}) };
  }
  const [first] = known.journal
    .filter(({ role }) => role.key === key)
    .flatMap((entry) => scheduledWindow(entry) ?? [])
    .filter((window) => windowsOverlap(window, asked))
    .sort((a, b) => a.start - b.start);
  return first && { by: 'scheduled', window: first };
}
