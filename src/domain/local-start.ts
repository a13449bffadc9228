/** A start as a person gives it: a day and a time by the clock on their wall. Pure. */

export interface LocalStart {
  /** `2026-11-24`, as a date field gives it; empty where nothing was entered. */
  readonly date: string;
  /** `09:00`, with seconds or without. */
  readonly time: string;
}

export type ReadStart =
  /** Starts `at`, ms since the epoch; `twice` where the clocks go back and the time comes a second time an hour later. */
  | { readonly type: 'start'; readonly at: number; readonly twice: boolean }
  | { readonly type: 'incomplete' }
  /** The clocks go forward over it: no clock shows it on that day. */
  | { readonly type: 'skipped' }
  | { readonly type: 'past' };

/**
 * @param zone IANA name of the time zone that is meant
 * @param now ms since the epoch
 */
export function readLocalStart({ date, time }: LocalStart, zone: string, now: number): ReadStart {
  let local: Temporal.PlainDateTime;
  try {
    local = Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(time));
  } catch {
    return { type: 'incomplete' };
  }
  const first = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const second = local.toZonedDateTime(zone, { disambiguation: 'later' });
  if (!second.toPlainDateTime().equals(local)) return { type: 'skipped' };
  // Of a time that comes twice the first is meant, unless that is over.
  const chosen = first.epochMilliseconds > now ? first : second;
  const at = chosen.epochMilliseconds;
  if (at <= now) return { type: 'past' };
  return {
    type: 'start',
    at,
    twice: chosen === first && first.epochMilliseconds !== second.epochMilliseconds,
  };
}

/** What the fields start with: the next full hour that is at least half an hour away. */
export function suggestedStart(zone: string, now: number): LocalStart {
  const soon = Temporal.Instant.fromEpochMilliseconds(now + 30 * 60_000).toZonedDateTimeISO(zone);
  const hour = soon.round({ smallestUnit: 'hour', roundingMode: 'ceil' }).toPlainDateTime();
  return {
    date: hour.toPlainDate().toString(),
    time: hour.toPlainTime().toString({ smallestUnit: 'minute' }),
  };
}
