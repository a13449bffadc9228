import { describe, expect, it } from 'vitest';
import { lengthsWithin, parseLength } from '../../src/popup/form/length.ts';

describe('a typed length', () => {
  it.each([
    ['1:30', 90],
    ['01:05', 65],
    ['90 min', 90],
    ['90m', 90],
    ['45 minutes', 45],
    ['2 h', 120],
    ['2h', 120],
    ['2 hours', 120],
    ['1h30', 90],
    ['1h 30m', 90],
    ['1.5 h', 90],
    ['1,5 h', 90],
    ['PT1H30M', 90],
    ['pt8h', 480],
    ['P1D', 1440],
    ['8', 480],
    ['24', 1440],
    ['25', 25],
    ['90', 90],
    ['0.5', 30],
    [' 8 ', 480],
  ])('%j is %i minutes', (typed, minutes) => {
    expect(parseLength(typed)).toBe(minutes);
  });

  it.each(['', ' ', 'soon', '1:60', '1:3', '-2', '0', '0 min', 'h', 'PT', 'P1M', '8 x', '1e3', 'NaN'])(
    '%j is none',
    (typed) => {
      expect(parseLength(typed)).toBeUndefined();
    },
  );
});

describe('the lengths to choose from', () => {
  it('end with the maximum and hold the one chosen', () => {
    expect(lengthsWithin(480, 480)).toEqual([30, 60, 120, 240, 480]);
    expect(lengthsWithin(90, 90)).toEqual([30, 60, 90]);
    expect(lengthsWithin(240, 45)).toEqual([30, 45, 60, 120, 240]);
    expect(lengthsWithin(15, 15)).toEqual([15]);
  });

  it('still hold a choice that is too long, so that it can be seen and changed', () => {
    expect(lengthsWithin(60, 480)).toEqual([30, 60, 480]);
  });
});
