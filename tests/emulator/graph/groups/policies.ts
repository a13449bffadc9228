import { policyRules } from '../../pim/policy.ts';
import type { PimStore } from '../../pim/store.ts';
import type { GovernedRow } from '../policies.ts';

/** The policy's own GUID: any that is stable, and another one for members than for owners. */
function policyGuid(groupId: string, accessId: 'member' | 'owner'): string {
  return `${accessId === 'member' ? '6a0b2c10' : '6a0b2c11'}${groupId.slice(8)}`;
}

/**
 * The two policies of a group, of its members and of its owners; none before it is onboarded to PIM for Groups
 * (pim-api.md B.1).
 */
export function groupPolicyRows(
  store: Pick<PimStore, 'group' | 'policy'>,
  { tid }: { readonly tid: string },
  groupId: string,
): GovernedRow[] {
  const group = store.group(groupId);
  if (group?.tenantId !== tid || group.onboarded !== true) return [];
  const scopeId = group.id;
  const scopeType = 'Group';
  return (['owner', 'member'] as const).map((accessId) => {
    const policyId = `Group_${scopeId}_${policyGuid(scopeId, accessId)}`;
    const settings = store.policy(tid, { kind: 'group', roleId: accessId, scope: scopeId });
    return {
      entity: { id: `${policyId}_${accessId}`, policyId, scopeId, scopeType, roleDefinitionId: accessId },
      row: { policyId, scopeId, scopeType, rules: policyRules(settings) },
    };
  });
}
