import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { type RoleKey, roleKey } from '../../src/domain/role.ts';
import {
  aliasLength,
  aliasOf,
  byUse,
  noRoleMarks,
  type RoleMarks,
  RoleMarksSchema,
  useHalfLifeMs,
  usesKept,
  withAlias,
  withFavourite,
  withUses,
} from '../../src/domain/role-marks.ts';

const key = (name: string) => roleKey('azure', name, '/subscriptions/shop');
const [owner, reader, writer] = [key('owner'), key('reader'), key('writer')];
const day = 24 * 60 * 60_000;
const now = Date.UTC(2026, 10, 23, 12);

const sorted = (marks: RoleMarks, keys: readonly RoleKey[]) =>
  keys
    .map((one) => ({ key: one }))
    .toSorted(byUse(marks))
    .map((one) => one.key);

const someKeys = fc.constantFrom(owner, reader, writer, key('a'), key('b'), key('c'));
const someMarks: fc.Arbitrary<RoleMarks> = fc.dictionary(
  someKeys,
  fc.record(
    {
      uses: fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 500, noNaN: true })),
      usedAt: fc.integer({ min: now - 400 * day, max: now }),
    },
    { requiredKeys: [] },
  ),
) as fc.Arbitrary<RoleMarks>;

describe('a favourite and an alias', () => {
  it('are kept beside each other, and leave nothing when they are taken away', () => {
    const both = withAlias(withFavourite(noRoleMarks, owner, true), owner, '  prod   break-glass ');
    expect(both).toEqual({ [owner]: { favourite: true, alias: 'prod break-glass' } });
    expect(withFavourite(withAlias(both, owner, ' \n '), owner, false)).toEqual({});
  });

  it('that stand so already change nothing', () => {
    const marks = withAlias(withFavourite(noRoleMarks, owner, true), owner, 'mine');
    expect(withFavourite(marks, owner, true)).toBe(marks);
    expect(withFavourite(marks, reader, false)).toBe(marks);
    expect(withAlias(marks, owner, ' mine')).toBe(marks);
    expect(withAlias(marks, reader, '')).toBe(marks);
  });

  it('are each as long as is kept, whole characters, whatever was typed', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(' ', '\n', '\u0000', 'a', 'é', '🔑', '管', '\u200f', '\ud83d'),
          maxLength: 200,
        }),
        (typed) => {
          const alias = aliasOf(typed);
          if (alias === undefined) return;
          expect([...alias].length).toBeLessThanOrEqual(aliasLength);
          expect(alias).toBe(alias.trim());
          expect(aliasOf(alias)).toBe(alias);
        },
      ),
    );
    expect(aliasOf('🔑'.repeat(80))).toBe('🔑'.repeat(aliasLength));
  });

  it('of one role are read where those of another cannot be', () => {
    const stored = { [owner]: { favourite: true }, [reader]: { favourite: 'yes' } };
    expect(v.parse(RoleMarksSchema, stored)).toEqual({ [owner]: { favourite: true }, [reader]: {} });
  });
});

describe('order by use', () => {
  it('weighs how often and how lately', () => {
    let marks = withUses(noRoleMarks, [owner, owner], now - 30 * day);
    expect(marks[owner]?.uses).toBe(1);
    marks = withUses(marks, [reader], now - 20 * day);
    expect(sorted(marks, [writer, owner, reader])).toEqual([reader, owner, writer]);
    for (const ago of [29, 28, 27]) marks = withUses(marks, [owner], now - ago * day);
    expect(sorted(marks, [writer, reader, owner])).toEqual([owner, reader, writer]);
  });

  it('halves a use in a half-life', () => {
    const marks = withUses(withUses(noRoleMarks, [owner], now - useHalfLifeMs), [owner], now);
    expect(marks[owner]).toEqual({ uses: 1.5, usedAt: now });
  });

  it('is a total order that leaves equals where they were', () => {
    fc.assert(
      fc.property(someMarks, someKeys, someKeys, someKeys, (marks, a, b, c) => {
        const compare = byUse(marks);
        const [ab, ba] = [compare({ key: a }, { key: b }), compare({ key: b }, { key: a })];
        expect(ab + ba).toBe(0);
        expect(Number.isNaN(ab)).toBe(false);
        const bc = compare({ key: b }, { key: c });
        if (ab <= 0 && bc <= 0) expect(compare({ key: a }, { key: c })).toBeLessThanOrEqual(0);
      }),
    );
    const keys = [writer, owner, reader];
    expect(sorted(noRoleMarks, keys)).toEqual(keys);
  });

  it('stays as it is while nothing is used, and a use never moves a role back', () => {
    fc.assert(
      fc.property(someMarks, someKeys, fc.integer({ min: 0, max: 1000 * day }), (marks, used, later) => {
        const keys = [owner, reader, writer, key('a'), key('b'), key('c')];
        const before = sorted(marks, keys);
        const after = sorted(withUses(marks, [used], now + later), keys);
        expect(after.indexOf(used)).toBeLessThanOrEqual(before.indexOf(used));
        const others = (all: RoleKey[]) => all.filter((one) => one !== used);
        expect(others(after)).toEqual(others(before));
      }),
    );
  });

  it('does not fall for a clock that was put back', () => {
    const marks = withUses(withUses(noRoleMarks, [owner], now), [owner], now - 5 * day);
    expect(marks[owner]).toEqual({ uses: 2, usedAt: now });
  });

  it('is remembered of so many roles, and of every favourite and every role with an alias', () => {
    let marks = withAlias(withFavourite(noRoleMarks, owner, true), reader, 'mine');
    marks = withUses(marks, [owner, reader], now - 900 * day);
    for (let index = 0; index <= usesKept; index++) marks = withUses(marks, [key(`r${index}`)], now + index);
    expect(Object.keys(marks)).toHaveLength(usesKept + 2);
    expect(marks[key('r0')]).toBeUndefined();
    expect(marks[owner]?.favourite).toBe(true);
    expect(marks[reader]?.alias).toBe('mine');
  });
});
