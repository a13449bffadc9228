import type { Pim } from '../pim/pim.ts';
import type { PolicySettings } from '../pim/policy.ts';
import type { ScheduleRequest } from '../pim/rows.ts';
import type { RoleTarget } from '../pim/seed.ts';
import { azureRoleId } from './azure-roles.ts';
import { contosoTenant, people } from './contoso-directory.ts';
import { resourceGroups, subscriptionId } from './contoso-scopes.ts';
import { pimGroups } from './contoso-groups.ts';
import { entraRoleId } from './entra-roles.ts';

/** Requests that wait for Ada. */
export interface WaitingRequests {
  readonly entra: readonly ScheduleRequest[];
  readonly azure: readonly ScheduleRequest[];
}

const decidedByAda: Partial<PolicySettings> = {
  approvalRequired: true,
  approvers: [{ type: 'user', id: people.ada.id, displayName: people.ada.displayName }],
};

function entra(role: string): RoleTarget {
  return { kind: 'directory', roleId: entraRoleId(role), scope: '/' };
}

function azure(role: string, scope: string): RoleTarget {
  return { kind: 'azure', roleId: azureRoleId(role), scope };
}

/** The rows: who asks for what and why; nobody else is eligible for these, so that no other count changes. */
const wishes = [
  [people.alan.id, entra('Compliance Administrator'), 'Retention labels for the audit'],
  [people.grace.id, entra('Security Operator'), 'Alert 4711'],
  [people.alan.id, azure('Owner', subscriptionId('Contoso Training')), 'New course environment'],
  [people.grace.id, azure('Reader', resourceGroups.dataLake.id), 'Monthly review'],
] as const;

/** Makes Ada the approver of the members of Release Managers, and lets Alan ask to be one. */
export function groupRequestForAda(pim: Pim): ScheduleRequest {
  const target: RoleTarget = { kind: 'group', roleId: 'member', scope: pimGroups.releaseManagers.id };
  pim.changePolicy(contosoTenant.id, target, decidedByAda);
  return pim.activateAs(people.alan.id, { target, justification: 'Release 42' });
}

/** Makes Ada the approver of four roles, and lets Alan and Grace ask for them. */
export function requestsForAda(pim: Pim): WaitingRequests {
  const requests = wishes.map(([personId, target, justification]) => {
    pim.changePolicy(contosoTenant.id, target, decidedByAda);
    pim.grantEligibility(contosoTenant.id, { target, principalId: personId });
    return pim.activateAs(personId, { target, justification });
  });
  return {
    entra: requests.filter(({ kind }) => kind === 'directory'),
    azure: requests.filter(({ kind }) => kind === 'azure'),
  };
}
