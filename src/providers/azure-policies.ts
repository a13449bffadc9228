/** Policies of Azure roles: settings of each pair of scope and role, inherited from nowhere (pim-api.md B.2). */
import { FailureError } from '../domain/failure.ts';
import type { ActivationPolicy } from '../domain/policy.ts';
import { type Eligibility, type RoleKey, trailingGuid } from '../domain/role.ts';
import type { HttpClient } from '../http/client.ts';
import { readPages } from '../http/pages.ts';
import { authorizationAt } from './azure-scope.ts';
import { AzurePolicyRow } from './azure-wire.ts';
import { policyOf } from './policy-rules.ts';
import { readRows } from './wire.ts';

/**
 * One request a role, as many at once as the client lets through. A role whose policy is closed to the person or
 * unreadable is left out; whether an eligible person may read it is for the service to say.
 *
 * @throws FailureError when no policy came, and it was not the service that refused
 */
export async function readAzurePolicies(
  http: HttpClient,
  apiVersion: string,
  roles: readonly Eligibility[],
): Promise<Map<RoleKey, ActivationPolicy>> {
  const byKey = new Map(roles.map((role) => [role.key, role]));
  const read = await Promise.allSettled(
    [...byKey].map(async ([key, role]) => [key, await policyAt(http, apiVersion, role)] as const),
  );
  const policies = new Map<RoleKey, ActivationPolicy>();
  for (const one of read) {
    if (one.status !== 'fulfilled') continue;
    const [key, policy] = one.value;
    if (policy) policies.set(key, policy);
  }
  const unreached = read.find((one) => one.status === 'rejected' && !isRefusal(one.reason));
  if (policies.size === 0 && unreached?.status === 'rejected') throw unreached.reason;
  return policies;
}

async function policyAt(
  http: HttpClient,
  apiVersion: string,
  { scope, roleDefinitionId, templateId }: Eligibility,
): Promise<ActivationPolicy | undefined> {
  const filter = encodeURIComponent(`roleDefinitionId eq '${roleDefinitionId}'`);
  const url = `${authorizationAt(scope.id)}/roleManagementPolicyAssignments?api-version=${apiVersion}&$filter=${filter}`;
  const { rows } = await readPages(http, { resource: 'arm', url });
  // The filter works but is not documented, so what comes back is matched again.
  const own = readRows(AzurePolicyRow, rows).rows.find(
    ({ properties }) => trailingGuid(properties.roleDefinitionId) === templateId,
  );
  return own && policyOf(own.properties.effectiveRules);
}

/** A definite answer about this one role, from which nothing follows for the others. */
function isRefusal(thrown: unknown): boolean {
  if (!(thrown instanceof FailureError)) return false;
  const { status = 0, kind } = thrown.failure;
  return status >= 400 && status < 500 && kind !== 'signInNeeded' && kind !== 'throttled';
}
