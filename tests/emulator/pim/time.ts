import { Temporal } from 'temporal-polyfill';

/** What `Edm.Duration` and .NET's parser read: capital letters, days down to seconds, no weeks and no sign. */
const duration = /^P(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,7})?S)?)?$/;

/**
 * Length of an ISO 8601 duration in milliseconds, a day being 24 hours; null when it is not one as the services
 * read it.
 */
export function durationMs(iso: string): number | null {
  return duration.test(iso) ? Temporal.Duration.from(iso).total('milliseconds') : null;
}

/** The same length as .NET writes it: `PT480M` becomes `PT8H`, `PT24H` becomes `P1D`. */
export function canonicalDuration(iso: string): string {
  return Temporal.Duration.from(iso).round({ largestUnit: 'days' }).toString();
}

/** An instant with an offset, in milliseconds since the epoch; null when it is not one or has no offset. */
export function instantMs(text: string): number | null {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

function trimmed(ms: number, digits: string): string {
  const seconds = new Date(ms).toISOString().slice(0, 19);
  const fraction = digits.replace(/0+$/, '');
  return fraction === '' ? seconds : `${seconds}.${fraction}`;
}

function millisecondDigits(ms: number): string {
  return String(((ms % 1000) + 1000) % 1000).padStart(3, '0');
}

/** UTC without a suffix and up to three fractional digits, trailing zeros dropped, as instances carry it. */
export function milliseconds(ms: number): string {
  return trimmed(ms, millisecondDigits(ms));
}

/**
 * UTC without a suffix and up to seven fractional digits, as the services stamp what they do themselves.
 *
 * @param salt gives the digits below the millisecond, so that one request always reads the same.
 */
export function ticks(ms: number, salt: string): string {
  let hash = 7;
  for (const char of salt) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return trimmed(ms, millisecondDigits(ms) + String(hash).padStart(4, '0'));
}
