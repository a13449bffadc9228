import { Hono } from 'hono';
import { refusal } from '../pim/errors.ts';
import { policyRules, type Approver, type PolicyRule } from '../pim/policy.ts';
import type { Pim } from '../pim/pim.ts';
import type { Caller } from '../pim/commands.ts';
import { sameId } from '../pim/store.ts';
import { badRequest } from './errors.ts';
import type { GraphContext, GraphEnv } from './context.ts';
import { groupPolicyRows } from './groups/policies.ts';
import { checkNames, contextSuffix, parseQuery, shaped, type Entity, type EntityShape } from './odata.ts';
import { acceptedScopes, requirePimScope } from './permissions.ts';
import { collectionPage } from './paging.ts';

function approver({ type, id, displayName }: Approver): Entity {
  return type === 'user'
    ? { '@odata.type': '#microsoft.graph.singleUser', description: displayName, userId: id }
    : { '@odata.type': '#microsoft.graph.groupMembers', description: displayName, groupId: id };
}

function ruleMembers(rule: PolicyRule): Entity {
  switch (rule.kind) {
    case 'Expiration':
      return { isExpirationRequired: rule.isExpirationRequired, maximumDuration: rule.maximumDuration };
    case 'Enablement':
      return { enabledRules: rule.enabledRules };
    case 'Notification':
      return {
        notificationType: 'Email',
        recipientType: rule.recipient,
        notificationLevel: 'All',
        isDefaultRecipientsEnabled: true,
        notificationRecipients: [],
      };
    case 'AuthenticationContext':
      return { isEnabled: rule.claimValue !== null, claimValue: rule.claimValue };
    case 'Approval':
      return {
        setting: {
          isApprovalRequired: rule.isApprovalRequired,
          isApprovalRequiredForExtension: false,
          isRequestorJustificationRequired: true,
          approvalMode: 'SingleStage',
          approvalStages: [
            {
              approvalStageTimeOutInDays: 1,
              isApproverJustificationRequired: true,
              escalationTimeInMinutes: 0,
              isEscalationEnabled: false,
              primaryApprovers: rule.approvers.map(approver),
              escalationApprovers: [],
            },
          ],
        },
      };
  }
}

/** One rule as Graph writes it; the approval rule alone has its target before its setting (pim-api.md B.1). */
function graphRule(rule: PolicyRule): Entity {
  const head = { '@odata.type': `#microsoft.graph.unifiedRoleManagementPolicy${rule.kind}Rule`, id: rule.id };
  const target = {
    caller: rule.caller,
    operations: ['all'],
    level: rule.level,
    inheritableSettings: [],
    enforcedSettings: [],
  };
  const members = ruleMembers(rule);
  return rule.kind === 'Approval' ? { ...head, target, ...members } : { ...head, ...members, target };
}

export interface PolicyRow {
  readonly policyId: string;
  readonly scopeId: string;
  readonly scopeType: string;
  readonly rules: readonly PolicyRule[];
}

/** A policy assignment, and the policy that it leads to. */
export interface GovernedRow {
  readonly entity: Entity;
  readonly row: PolicyRow;
}

const policyShape: EntityShape<PolicyRow> = {
  type: 'unifiedRoleManagementPolicy',
  properties: [
    'id',
    'displayName',
    'description',
    'isOrganizationDefault',
    'scopeId',
    'scopeType',
    'lastModifiedDateTime',
    'lastModifiedBy',
  ],
  navigations: {
    rules: ({ rules }) => rules.map(graphRule),
    effectiveRules: ({ rules }) => rules.map(graphRule),
  },
};

function policyEntity({ policyId, scopeId, scopeType }: PolicyRow): Entity {
  return {
    id: policyId,
    displayName: scopeType,
    description: scopeType,
    isOrganizationDefault: false,
    scopeId,
    scopeType,
    lastModifiedDateTime: null,
    lastModifiedBy: { displayName: null, id: null },
  };
}

const assignmentShape: EntityShape<PolicyRow> = {
  type: 'unifiedRoleManagementPolicyAssignment',
  properties: ['id', 'policyId', 'scopeId', 'scopeType', 'roleDefinitionId'],
  navigations: {
    policy(row, options) {
      checkNames(policyShape, options);
      return shaped(policyEntity(row), row, policyShape, options);
    },
  },
};

/** `/policies`: which policy governs which role, and the policy's rules (pim-api.md B.1). */
export function policyRoutes({ pim, knobs }: GraphContext): Hono<GraphEnv> {
  const app = new Hono<GraphEnv>();

  function rows(caller: Caller, scopeType: string): GovernedRow[] {
    return pim.store.directoryRoles.map((role) => {
      const policyId = `${scopeType}_${caller.tid}_${policyGuid(role.id)}`;
      const settings = policyOf(pim, caller, role.id);
      const entity = {
        id: `${policyId}_${role.id}`,
        policyId,
        scopeId: '/',
        scopeType,
        roleDefinitionId: role.id,
      };
      return { entity, row: { policyId, scopeId: '/', scopeType, rules: policyRules(settings) } };
    });
  }

  app.get('/roleManagementPolicyAssignments', (c) => {
    const token = c.get('token');
    const query = parseQuery(c.req.url, ['$filter', '$select', '$expand', '$top', '$skiptoken']);
    checkNames(assignmentShape, query);
    const equal = (name: string): unknown =>
      query.filter.find(({ property, operator }) => property === name && operator === 'eq')?.value;
    const scopeType = equal('scopeType');
    const scopeId = equal('scopeId');
    if (typeof scopeType !== 'string' || typeof scopeId !== 'string') {
      throw badRequest("The filter must name 'scopeId' and 'scopeType'.");
    }
    requirePimScope(
      token,
      scopeType === 'Group' ? acceptedScopes.readGroupPolicy : acceptedScopes.readPolicy,
    );
    if (knobs.graph.policyForbidden) throw refusal.unauthorizedAccess();
    const isDirectory = scopeId === '/' && (scopeType === 'DirectoryRole' || scopeType === 'Directory');
    const roleId = equal('roleDefinitionId');
    const governed = scopeType === 'Group' ? groupPolicyRows(pim.store, token, scopeId) : [];
    const found = (isDirectory ? rows(token, scopeType) : governed).filter(
      ({ entity }) => typeof roleId !== 'string' || sameId(String(entity.roleDefinitionId), roleId),
    );
    const page = collectionPage(found, c.req.url, query, knobs.graph.pageSize);
    return c.json({
      '@odata.context': `${c.get('metadata')}#policies/roleManagementPolicyAssignments${contextSuffix(query)}`,
      ...page.link,
      value: page.items.map(({ entity, row }) => shaped(entity, row, assignmentShape, query)),
    });
  });

  return app;
}

function policyOf(pim: Pim, caller: Caller, roleId: string): ReturnType<Pim['store']['policy']> {
  return pim.store.policy(caller.tid, { kind: 'directory', roleId, scope: '/' });
}

/** The policy's own GUID: any that is stable and not the role's. */
function policyGuid(roleId: string): string {
  return `70c808b5${roleId.slice(8)}`;
}
