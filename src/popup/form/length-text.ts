import type { LengthClock, ReadLength } from '../../domain/length.ts';
import type { Texts } from '../../platform/i18n.ts';
import { exactMomentText, lengthText } from '../../platform/time-text.ts';

/** "8 h", "30 min", "1 h 30 min": a length where there is no room for words. */
export function shortLengthText(minutes: number, { t }: Texts): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return t('formMinutes', String(rest));
  if (rest === 0) return t('formHours', String(hours));
  return t('timeHoursMinutes', t('formHours', String(hours)), t('formMinutes', String(rest)));
}

/** When a length ends; the end that was named where one was. Ms since the epoch. */
function endOf({ minutes, until }: ReadLength, { start }: LengthClock): number {
  return until ?? start + minutes * 60_000;
}

/** "21:12", "Tue 05:00", "31 Oct 2027, 03:30". */
export function endText(length: ReadLength, clock: LengthClock, now: number, texts: Texts): string {
  return exactMomentText(endOf(length, clock), now, texts);
}

/** "8 h, until 21:12". */
export function lengthUntilText(length: ReadLength, clock: LengthClock, now: number, texts: Texts): string {
  const end = endText(length, clock, now, texts);
  return texts.t('formLengthUntil', shortLengthText(length.minutes, texts), end);
}

/** "8 hours, until 21:12", to be read out. */
export function lengthUntilWords(length: ReadLength, clock: LengthClock, now: number, texts: Texts): string {
  return texts.t('formLengthUntil', lengthText(length.minutes, texts), endText(length, clock, now, texts));
}
