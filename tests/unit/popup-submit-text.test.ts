import { describe, expect, it } from 'vitest';
import { isoInstant } from '../../src/domain/duration.ts';
import { type ActivationPolicy, defaultPolicy } from '../../src/domain/policy.ts';
import { createTexts } from '../../src/platform/i18n.ts';
import { momentText, shortSpanText, spanText, whenText } from '../../src/platform/time-text.ts';
import type { RoleAsk } from '../../src/popup/form/rules.ts';
import { submitText } from '../../src/popup/form/submit-text.ts';
import { eligibility, getMessage, minute, noon } from './ui-harness.tsx';

const texts = createTexts(getMessage, 'en-GB');
const tomorrow = noon + 24 * 60 * minute;

function ask(minutes: number, startsAt?: number, policy: Partial<ActivationPolicy> = {}): RoleAsk {
  return {
    key: eligibility('Owner').key,
    rules: { state: 'known', policy: { ...defaultPolicy, ...policy } },
    ask: {
      minutes,
      justification: 'Why',
      ...(startsAt === undefined ? {} : { startsAt: isoInstant(startsAt) }),
    },
  };
}
const text = (asks: readonly RoleAsk[], isLater = false) => submitText(asks, isLater, noon, texts);
const span = (from: number, minutes: number) => shortSpanText(from, from + minutes * minute, noon, texts);
const approved = { approvalRequired: true };

describe('the button of the form', () => {
  it('says the length of what starts now', () => {
    expect(text([ask(90)])).toBe('Activate for 1 hour 30 minutes');
    expect(text([ask(90, undefined, approved)])).toBe('Request approval for 1 hour 30 minutes');
    expect(text([ask(90), ask(60)])).toBe('Activate 2 roles');
  });

  it('promises no length that is not sent', () => {
    for (const minutes of [Number.NaN, 1, 721]) {
      const one = (startsAt?: number, policy = {}) =>
        ask(minutes, startsAt, { maximumMinutes: 720, ...policy });
      expect(text([one()])).toBe('Activate');
      expect(text([one(undefined, approved)])).toBe('Request approval');
      expect(text([one(), ask(60)])).toBe('Activate 2 roles');
      const from = momentText(tomorrow, noon, texts);
      expect(text([one(tomorrow)], true)).toBe(`Schedule from ${from}`);
      expect(text([one(tomorrow), one(tomorrow)], true)).toBe(`Schedule 2 roles, from ${from}`);
    }
    expect(text([ask(720, undefined, { maximumMinutes: 720 })])).toBe('Activate for 12 hours');
  });

  it('says start and end of what starts later', () => {
    expect(text([ask(120, tomorrow)], true)).toBe(`Schedule ${span(tomorrow, 120)}`);
    expect(span(tomorrow, 120)).toMatch(/Tue|Wed/);
    expect(text([ask(120, tomorrow, approved)], true)).toBe(`Request approval: ${span(tomorrow, 120)}`);
    expect(text([ask(120, tomorrow), ask(120, tomorrow)], true)).toBe(
      `Schedule 2 roles, ${span(tomorrow, 120)}`,
    );
  });

  it('says the start alone where the ends differ or are not known, and neither where none can be read', () => {
    const from = momentText(tomorrow, noon, texts);
    expect(text([ask(120, tomorrow), ask(60, tomorrow)], true)).toBe(`Schedule 2 roles, from ${from}`);
    expect(text([ask(Number.NaN, tomorrow)], true)).toBe(`Schedule from ${from}`);
    expect(text([ask(120)], true)).toBe('Schedule 1 role');
  });

  it('names the year where it is another one', () => {
    const year = 366 * 24 * 60 * minute;
    expect(span(noon + 20 * 24 * 60 * minute, 60)).not.toMatch(/20\d\d/);
    const next = String(new Date(noon + year).getFullYear());
    expect(span(noon + year, 60)).toContain(next);
    expect(spanText(noon + year, noon + year + 60 * minute, texts, noon)).toContain(next);
    expect(whenText(noon + year, texts, noon)).toContain(next);
    expect(whenText(noon + minute, texts, noon)).not.toMatch(/20\d\d/);
  });

  it('names the day only where it is another one', () => {
    expect(span(noon + 30 * minute, 60)).not.toMatch(/Mon|Tue|Nov/);
    const night = span(noon + 30 * minute, 16 * 60);
    expect(night).toBe(
      `${momentText(noon + 30 * minute, noon, texts)} – ${momentText(noon + 990 * minute, noon, texts)}`,
    );
    // No day of the month stands before a weekday.
    expect(night).not.toMatch(/\d+ (Mon|Tue|Wed)/);
    expect(span(tomorrow, 18 * 60)).not.toMatch(/\d+ (Mon|Tue|Wed)/);
    expect(span(noon + 20 * 24 * 60 * minute, 60)).toContain('Dec');
  });
});
