import fc from 'fast-check';
import { expect, it } from 'vitest';
import { noRoleMarks, byUse, type RoleMarks, sortedByUse } from '../../src/domain/role-marks.ts';
import { compareNames, sortedByNames } from '../../src/domain/role-names.ts';
import type { RoleKey } from '../../src/domain/role.ts';
import { bigTenantRoles } from '../emulator/seeds/big-tenant-roles.ts';

// Names that differ by case, accents and signs alone, and two that compare as the same.
const names = fc.constantFrom(
  'Owner',
  'owner',
  'Öwner',
  'O\u0308wner',
  'rg-1',
  'rg-10',
  'rg-01',
  'rg 2',
  '所有者',
  '',
);
const rows = fc.array(
  fc.record({
    roleName: names,
    scope: fc.record({
      kind: fc.constantFrom('group' as const, 'resourceGroup' as const),
      id: fc.uuid(),
      name: names,
    }),
  }),
);

it('have numbers in the order of their value, whichever was read first', () => {
  const scope = { kind: 'subscription' as const, id: '/s', name: 'Shop' };
  const sorted = ['Operator 1', 'Operator 2', 'Operator 02', 'Operator 10', 'Operator 100', 'Reader'];
  const namesOf = (some: readonly string[]) =>
    sortedByNames(some.map((roleName) => ({ roleName, scope }))).map(({ roleName }) => roleName);
  const inOrder = namesOf(sorted);
  expect(inOrder.filter((name) => name !== 'Operator 02')).toEqual(
    sorted.filter((name) => name !== 'Operator 02'),
  );
  expect(inOrder.indexOf('Operator 02')).toBeLessThan(inOrder.indexOf('Operator 10'));
  expect(namesOf(sorted.toReversed())).toEqual(inOrder);
});

it('are sorted as they compare, and rows of the same names stay in their order', () => {
  fc.assert(
    fc.property(rows, (some) => {
      expect(sortedByNames(some)).toEqual(some.toSorted(compareNames));
    }),
  );
  const many = bigTenantRoles(3_000);
  expect(sortedByNames(many)).toEqual(many.toSorted(compareNames));
});

it('come after what is used, which stands as it compares', () => {
  const keys = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ key: key as RoleKey }));
  const mark = fc.record(
    { uses: fc.constantFrom(0, 1, 2), usedAt: fc.nat({ max: 9 }), favourite: fc.boolean() },
    { requiredKeys: [] },
  );
  const marks = fc.dictionary(
    fc.constantFrom(...keys.map(({ key }) => key)),
    mark,
  ) as fc.Arbitrary<RoleMarks>;
  fc.assert(
    fc.property(marks, fc.shuffledSubarray(keys), (some, order) => {
      expect(sortedByUse(order, some)).toEqual(order.toSorted(byUse(some)));
    }),
  );
  expect(sortedByUse(keys, noRoleMarks)).toEqual(keys);
});
