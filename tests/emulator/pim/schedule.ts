import { refusal } from './errors.ts';
import type { Expiration } from './rows.ts';
import { durationMs, instantMs } from './time.ts';

/** `scheduleInfo` as it comes over the wire; both services have the same members. */
export interface SentSchedule {
  readonly startDateTime?: unknown;
  readonly expiration?: {
    readonly type?: unknown;
    readonly duration?: unknown;
    readonly endDateTime?: unknown;
  } | null;
}

export interface ParsedSchedule {
  readonly start: number | null;
  readonly sentStart: string | null;
  readonly expiration: Expiration | null;
}

function instant(value: unknown, what: string): number {
  const ms = typeof value === 'string' ? instantMs(value) : null;
  // A start without an offset was refused with this very code (pim-api.md A.3).
  if (ms === null) throw refusal.invalid(`The ${what} of the schedule is not valid.`);
  return ms;
}

function parseExpiration(sent: NonNullable<SentSchedule['expiration']>): Expiration | null {
  const type = typeof sent.type === 'string' ? sent.type.toLowerCase() : 'notspecified';
  switch (type) {
    case 'notspecified':
      return null;
    case 'noexpiration':
      return { type: 'noExpiration' };
    case 'afterdatetime':
      return { type: 'afterDateTime', end: instant(sent.endDateTime, 'endDateTime') };
    case 'afterduration': {
      const ms = typeof sent.duration === 'string' ? durationMs(sent.duration) : null;
      if (ms === null || ms <= 0) throw refusal.invalidSchedule('The duration of the schedule is not valid.');
      return { type: 'afterDuration', duration: String(sent.duration), ms };
    }
    default:
      throw refusal.invalidSchedule(`The expiration type '${type}' is not valid.`);
  }
}

/**
 * Reads `scheduleInfo`. A missing start means now.
 *
 * @throws PimError 400 for a start without an offset, a duration that is none, or an unknown expiration type.
 */
export function parseSchedule(sent: SentSchedule | null): ParsedSchedule {
  const start = sent?.startDateTime ?? null;
  const expiration = sent?.expiration ?? null;
  return {
    start: start === null ? null : instant(start, 'startDateTime'),
    sentStart: typeof start === 'string' ? start : null,
    expiration: expiration === null ? null : parseExpiration(expiration),
  };
}

/** Length in milliseconds when started at `start`; null is without end. */
export function lengthOf(expiration: Expiration | null, start: number): number | null {
  if (expiration === null || expiration.type === 'noExpiration') return null;
  return expiration.type === 'afterDuration' ? expiration.ms : expiration.end - start;
}
