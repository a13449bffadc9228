import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoInstant } from '../../src/domain/duration.ts';
import { endBefore, isOutlasted, minutesLeft } from '../../src/domain/eligible-time.ts';
import type { LastRole } from '../../src/domain/habits.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { needsForm, quickForm } from '../../src/domain/quick-ways.ts';
import { mergeEligibilities } from '../../src/domain/role.ts';
import { clashOf } from '../../src/domain/window.ts';
import { eligibility, minute, noon } from './ui-harness.tsx';

const endingAfter = (minutes: number) => ({ endsAt: isoInstant(noon + minutes * minute) });

describe('what is left of an eligibility', () => {
  it.each([
    ['hours', 180, 175],
    ['hours and a minute', 181, 180],
    ['little', 11, 10],
    ['less than PIM’s shortest', 3, 5],
  ])('is offered in whole fives, a minute before its end: %s', (_, left, offered) => {
    expect(minutesLeft(endingAfter(left), noon)).toBe(offered);
  });

  it('is without limit where it has no end, and nothing is offered of one that is over', () => {
    expect(minutesLeft({}, noon)).toBeUndefined();
    expect(minutesLeft(endingAfter(0), noon)).toBeUndefined();
    expect(minutesLeft(endingAfter(-1), noon)).toBeUndefined();
  });

  it('never outlasts the eligibility, but where PIM’s shortest does', () => {
    assert(
      property(integer({ min: 1, max: 40 * 24 * 3_600_000 }), (leftMs) => {
        const role = { endsAt: isoInstant(noon + leftMs) };
        const offered = minutesLeft(role, noon)!;
        expect(offered % 5).toBe(0);
        expect(offered).toBeGreaterThanOrEqual(5);
        if (offered > 5) expect(isOutlasted(role, noon + (offered + 1) * minute)).toBe(false);
        // No more than one step is given away.
        expect(isOutlasted(role, noon + (offered + 6) * minute)).toBe(true);
      }),
    );
  });

  it('ends before a start at its very end', () => {
    const at = noon + 60 * minute;
    expect(endBefore(endingAfter(60), at)).toBe(at);
    expect(endBefore(endingAfter(60), at - 1)).toBeUndefined();
    expect(endBefore({}, at)).toBeUndefined();
  });
});

describe('a start after the end of the eligibility', () => {
  const role = eligibility('Owner', { endsAt: noon + 60 * minute });
  const none = { journal: [], assignments: [] };
  const startsAt = isoInstant(noon + 60 * minute);

  it('clashes with that end', () => {
    expect(clashOf(role, { minutes: 30, startsAt }, none, noon)).toEqual({
      by: 'eligibilityEnd',
      at: noon + 60 * minute,
    });
  });

  it('does not where it is now: the list may be older than an extension', () => {
    expect(clashOf(role, { minutes: 30 }, none, noon + 90 * minute)).toBeUndefined();
  });
});

describe('a quick way near the end of the eligibility', () => {
  const role = eligibility('Reports Reader', { source: 'entra', endsAt: noon + 60 * minute });
  const last: LastRole = {
    key: role.key,
    source: 'entra',
    roleName: 'Reports Reader',
    scopeName: 'Directory',
    minutes: 60,
    justification: 'Release',
  };
  const rules = { policy: defaultPolicy, eligibility: role, now: noon, privilegedWithoutAsking: false };

  it('activates what ends with it', () => {
    expect(needsForm(last, rules)).toBe(false);
  });

  it.each([
    ['known', defaultPolicy],
    ['not known', undefined],
  ])(
    'shows the form, with a length that the form offers, for what would outlast it; rules %s',
    (_, policy) => {
      const later = { ...rules, policy, now: noon + 1 };
      expect(needsForm(last, later)).toBe(true);
      expect(quickForm(last, later, null, noon).minutes).toEqual({});
    },
  );
});

describe('a role that one is eligible for twice', () => {
  const direct = eligibility('Owner', { endsAt: noon });
  const byGroup = { ...eligibility('Owner'), memberType: 'group' as const };

  it('is shown by what lasts longest', () => {
    expect(mergeEligibilities([direct, byGroup])).toEqual([byGroup]);
    expect(mergeEligibilities([byGroup, direct])).toEqual([byGroup]);
  });

  it('is shown by its direct row where both last as long', () => {
    const lasting = eligibility('Owner');
    expect(mergeEligibilities([byGroup, lasting])).toEqual([lasting]);
    expect(mergeEligibilities([lasting, byGroup])).toEqual([lasting]);
  });
});
