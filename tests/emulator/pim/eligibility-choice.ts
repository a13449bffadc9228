import { scopeKey } from './azure-scopes.ts';
import type { EligibleRow } from './lists.ts';
import type { Eligibility } from './rows.ts';
import type { RoleTarget } from './seed.ts';
import { sameId, sameScope, sameTarget, type PimStore } from './store.ts';

/** The full ARM path of an Azure eligibility schedule. */
export function eligibilitySchedulePath({ scope, scheduleId }: Eligibility): string {
  return `${scope}/providers/Microsoft.Authorization/roleEligibilitySchedules/${scheduleId}`;
}

/**
 * Finds what an activation is made from: an eligibility at the very scope or, on Azure, at one above it.
 *
 * On Azure a group-derived eligibility must be named by its full path, and a bare GUID names only a direct one at
 * the same scope (pim-api.md 0.9).
 *
 * @param linked `linkedRoleEligibilityScheduleId` as it was sent.
 * @returns null when there is none, which PIM reports as the EligibilityRule.
 */
export function chooseEligibility(
  store: PimStore,
  rows: readonly EligibleRow[],
  target: RoleTarget,
  linked: string | null,
): Eligibility | null {
  // The nearest first; a management group's id is no shorter than a subscription's.
  const depth = ({ eligibility }: EligibleRow): number => store.scopes.chain(eligibility.scope).length;
  const candidates = rows
    .filter(({ eligibility }) =>
      target.kind !== 'azure'
        ? sameTarget(eligibility, target)
        : sameId(eligibility.roleId, target.roleId) && store.scopes.within(target.scope, eligibility.scope),
    )
    .toSorted((a, b) => depth(b) - depth(a));
  const direct = candidates.filter(({ memberType }) => memberType === 'Direct');
  if (target.kind !== 'azure') return (direct[0] ?? candidates[0])?.eligibility ?? null;
  if (linked === null) return direct[0]?.eligibility ?? null;
  const named = linked.includes('/')
    ? candidates.find(
        ({ eligibility }) => scopeKey(eligibilitySchedulePath(eligibility)) === scopeKey(linked),
      )
    : direct.find(
        ({ eligibility }) =>
          sameId(eligibility.scheduleId, linked) && sameScope(eligibility.scope, target.scope),
      );
  return named?.eligibility ?? null;
}

/** Whether a link is the bare GUID of an eligibility at another scope than the one asked for. */
export function namedAbove(rows: readonly EligibleRow[], scope: string, linked: string): boolean {
  return rows.some(
    ({ eligibility }) => sameId(eligibility.scheduleId, linked) && !sameScope(eligibility.scope, scope),
  );
}
