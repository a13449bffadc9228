/** Spans of time as people say them: how long a role still lasts, how old a list is. */

const minuteMs = 60_000;

export interface TimeLeft {
  readonly days: number;
  /** 0 to 23. */
  readonly hours: number;
  /** 0 to 59; with no days and no hours, 0 means less than a minute. */
  readonly minutes: number;
}

/** Whole minutes until `end`, rounded down so that nobody counts on a minute they do not have; `undefined` when over. */
export function timeLeft(end: number, now: number): TimeLeft | undefined {
  if (end <= now) return undefined;
  const minutes = Math.floor((end - now) / minuteMs);
  return {
    days: Math.floor(minutes / 1440),
    hours: Math.floor((minutes % 1440) / 60),
    minutes: minutes % 60,
  };
}

export type Age =
  | { readonly unit: 'now' }
  | { readonly unit: 'minutes' | 'hours' | 'days'; readonly count: number };

/** How long ago something was, in its largest unit. A moment in the future (another clock) counts as now. */
export function ageOf(at: number, now: number): Age {
  const minutes = Math.floor((now - at) / minuteMs);
  if (minutes < 1) return { unit: 'now' };
  if (minutes < 60) return { unit: 'minutes', count: minutes };
  if (minutes < 1440) return { unit: 'hours', count: Math.floor(minutes / 60) };
  return { unit: 'days', count: Math.floor(minutes / 1440) };
}
