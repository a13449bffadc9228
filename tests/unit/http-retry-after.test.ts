import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { httpDateMs, longestWaitMs, retryAfterMs } from '../../src/http/retry-after.ts';

const now = Date.UTC(2026, 9, 9, 8, 0, 0);
const httpDate = (ms: number) => new Date(ms).toUTCString();

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['1', 1_000],
    [' 120 ', 120_000],
    ['007', 7_000],
    [httpDate(now + 5_000), 5_000],
    [httpDate(now), 0],
    [httpDate(now - 60_000), 0],
    ['Friday, 09-Oct-26 08:00:30 GMT', 30_000],
    ['999999999999', longestWaitMs],
    [httpDate(now + 10 * 365 * 86_400_000), longestWaitMs],
  ])('%j is a wait of %i ms', (header, wait) => {
    expect(retryAfterMs(header, now)).toBe(wait);
  });

  test.each([
    null,
    '',
    ' ',
    '-1',
    '1.5',
    '+5',
    '5 s',
    '0x10',
    '1e3',
    'soon',
    'Wed',
    '2026-10-09T08:00:00Z',
    'NaN',
  ])('%j is none', (header) => {
    expect(retryAfterMs(header, now)).toBeUndefined();
  });

  test('of whole seconds is that long, whatever the clock says', () => {
    fc.assert(
      fc.property(fc.nat(3_600), fc.integer(), (seconds, clock) => {
        expect(retryAfterMs(String(seconds), clock)).toBe(seconds * 1000);
      }),
    );
  });

  test('of a date is the way to it by the clock given, cut at both ends', () => {
    const second = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(
      fc.property(second, second, (date, clock) => {
        const wait = (date - clock) * 1000;
        expect(retryAfterMs(httpDate(date * 1000), clock * 1000)).toBe(
          Math.min(Math.max(wait, 0), longestWaitMs),
        );
      }),
    );
  });

  test('of anything is nothing, or a wait from none to an hour', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const wait = retryAfterMs(text, now);
        expect(wait === undefined || (wait >= 0 && wait <= longestWaitMs)).toBe(true);
      }),
    );
  });
});

test('an HTTP date is read as written, and nothing else is one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
      expect(httpDateMs(httpDate(seconds * 1000))).toBe(seconds * 1000);
    }),
  );
  expect(httpDateMs('2026-10-09')).toBeUndefined();
  expect(httpDateMs('5')).toBeUndefined();
  expect(httpDateMs('Fri, 99 Oct 2026 08:00:00 GMT')).toBeUndefined();
});
