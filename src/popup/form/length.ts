/** Lengths as people type them, and those offered to choose from. */
import { minutesOf } from '../../domain/duration.ts';

const offered = [30, 60, 120, 240, 480, 720, 1440];

/** A day is what PIM allows at most (pim-api.md I). */
export const longestMinutes = 1440;

/** Lengths to choose from, shortest first: the usual ones within the maximum, the maximum itself, and `chosen`. */
export function lengthsWithin(maximum: number, chosen: number): number[] {
  const within = offered.filter((minutes) => minutes < maximum);
  return [...new Set([...within, maximum, chosen])].filter((minutes) => minutes >= 1).sort((a, b) => a - b);
}

/**
 * Whole minutes of `1:30`, `90 min`, `2 h`, `1h30`, `1.5 hours` or `PT1H30M`; `undefined` when it is none of these.
 * A bare number is hours up to 24, as PIMTools counted, and minutes above.
 */
export function parseLength(typed: string): number | undefined {
  const text = typed.trim().toLowerCase().replace(',', '.');
  if (/^p(\d|t\d)/.test(text)) return minutesOf(text.toUpperCase());
  const clock = /^(\d{1,2}):([0-5]\d)$/.exec(text);
  if (clock) return whole(Number(clock[1]) * 60 + Number(clock[2]));
  const bare = /^\d+(\.\d+)?$/.exec(text);
  if (bare) return whole(Number(text) <= 24 ? Number(text) * 60 : Number(text));
  const worded = /^(?:(\d+(?:\.\d+)?)\s*h(?:ours?|rs?|r)?)?\s*(?:(\d+)\s*(?:m(?:in(?:ute)?s?)?)?)?$/.exec(
    text,
  );
  if (!worded || (worded[1] === undefined && worded[2] === undefined)) return undefined;
  return whole(Number(worded[1] ?? 0) * 60 + Number(worded[2] ?? 0));
}

function whole(minutes: number): number | undefined {
  return minutes >= 1 ? Math.round(minutes) : undefined;
}
