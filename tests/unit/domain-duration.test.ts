import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochMs, isoDuration, isoInstant, minutesOf } from '../../src/domain/duration.ts';

describe('minutesOf', () => {
  it.each([
    ['PT8H', 480],
    ['PT480M', 480],
    ['PT30M', 30],
    ['PT1H30M', 90],
    ['P1D', 1440],
    ['PT24H', 1440],
    ['P1DT1H', 1500],
    ['P1W', 10_080],
    ['P365D', 525_600],
    ['PT90S', 1],
    ['PT0.5H', 30],
  ])('reads %s as %i minutes', (iso, minutes) => expect(minutesOf(iso)).toBe(minutes));

  it.each(['PT0S', '', 'PT', '8H', 'P1M', 'P1Y', '-PT1H', 'PT59S', 'eight hours'])('refuses %j', (iso) =>
    expect(minutesOf(iso)).toBeUndefined(),
  );

  it('reads back every length it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 * 24 * 400 }), (minutes) => {
        expect(minutesOf(isoDuration(minutes))).toBe(minutes);
      }),
    );
  });

  it('never throws and never answers anything but a positive whole number', () => {
    const likely = fc.stringMatching(/^[PT0-9DHMSWY.+-]{0,14}$/);
    fc.assert(
      fc.property(fc.oneof(likely, fc.string()), (text) => {
        const minutes = minutesOf(text);
        expect(minutes === undefined || (Number.isInteger(minutes) && minutes > 0)).toBe(true);
      }),
    );
  });

  it('counts the same length the same however it is split', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(23), fc.nat(59), (days, hours, minutes) => {
        fc.pre(days + hours + minutes > 0);
        const total = (days * 24 + hours) * 60 + minutes;
        expect(minutesOf(`P${days}DT${hours}H${minutes}M`)).toBe(total);
        expect(minutesOf(`PT${total}M`)).toBe(total);
      }),
    );
  });
});

describe('isoDuration', () => {
  it.each([
    [480, 'PT8H'],
    [30, 'PT30M'],
    [90, 'PT1H30M'],
    [1440, 'PT24H'],
  ])('writes %i minutes as %s', (minutes, iso) => expect(isoDuration(minutes)).toBe(iso));

  it.each([0, -1, 1.5, Number.NaN, Infinity])('refuses %d minutes', (minutes) =>
    expect(() => isoDuration(minutes)).toThrow(RangeError),
  );
});

describe('instants', () => {
  it.each([
    ['2026-10-09T18:30:12.9751944+00:00', Date.UTC(2026, 9, 9, 18, 30, 12, 975)],
    ['2026-07-01T12:28:43.81Z', Date.UTC(2026, 6, 1, 12, 28, 43, 810)],
    ['2024-04-10T00:00:00Z', Date.UTC(2024, 3, 10)],
  ])('reads %s with its own number of fractional digits', (text, ms) => expect(epochMs(text)).toBe(ms));

  it('has no time for null, an empty text or a time without an offset', () => {
    expect(epochMs(null)).toBeUndefined();
    expect(epochMs('')).toBeUndefined();
    expect(epochMs('2026-01-01T00:00:00')).toBeUndefined();
  });

  it('reads back every instant it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
        expect(epochMs(isoInstant(ms))).toBe(ms);
      }),
    );
  });
});
