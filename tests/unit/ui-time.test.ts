import { describe, expect, it } from 'vitest';
import { ageOf, timeLeft } from '../../src/domain/time-left.ts';
import { createTexts } from '../../src/platform/i18n.ts';
import {
  ageText,
  lengthText,
  exactMomentText,
  momentText,
  timeLeftText,
} from '../../src/platform/time-text.ts';
import { getMessage, minute, noon } from './ui-harness.tsx';

const texts = createTexts(getMessage, 'en-GB');
const hour = 60 * minute;
const day = 24 * hour;

describe('time left', () => {
  it.each([
    [0, undefined],
    [-1, undefined],
    [1, { days: 0, hours: 0, minutes: 0 }],
    [minute - 1, { days: 0, hours: 0, minutes: 0 }],
    [8 * hour - 1, { days: 0, hours: 7, minutes: 59 }],
    [day + hour + minute, { days: 1, hours: 1, minutes: 1 }],
  ])('%i ms before the end', (ms, expected) => {
    expect(timeLeft(noon + ms, noon)).toEqual(expected);
  });

  it.each([
    [30_000, 'less than a minute left'],
    [59 * minute, '59 min left'],
    [2 * hour, '2 h left'],
    [5 * hour + 12 * minute, '5 h 12 min left'],
    [day, '1 day left'],
    [3 * day + hour, '3 days left'],
    [-1, undefined],
  ])('%i ms in words', (ms, expected) => {
    expect(timeLeftText(noon + ms, noon, texts)).toBe(expected);
  });
});

describe('age', () => {
  it.each([
    [0, 'just now'],
    [-5 * minute, 'just now'],
    [59_999, 'just now'],
    [3 * minute, '3 min ago'],
    [2 * hour, '2 h ago'],
    [day, '1 day ago'],
    [9 * day, '9 days ago'],
  ])('%i ms', (ms, expected) => {
    expect(ageText(noon - ms, noon, texts)).toBe(expected);
  });

  it('changes unit at the full hour and day', () => {
    expect(ageOf(noon - hour + 1, noon)).toEqual({ unit: 'minutes', count: 59 });
    expect(ageOf(noon - hour, noon)).toEqual({ unit: 'hours', count: 1 });
    expect(ageOf(noon - day, noon)).toEqual({ unit: 'days', count: 1 });
  });
});

it.each([
  [1, '1 minute'],
  [45, '45 minutes'],
  [60, '1 hour'],
  [90, '1 hour 30 minutes'],
  [480, '8 hours'],
])('%i minutes long', (minutes, expected) => {
  expect(lengthText(minutes, texts)).toBe(expected);
});

describe('a moment', () => {
  // In the zone of whoever runs the test, because that is the zone that people read.
  const at = (hours: number, days = 0) => new Date(2026, 10, 23 + days, hours, 5).getTime();

  it('is a time today, with its weekday this week, a date further off', () => {
    expect(momentText(at(17), at(12), texts)).toBe('17:05');
    expect(momentText(at(9, 1), at(12), texts)).toBe('Tue 09:05');
    expect(momentText(at(9, 20), at(12), texts)).toBe('13 Dec 2026');
  });

  it('has its time further off, too, where that counts', () => {
    expect(exactMomentText(at(17), at(12), texts)).toBe('17:05');
    expect(exactMomentText(at(9, 1), at(12), texts)).toBe('Tue 09:05');
    expect(exactMomentText(at(9, 20), at(12), texts)).toBe('13 Dec 2026, 09:05');
  });
});
