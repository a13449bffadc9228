/** ISO 8601 durations as PIM writes them (`PT8H`, `PT30M`, `P1D`), and whole minutes as Hoist counts them. */

/**
 * Whole minutes of an ISO 8601 duration, days counted as 24 hours; `undefined` when it cannot be read, is not
 * positive, or has months or years, whose length depends on a calendar.
 */
export function minutesOf(iso: string): number | undefined {
  let duration: Temporal.Duration;
  try {
    duration = Temporal.Duration.from(iso);
  } catch {
    return undefined;
  }
  if (duration.years || duration.months) return undefined;
  const hours = (duration.weeks * 7 + duration.days) * 24 + duration.hours;
  const minutes = Math.floor(hours * 60 + duration.minutes + duration.seconds / 60);
  return minutes > 0 ? minutes : undefined;
}

/** `PT8H`, `PT1H30M`, `PT45M`. Never days: `P1D` and `PT24H` mean the same to PIM and one form is enough. */
export function isoDuration(minutes: number): string {
  if (!Number.isInteger(minutes) || minutes < 1)
    throw new RangeError(`Not a length in whole minutes: ${minutes}`);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `PT${hours ? `${hours}H` : ''}${rest ? `${rest}M` : ''}`;
}

/** Milliseconds since the epoch of an ISO 8601 instant with 0 to 9 fractional digits, or `undefined`. */
export function epochMs(instant: string | null | undefined): number | undefined {
  if (!instant) return undefined;
  try {
    return Temporal.Instant.from(instant).epochMilliseconds;
  } catch {
    return undefined;
  }
}

export function isoInstant(ms: number): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toString();
}
