import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLength, typedLength } from '../../src/domain/length.ts';

const zone = 'Europe/Berlin';
const at = (local: string, where = zone) =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(where).epochMilliseconds;
/** A Monday, 14:00. */
const afternoon = { start: at('2026-11-23T14:00'), zone };
const minutes = (typed: string, clock = afternoon) => readLength(typed, clock)?.minutes;

describe('a typed length', () => {
  it.each([
    ['1:30', 90],
    ['01:05', 65],
    ['90 min', 90],
    ['90m', 90],
    ['45 minutes', 45],
    ['2 h', 120],
    ['2H', 120],
    ['2 hours', 120],
    ['1h30', 90],
    ['1h 30', 90],
    ['1h 30m', 90],
    ['1.5h', 90],
    ['1,5 h', 90],
    ['PT1H30M', 90],
    ['pt8h', 480],
    ['P1D', 1440],
    ['1d', 1440],
    ['2 days', 2880],
    ['1d 4h', 1680],
    ['8', 480],
    ['24', 1440],
    ['25', 25],
    ['90', 90],
    ['0.5', 30],
    [' 8 ', 480],
  ])('%j is %i minutes', (typed, expected) => {
    expect(readLength(typed, afternoon)).toEqual({ minutes: expected });
  });

  const none = [
    '',
    ' ',
    'soon',
    '1:60',
    '1:3',
    '-2',
    '0',
    '0 min',
    'h',
    'd',
    'PT',
    'P1M',
    '8 x',
    '1e3',
    'NaN',
    '1d 4',
  ];
  const noEnd = [
    'until',
    'until ',
    'until soon',
    'until 25:00',
    'until 17:60',
    'until 0pm',
    'until 13pm',
    '17 until',
  ];
  it.each([...none, ...noEnd])('%j is none', (typed) => {
    expect(readLength(typed, afternoon)).toBeUndefined();
  });
});

describe('a named end', () => {
  it.each([
    ['until 17:00', '2026-11-23T17:00', 180],
    ['Until 5pm', '2026-11-23T17:00', 180],
    ['until 5 p.m.', '2026-11-23T17:00', 180],
    ['until 5:30pm', '2026-11-23T17:30', 210],
    ['till 17', '2026-11-23T17:00', 180],
    ['to 1700', '2026-11-23T17:00', 180],
    ['until 17.15', '2026-11-23T17:15', 195],
    ['until midnight', '2026-11-24T00:00', 600],
    ['until 24:00', '2026-11-24T00:00', 600],
    ['until 12am', '2026-11-24T00:00', 600],
    // Past already, so tomorrow.
    ['until noon', '2026-11-24T12:00', 1320],
    ['until 9am', '2026-11-24T09:00', 1140],
    ['until 14:00', '2026-11-24T14:00', 1440],
  ])('%j ends %s', (typed, end, expected) => {
    expect(readLength(typed, afternoon)).toEqual({ minutes: expected, until: at(end) });
  });

  it('is the nearest whole minute away', () => {
    const start = at('2026-11-23T14:00:20');
    expect(minutes('until 14:01', { start, zone })).toBe(1);
    expect(minutes('until 14:30', { start, zone })).toBe(30);
    expect(minutes('until 14:00', { start, zone })).toBe(1440);
  });

  it('counts the hour that the clocks take', () => {
    // 2:00 is followed by 3:00.
    const start = at('2026-03-28T22:00');
    expect(minutes('until 6:00', { start, zone })).toBe(7 * 60);
    expect(readLength('until 2:30', { start, zone })).toEqual({
      minutes: 210,
      until: at('2026-03-29T01:30'),
    });
  });

  it('counts the hour that the clocks give, and takes the first of two that are ahead', () => {
    const evening = at('2026-10-24T22:00');
    expect(minutes('until 6:00', { start: evening, zone })).toBe(9 * 60);
    expect(minutes('until 2:30', { start: evening, zone })).toBe(270);
    // Between the two.
    expect(minutes('until 2:30', { start: evening + 280 * 60_000, zone })).toBe(50);
  });
});

describe('any text and any moment', () => {
  const clock = fc.record({
    start: fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) }),
    zone: fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'UTC',
    ),
  });
  const shred = fc.constantFrom(
    ...'0123456789:.,hmdpt',
    ' ',
    'until ',
    'am',
    'pm',
    'min',
    'PT',
    '-',
    'é',
    '👍',
  );

  it('is read or is not, and is never thrown at, never less than a whole minute', () => {
    const text = fc.oneof(
      fc.string(),
      fc.array(shred, { maxLength: 8 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, clock, (typed, when) => {
        const read = readLength(typed, when);
        if (!read) return;
        expect(Number.isSafeInteger(read.minutes)).toBe(true);
        expect(read.minutes).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 44_640 }), clock, (length, when) => {
        expect(readLength(typedLength(length), when)).toEqual({ minutes: length });
      }),
    );
  });

  it('ends where it was told to: at that time of day, ahead, within a day and the hour that clocks take', () => {
    const time = fc.record({
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
    });
    fc.assert(
      fc.property(time, clock, ({ hour, minute }, when) => {
        const typed = `until ${hour}:${String(minute).padStart(2, '0')}`;
        const { minutes: length, until } = readLength(typed, when)!;
        expect(Math.abs(until! - when.start - length * 60_000)).toBeLessThanOrEqual(30_000);
        expect(length).toBeGreaterThanOrEqual(1);
        expect(length).toBeLessThanOrEqual(25 * 60);
        const shown = Temporal.Instant.fromEpochMilliseconds(until!).toZonedDateTimeISO(when.zone);
        const isSkipped = !shown
          .toPlainDate()
          .toPlainDateTime({ hour, minute })
          .toZonedDateTime(when.zone)
          .toPlainTime()
          .equals({ hour, minute });
        if (!isSkipped) expect([shown.hour, shown.minute]).toEqual([hour, minute]);
      }),
    );
  });

  it('means the same time by either clock', () => {
    const time = fc.record({
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
    });
    fc.assert(
      fc.property(time, clock, ({ hour, minute }, when) => {
        const mm = String(minute).padStart(2, '0');
        const twelve = `until ${hour % 12 || 12}:${mm}${hour < 12 ? 'am' : 'pm'}`;
        expect(readLength(twelve, when)).toEqual(readLength(`until ${hour}:${mm}`, when));
      }),
    );
  });
});
