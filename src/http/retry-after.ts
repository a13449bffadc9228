/** How long a service asks to be left alone, and what time it says it is. */

/** A wait longer than this is taken for a mistake of the service's; nothing is put off for days. */
export const longestWaitMs = 60 * 60_000;

/**
 * Milliseconds to wait by a `Retry-After` header: whole seconds, 0, or an HTTP date. Never negative and never
 * longer than an hour; `undefined` where the header is absent or says neither.
 *
 * @param serverNow the service's time when it answered, ms since the epoch; a date is measured against it, because
 *   the browser's clock may be wrong
 * @see RFC 9110, section 10.2.3; pim-api.md F.4
 */
export function retryAfterMs(header: string | null, serverNow: number): number | undefined {
  const text = header?.trim() ?? '';
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : (httpDateMs(text) ?? Number.NaN) - serverNow;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), longestWaitMs);
}

const httpDate = /^[A-Z][a-z]+, (\d{2})[ -]([A-Z][a-z]{2})[ -](\d{4}|\d{2}) (\d{2}):(\d{2}):(\d{2}) GMT$/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Milliseconds since the epoch of an HTTP date (`Date`, `Retry-After`), or `undefined`. Both forms with a named day
 * are read, `Fri, 09 Oct 2026 …` and the older `Friday, 09-Oct-26 …`.
 */
export function httpDateMs(text: string | null): number | undefined {
  const [, day, month = '', year = '', hour, minute, second] = httpDate.exec(text?.trim() ?? '') ?? [];
  const fields = {
    year: Number(year) + (year.length === 2 ? 2000 : 0),
    month: months.indexOf(month) + 1,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  };
  try {
    return Temporal.PlainDateTime.from(fields, { overflow: 'reject' }).toZonedDateTime('UTC')
      .epochMilliseconds;
  } catch {
    return undefined;
  }
}
