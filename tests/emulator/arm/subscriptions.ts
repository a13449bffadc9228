import type { AccessToken } from '../types.ts';
import type { Pim } from '../pim/pim.ts';

type Json = Record<string, unknown>;

/** `GET /subscriptions`: only those that the caller can see now, which is not those one is eligible on. */
export function visibleSubscriptions(pim: Pim, { oid, tid }: AccessToken): Json[] {
  return pim.visibleSubscriptions(oid, tid).map(({ id, displayName }) => ({
    id,
    authorizationSource: 'RoleBased',
    managedByTenants: [],
    subscriptionId: id.slice('/subscriptions/'.length),
    tenantId: tid,
    displayName,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'EnterpriseAgreement_2014-09-01',
      spendingLimit: 'Off',
    },
  }));
}
