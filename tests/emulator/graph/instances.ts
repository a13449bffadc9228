import type { PimKnobs } from '../pim/knobs.ts';
import type { ActiveRow, EligibleRow } from '../pim/lists.ts';
import { milliseconds } from '../pim/time.ts';
import { assignmentInstanceId, eligibilityInstanceId } from './instance-ids.ts';
import type { Entity } from './odata.ts';

export const eligibilityInstanceType = 'unifiedRoleEligibilityScheduleInstance';
export const assignmentInstanceType = 'unifiedRoleAssignmentScheduleInstance';

export const eligibilityInstanceProperties = [
  'id',
  'principalId',
  'roleDefinitionId',
  'directoryScopeId',
  'appScopeId',
  'startDateTime',
  'endDateTime',
  'memberType',
  'roleEligibilityScheduleId',
];

export const assignmentInstanceProperties = [
  'id',
  'principalId',
  'roleDefinitionId',
  'directoryScopeId',
  'appScopeId',
  'startDateTime',
  'endDateTime',
  'assignmentType',
  'memberType',
  'roleAssignmentOriginId',
  'roleAssignmentScheduleId',
];

function utc(ms: number | null): string | null {
  return ms === null ? null : `${milliseconds(ms)}Z`;
}

/** A row of roleEligibilityScheduleInstances (pim-api.md A.1). */
export function eligibilityInstance(
  { eligibility, memberType }: EligibleRow,
  oid: string,
  groupRowPrincipal: PimKnobs['graph']['groupRowPrincipal'],
): Entity {
  const { roleId, scope, start, end, scheduleId } = eligibility;
  const principalId = memberType === 'Group' && groupRowPrincipal === 'user' ? oid : eligibility.principalId;
  return {
    id: eligibilityInstanceId(roleId, principalId, scope),
    principalId,
    roleDefinitionId: roleId,
    directoryScopeId: scope,
    appScopeId: null,
    startDateTime: utc(start),
    endDateTime: utc(end),
    memberType,
    roleEligibilityScheduleId: scheduleId,
  };
}

/** A row of roleAssignmentScheduleInstances (pim-api.md A.2); a permanent one has neither start nor end. */
export function assignmentInstance(row: ActiveRow): Entity {
  const { roleId, principalId, scope, assignmentType, memberType } = row;
  const id = assignmentInstanceId(roleId, principalId, scope);
  return {
    id,
    principalId,
    roleDefinitionId: roleId,
    directoryScopeId: scope,
    appScopeId: null,
    startDateTime: row.end === null ? null : utc(row.start),
    endDateTime: utc(row.end),
    assignmentType,
    memberType,
    roleAssignmentOriginId: id,
    roleAssignmentScheduleId: row.fromRequest ? row.id : id,
  };
}
