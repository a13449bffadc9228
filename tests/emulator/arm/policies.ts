import { policyRules, type Approver, type PolicyRule } from '../pim/policy.ts';
import type { Pim } from '../pim/pim.ts';
import type { PimKnobs } from '../pim/knobs.ts';
import type { AzureRole, AzureScope } from '../pim/seed.ts';
import { withoutNulls } from './expanded.ts';
import { createArmIds } from './ids.ts';

type Json = Record<string, unknown>;

function approver({ type, id, displayName }: Approver): Json {
  return { id, description: displayName, isBackup: false, userType: type === 'user' ? 'User' : 'Group' };
}

function ruleMembers(rule: PolicyRule): Json {
  switch (rule.kind) {
    case 'Expiration':
      return { isExpirationRequired: rule.isExpirationRequired, maximumDuration: rule.maximumDuration };
    case 'Enablement':
      return { enabledRules: rule.enabledRules };
    case 'Notification':
      return {
        notificationType: 'Email',
        recipientType: rule.recipient,
        isDefaultRecipientsEnabled: true,
        notificationLevel: 'All',
      };
    case 'AuthenticationContext':
      return withoutNulls({ isEnabled: rule.claimValue !== null, claimValue: rule.claimValue });
    case 'Approval':
      return {
        setting: {
          isApprovalRequired: rule.isApprovalRequired,
          isApprovalRequiredForExtension: false,
          isRequestorJustificationRequired: true,
          approvalMode: 'SingleStage',
          approvalStages: [
            withoutNulls({
              approvalStageTimeOutInDays: 1,
              isApproverJustificationRequired: true,
              escalationTimeInMinutes: 0,
              // An empty list of approvers is left out (pim-api.md B.2).
              primaryApprovers: rule.approvers.length === 0 ? null : rule.approvers.map(approver),
              isEscalationEnabled: false,
            }),
          ],
        },
      };
  }
}

function armRule(rule: PolicyRule): Json {
  return {
    ...ruleMembers(rule),
    id: rule.id,
    ruleType: `RoleManagementPolicy${rule.kind}Rule`,
    target: {
      caller: rule.caller,
      operations: ['All'],
      level: rule.level,
      targetObjects: [],
      inheritableSettings: [],
      enforcedSettings: [],
    },
  };
}

/** A policy's own GUID: stable, one for each scope and role. */
function policyGuid(scope: AzureScope, role: AzureRole): string {
  let hash = 17;
  for (const char of `${scope.id} ${role.id}`.toLowerCase())
    hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 0xffffffff;
  return `${hash.toString(16).padStart(8, '0')}${role.id.slice(8)}`;
}

/** A row of roleManagementPolicyAssignments: the settings of one role at one scope (pim-api.md B.2). */
export function policyAssignment(
  pim: Pim,
  knobs: PimKnobs,
  { scope, role, tenantId }: { scope: AzureScope; role: AzureRole; tenantId: string },
): Json {
  const policy = policyGuid(scope, role);
  const ids = createArmIds(knobs.arm, policy);
  const name = `${ids.guid(policy)}_${ids.guid(role.id)}`;
  const policyId = ids.resource(scope.id, 'roleManagementPolicies', ids.guid(policy));
  const roleDefinitionId = ids.roleDefinition(scope.id, role.id);
  const settings = pim.store.policy(tenantId, { kind: 'azure', roleId: role.id, scope: scope.id });
  return {
    properties: {
      scope: scope.id,
      roleDefinitionId,
      policyId,
      effectiveRules: policyRules(settings).map(armRule),
      policyAssignmentProperties: {
        scope: { id: scope.id, displayName: scope.displayName, type: scope.type },
        roleDefinition: { id: roleDefinitionId, displayName: role.displayName, type: role.type },
        policy: {
          id: policyId,
          lastModifiedBy: { displayName: 'Contoso Platform' },
          lastModifiedDateTime: '2026-07-09T10:26:26.343Z',
        },
      },
    },
    name,
    id: ids.resource(scope.id, 'roleManagementPolicyAssignments', name),
    type: 'Microsoft.Authorization/roleManagementPolicyAssignments',
  };
}
