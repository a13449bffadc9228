import { describe, expect, it } from 'vitest';
import {
  endedAmong,
  extendedEnd,
  isExtendable,
  isRenewable,
  rememberEnding,
} from '../../src/domain/eligibility-extension.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import type { Eligibility } from '../../src/domain/role.ts';
import { eligibility, noon } from './ui-harness.tsx';

const day = 24 * 3_600_000;
const endingIn = (days: number, name = 'Owner'): Eligibility => ({
  ...eligibility(name, { kind: 'subscription', scopeName: name }),
  endsAt: isoInstant(noon + days * day),
});
const always = eligibility('Reader', { kind: 'subscription', scopeName: 'Always' });

describe('an eligibility with an end', () => {
  it.each([
    [15, 'neither'],
    [14, 'extended'],
    [0.01, 'extended'],
    [0, 'renewed'],
    [-30, 'renewed'],
    [-30.01, 'neither'],
  ])('that ends in %d days may be %s', (days, expected) => {
    const role = endingIn(days);
    const may = isExtendable(role, noon) ? 'extended' : isRenewable(role, noon) ? 'renewed' : 'neither';
    expect(may).toBe(expected);
  });

  it.each<[string, Partial<Eligibility>]>([
    ['of a group', { source: 'groups' }],
    ['that came by a group', { memberType: 'group' }],
    ['that is inherited', { memberType: 'inherited' }],
  ])('%s may be neither', (_, changed) => {
    expect(isExtendable({ ...endingIn(1), ...changed }, noon)).toBe(false);
    expect(isRenewable({ ...endingIn(-1), ...changed }, noon)).toBe(false);
  });

  it('is extended from its end on, and renewed from now on', () => {
    expect(extendedEnd(endingIn(3), 30, noon)).toBe(isoInstant(noon + 33 * day));
    expect(extendedEnd(endingIn(-3), 30, noon)).toBe(isoInstant(noon + 30 * day));
    expect(extendedEnd(always, 30, noon)).toBeUndefined();
  });
});

describe('what is remembered of ends', () => {
  it('is what the list shows, and what has left it at its end', () => {
    const [a, b] = [endingIn(-1, 'A'), endingIn(9, 'B')];
    expect(rememberEnding([a], [b, always], noon)).toEqual([a, b]);
  });

  it('is nothing of what was taken away before its end, or ended over a month ago', () => {
    expect(rememberEnding([endingIn(1, 'A'), endingIn(-31, 'B')], [], noon)).toEqual([]);
  });

  it('is the newer row where the list has it again, and nothing where that has no end any more', () => {
    const old = endingIn(-1, 'A');
    const renewed = endingIn(30, 'A');
    expect(rememberEnding([old], [renewed], noon)).toEqual([renewed]);
    const { endsAt: _, ...forGood } = old;
    expect(rememberEnding([old], [forGood], noon)).toEqual([]);
  });

  it('is offered as ended where it is over and not eligible, the last one first', () => {
    const [a, b, c, d] = [endingIn(-9, 'A'), endingIn(-1, 'B'), endingIn(1, 'C'), endingIn(-2, 'D')];
    expect(endedAmong([a, b, c, d], (key) => key === d.key, noon)).toEqual([b, a]);
  });
});
