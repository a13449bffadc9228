import { expect, it } from 'vitest';
import { firstRows, firstScreenRows } from '../../src/domain/first-rows.ts';
import { compareNames } from '../../src/domain/role-names.ts';
import { bigTenantRoles } from '../emulator/seeds/big-tenant-roles.ts';

const rows = bigTenantRoles(5_000);
const sorted = rows.toSorted(compareNames);

it('are the ones that are listed first: those in use, then by name, and the favourites', () => {
  const [favourite, used] = [sorted[4_000]!, sorted[3_000]!];
  const first = firstRows(rows, {
    [favourite.key]: { favourite: true },
    [used.key]: { uses: 2, usedAt: 5 },
  });
  expect(first.slice(0, firstScreenRows + 1)).toEqual([
    favourite,
    used,
    ...sorted.slice(0, firstScreenRows - 1),
  ]);
});

it('come with the subscriptions that name where they lie', () => {
  const group = rows.find(({ scope }) => scope.kind === 'resourceGroup')!;
  const first = firstRows(rows, { [group.key]: { favourite: true } });
  const above = first.filter(
    ({ scope }) => scope.kind === 'subscription' && group.scope.id.startsWith(`${scope.id}/`),
  );
  expect(above.length).toBeGreaterThan(0);
  expect(first.length).toBeLessThan(4 * firstScreenRows);
});

it('are all there are where there are few', () => {
  expect(firstRows(sorted.slice(0, 3), {})).toEqual(sorted.slice(0, 3));
});
