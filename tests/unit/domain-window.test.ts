import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoInstant } from '../../src/domain/duration.ts';
import { clashOf, type Window, windowsOverlap } from '../../src/domain/window.ts';
import { windowsOverlap as serviceOverlap } from '../emulator/pim/rules.ts';
import { activation, assignment, eligibility, minute, noon } from './ui-harness.tsx';

const windows: fc.Arbitrary<Window> = fc
  .tuple(fc.integer({ min: 0, max: 6 * minute }), fc.integer({ min: 1, max: 4 * minute }))
  .map(([start, length]) => ({ start: noon + start, end: noon + start + length }));

describe('two windows', () => {
  it('meet whichever is asked first, and each meets itself', () => {
    fc.assert(
      fc.property(windows, windows, (a, b) => {
        expect(windowsOverlap(a, b)).toBe(windowsOverlap(b, a));
        expect(windowsOverlap(a, a)).toBe(true);
      }),
    );
  });

  it('meet exactly where the embedded cloud says so, and wherever they share a moment', () => {
    fc.assert(
      fc.property(windows, windows, (a, b) => {
        expect(windowsOverlap(a, b)).toBe(serviceOverlap(a, b));
        if (a.start <= b.end && b.start <= a.end) expect(windowsOverlap(a, b)).toBe(true);
      }),
    );
  });

  it('meet where one starts in the very minute that the other ends in, and not a minute later', () => {
    const one = { start: noon, end: noon + 60 * minute };
    const next = (start: number) => ({ start, end: start + 60 * minute });
    expect(windowsOverlap(one, next(noon + 60 * minute))).toBe(true);
    expect(windowsOverlap(one, next(noon + 60 * minute + 59_999))).toBe(true);
    expect(windowsOverlap(one, next(noon + 61 * minute))).toBe(false);
  });
});

describe('what a request would clash with', () => {
  const role = eligibility('Owner');
  const other = eligibility('Reader');
  const window = { start: noon + 60 * minute, end: noon + 120 * minute };
  const scheduled = activation(role, {
    state: 'scheduled',
    startsAt: isoInstant(window.start),
    endsAt: isoInstant(window.end),
  });
  const ask = (inMinutes: number, minutes: number) => ({
    startsAt: isoInstant(noon + inMinutes * minute),
    minutes,
  });
  const none = { journal: [], assignments: [] };

  it('is the schedule of the same role whose time it touches', () => {
    const known = { ...none, journal: [scheduled] };
    expect(clashOf(role, ask(30, 30), known, noon)).toEqual({ by: 'scheduled', window });
    expect(clashOf(role, ask(30, 29), known, noon)).toBeUndefined();
    expect(clashOf(role, ask(121, 30), known, noon)).toBeUndefined();
    expect(clashOf(other, ask(30, 30), known, noon)).toBeUndefined();
  });

  it('is that schedule for a request of now, too, when it would last until then', () => {
    const known = { ...none, journal: [scheduled] };
    expect(clashOf(role, { minutes: 59 }, known, noon)).toBeUndefined();
    expect(clashOf(role, { minutes: 60 }, known, noon)).toEqual({ by: 'scheduled', window });
  });

  it('is a role that is held, for every later start and for none of now', () => {
    const end = noon + 10 * minute;
    const held = { ...none, assignments: [assignment(role, { endsAt: end })] };
    expect(clashOf(role, ask(600, 30), held, noon)).toEqual({ by: 'held', until: end });
    expect(clashOf(role, { minutes: 30 }, held, noon)).toBeUndefined();
    const active = activation(role, { state: 'active', endsAt: isoInstant(end) });
    expect(clashOf(role, ask(600, 30), { ...none, journal: [active] }, noon)).toMatchObject({
      by: 'held',
    });
    expect(clashOf(role, ask(600, 30), held, end)).toBeUndefined();
    const permanent = { ...none, assignments: [assignment(role, { assignmentType: 'assigned' })] };
    expect(clashOf(role, ask(600, 30), permanent, noon)).toEqual({ by: 'held' });
  });

  it.each(['failed', 'unknown', 'waitingForApproval'] as const)('is none that is %s', (state) => {
    const known = { ...none, journal: [{ ...scheduled, state }] };
    expect(clashOf(role, ask(60, 30), known, noon)).toBeUndefined();
  });
});
