/** Lengths as people type them: `90m`, `1h 30`, `1:30`, `until 17:00`. Pure. */
import * as v from 'valibot';
import { minutesOf } from './duration.ts';

/** A length that was chosen, or one as it is being typed. */
export const LengthChoiceSchema = v.union([
  v.object({ minutes: v.number() }),
  v.object({ typed: v.string() }),
]);
export type LengthChoice = Readonly<v.InferOutput<typeof LengthChoiceSchema>>;

/** What a length is counted from, and whose clock is on the wall. */
export interface LengthClock {
  /** When it begins, ms since the epoch. */
  readonly start: number;
  /** IANA name of the person's time zone. */
  readonly zone: string;
}

export interface ReadLength {
  /** Whole, at least 1. */
  readonly minutes: number;
  /** The end that was named, ms since the epoch; absent where a length was. */
  readonly until?: number;
}

/**
 * `undefined` when it is no length. A bare number is hours up to 24, as PIMTools counted, and minutes above. A named end
 * is the next time that the clock shows it, which may be tomorrow.
 */
export function readLength(typed: string, clock: LengthClock): ReadLength | undefined {
  const text = typed.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const end = /^(?:until|till|til|to|->|→) ?(.+)$/.exec(text)?.[1];
  if (end !== undefined) {
    const time = timeOfDay(end);
    return time && untilNext(time, clock);
  }
  const minutes = minutesTyped(text.replace(',', '.'));
  return minutes === undefined ? undefined : { minutes };
}

/** `8h`, `30m`, `1h 30m`: a length as it stands in its field, in any language; {@link readLength} reads it back. */
export function typedLength(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [...(hours ? [`${hours}h`] : []), ...(rest || !hours ? [`${rest}m`] : [])].join(' ');
}

function minutesTyped(text: string): number | undefined {
  if (/^p(\d|t\d)/.test(text)) return minutesOf(text.toUpperCase());
  const clock = /^(\d{1,3}):([0-5]\d)$/.exec(text);
  if (clock) return whole(Number(clock[1]) * 60 + Number(clock[2]));
  if (/^\d{1,5}(\.\d+)?$/.test(text)) return whole(Number(text) <= 24 ? Number(text) * 60 : Number(text));
  const worded =
    /^(?:(\d{1,3}(?:\.\d+)?) ?d(?:ays?)?)? ?(?:(\d{1,4}(?:\.\d+)?) ?h(?:ours?|rs?|r)?)? ?(?:(\d{1,5}) ?(?:m(?:in(?:ute)?s?)?)?)?$/.exec(
      text,
    );
  if (!worded) return undefined;
  const [days, hours, minutes] = worded.slice(1);
  // A number alone after days may be anything.
  if (days !== undefined && hours === undefined && minutes !== undefined && !/m/.test(text)) return undefined;
  return whole(Number(days ?? 0) * 1440 + Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

function whole(minutes: number): number | undefined {
  const rounded = Math.round(minutes);
  return rounded >= 1 ? rounded : undefined;
}

/** `17`, `17:00`, `17.00`, `1700`, `5pm`, `5:30 p.m.`, `noon`, `midnight`. */
function timeOfDay(text: string): Temporal.PlainTime | undefined {
  if (text === 'noon') return new Temporal.PlainTime(12);
  if (text === 'midnight') return new Temporal.PlainTime(0);
  const found = /^(\d{1,2})(?:[:.]?([0-5]\d))? ?(?:([ap])\.?m?\.?)?$/.exec(text);
  if (!found) return undefined;
  const [hour, minute, half] = [Number(found[1]), Number(found[2] ?? 0), found[3]];
  if (half) {
    if (hour < 1 || hour > 12) return undefined;
    return new Temporal.PlainTime((hour % 12) + (half === 'p' ? 12 : 0), minute);
  }
  if (hour === 24 && minute === 0) return new Temporal.PlainTime(0);
  return hour < 24 ? new Temporal.PlainTime(hour, minute) : undefined;
}

function untilNext(time: Temporal.PlainTime, { start, zone }: LengthClock): ReadLength {
  const today = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone).toPlainDate();
  // Where the clocks go back a time comes twice: the first that is still ahead is meant.
  const ends = [today, today.add({ days: 1 }), today.add({ days: 2 })].flatMap((day) => {
    const local = day.toPlainDateTime(time);
    return (['earlier', 'later'] as const).map(
      (disambiguation) => local.toZonedDateTime(zone, { disambiguation }).epochMilliseconds,
    );
  });
  const until = ends.find((end) => minutesBetween(start, end) >= 1)!;
  return { minutes: minutesBetween(start, until), until };
}

const minutesBetween = (start: number, end: number) => Math.round((end - start) / 60_000);
