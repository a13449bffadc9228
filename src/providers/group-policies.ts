/** Policies of groups: one for members and one for owners of each (pim-api.md B.1). */
import * as v from 'valibot';
import { FailureError } from '../domain/failure.ts';
import type { ActivationPolicy } from '../domain/policy.ts';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import type { HttpClient } from '../http/client.ts';
import { type BatchPart, readBatch } from '../http/graph-batch.ts';
import { GroupPolicyRow } from './groups-wire.ts';
import { policyOf } from './policy-rules.ts';
import { sameText } from './wire.ts';

const Collection = v.looseObject({ value: v.array(v.unknown()) });

/**
 * One part of a batch for each access to each group. A group that PIM has not taken in has no policy, and one that
 * is closed to the person is left out: the service decides then.
 *
 * @throws FailureError when no policy came, and it was not the service that refused
 */
export async function readGroupPolicies(
  http: HttpClient,
  roles: readonly Eligibility[],
  sleep: (ms: number) => Promise<void>,
): Promise<Map<RoleKey, ActivationPolicy>> {
  const wanted = [...new Map(roles.map((role) => [role.key, role])).values()];
  const parts = await readBatch(http, wanted.map(policyPath), sleep);
  const policies = new Map<RoleKey, ActivationPolicy>();
  wanted.forEach((role, at) => {
    const policy = policyIn(parts[at]!, role);
    if (policy) policies.set(role.key, policy);
  });
  const unreached = parts.find(
    (part): part is Extract<BatchPart, { failure: unknown }> => 'failure' in part && !isRefusal(part),
  );
  if (policies.size === 0 && unreached) throw new FailureError(unreached.failure);
  return policies;
}

function policyPath({ scope, roleDefinitionId }: Eligibility): string {
  const filter = `scopeId eq '${scope.id}' and scopeType eq 'Group' and roleDefinitionId eq '${roleDefinitionId}'`;
  return `/policies/roleManagementPolicyAssignments?$filter=${encodeURIComponent(filter)}&$expand=policy($expand=rules)`;
}

/** The row of this very access: the other one's length or approval would be a wrong promise. */
function policyIn(part: BatchPart, { scope, roleDefinitionId }: Eligibility): ActivationPolicy | undefined {
  const collection = v.safeParse(Collection, 'body' in part ? part.body : undefined);
  if (!collection.success) return undefined;
  for (const one of collection.output.value) {
    const row = v.safeParse(GroupPolicyRow, one);
    if (!row.success || !sameText(row.output.roleDefinitionId, roleDefinitionId)) continue;
    if (row.output.scopeId === undefined || sameText(row.output.scopeId, scope.id))
      return policyOf(row.output.policy.rules);
  }
  return undefined;
}

/** A definite answer about this one group, from which nothing follows for the others. */
function isRefusal({ failure }: Extract<BatchPart, { failure: unknown }>): boolean {
  const { status = 0, kind } = failure;
  return status >= 400 && status < 500 && kind !== 'signInNeeded' && kind !== 'throttled';
}
