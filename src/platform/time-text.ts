/** Lengths, ages and ends as the person reads them. */
import { ageOf, timeLeft } from '../domain/time-left.ts';
import type { Texts } from './i18n.ts';

/** "8 hours", "1 hour 30 minutes". */
export function lengthText(minutes: number, { t, tn }: Texts): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return tn('timeMinutes', rest);
  if (rest === 0) return tn('timeHours', hours);
  return t('timeHoursMinutes', tn('timeHours', hours), tn('timeMinutes', rest));
}

/** "1 second", "90 seconds", and from two minutes on "20 minutes": a wait in seconds, never shown shorter than it is. */
export function waitText(seconds: number, texts: Texts): string {
  return seconds < 120 ? texts.tn('timeSeconds', seconds) : lengthText(Math.ceil(seconds / 60), texts);
}

/** "5 h 12 min left"; `undefined` when the end has passed. */
export function timeLeftText(end: number, now: number, { t, tn }: Texts): string | undefined {
  const left = timeLeft(end, now);
  if (!left) return undefined;
  const { days, hours, minutes } = left;
  if (days > 0) return tn('timeLeftDays', days);
  if (hours > 0 && minutes > 0) return t('timeLeftHoursMinutes', String(hours), String(minutes));
  if (hours > 0) return t('timeLeftHours', String(hours));
  return minutes > 0 ? t('timeLeftMinutes', String(minutes)) : t('timeLeftUnderMinute');
}

/** "just now", "3 min ago". */
export function ageText(at: number, now: number, { t, tn }: Texts): string {
  const age = ageOf(at, now);
  switch (age.unit) {
    case 'now':
      return t('timeAgeNow');
    case 'minutes':
      return t('timeAgeMinutes', String(age.count));
    case 'hours':
      return t('timeAgeHours', String(age.count));
    case 'days':
      return tn('timeAgeDays', age.count);
  }
}

/** "17:05" today, "Tue 17:05" within a week, "3 Mar 2027" further off. */
export function momentText(at: number, now: number, { locale }: Pick<Texts, 'locale'>): string {
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
  if (isSameDay(at, now)) return format(at, locale, time);
  if (Math.abs(at - now) < weekMs) return format(at, locale, { weekday: 'short', ...time });
  return format(at, locale, { dateStyle: 'medium' });
}

/** The same, with the time also further off: "3 Mar 2027, 17:05". */
export function exactMomentText(at: number, now: number, texts: Pick<Texts, 'locale'>): string {
  if (Math.abs(at - now) < weekMs) return momentText(at, now, texts);
  return format(at, texts.locale, { dateStyle: 'medium', timeStyle: 'short' });
}

function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** Within it a weekday names one day. */
const weekMs = 6 * 24 * 60 * 60_000;

const dayAndTime = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
} as const satisfies Intl.DateTimeFormatOptions;

/** With the year too, unless all is in the year of `now`. */
function dayAndTimeOf(times: readonly number[], now: number | undefined): Intl.DateTimeFormatOptions {
  const year = (at: number) => new Date(at).getFullYear();
  return times.every((at) => now !== undefined && year(at) === year(now))
    ? dayAndTime
    : { ...dayAndTime, year: 'numeric' };
}

/** "Tue, 24 Nov, 09:00": a time that may be days away, with its day, and its year where that is not the one of `now`. */
export function whenText(at: number, { locale }: Pick<Texts, 'locale'>, now?: number): string {
  return format(at, locale, dayAndTimeOf([at], now));
}

/** "Tue, 24 Nov, 09:00 – 11:00", with the year where that is not the one of `now`. */
export function spanText(
  start: number,
  end: number,
  { locale }: Pick<Texts, 'locale'>,
  now?: number,
): string {
  return new Intl.DateTimeFormat(locale, dayAndTimeOf([start, end], now)).formatRange(start, end);
}

/** "09:00 – 11:00" today, "Tue 09:00 – 11:00" or "22:00 – Tue 06:00" within a week, further off with its date: for a button. */
export function shortSpanText(start: number, end: number, now: number, texts: Pick<Texts, 'locale'>): string {
  const range = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(texts.locale, options).formatRange(start, end);
  if ([start, end].some((at) => Math.abs(at - now) >= weekMs)) return range(dayAndTimeOf([start, end], now));
  // A range of weekdays would have the days of the month in it: "23 Mon, 22:00 – 24 Tue, 06:00".
  if (!isSameDay(start, end)) return `${momentText(start, now, texts)} – ${momentText(end, now, texts)}`;
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  return range(isSameDay(start, now) ? time : { weekday: 'short', ...time });
}

/** The time zone that people's times are meant and shown in, by its IANA name. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function format(at: number, locale: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, options).format(at);
}
