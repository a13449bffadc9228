import type { PimKnobs } from './knobs.ts';
import { isRunning } from './lifecycle.ts';
import { inForce } from './lists.ts';
import type { RoleTarget } from './seed.ts';
import { sameId, sameTarget, type PimStore } from './store.ts';

/** Whether the group would have no owner left once this person's ownership ended (pim-api.md D). */
export function isLastOwner(
  { standing, requests }: Pick<PimStore, 'standing' | 'requests'>,
  oid: string,
  target: RoleTarget,
  now: number,
  knobs: PimKnobs,
): boolean {
  if (target.kind !== 'group' || target.roleId !== 'owner') return false;
  const isOther = (row: RoleTarget & { readonly principalId: string }): boolean =>
    sameTarget(row, target) && !sameId(row.principalId, oid);
  return (
    !standing.some((row) => isOther(row) && inForce(row, now)) &&
    !requests.some((request) => isOther(request) && isRunning(request, now, knobs))
  );
}
