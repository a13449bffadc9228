import type { PimKnobs } from '../pim/knobs.ts';
import type { ActiveRow, EligibleRow } from '../pim/lists.ts';
import type { Pim } from '../pim/pim.ts';
import { milliseconds } from '../pim/time.ts';
import { expandedProperties, principalType, withoutNulls } from './expanded.ts';
import { createArmIds } from './ids.ts';

type Json = Record<string, unknown>;

function utc(ms: number | null): string | null {
  return ms === null ? null : `${milliseconds(ms)}Z`;
}

/** A row of roleEligibilityScheduleInstances (pim-api.md C.1). */
export function eligibilityInstance(
  pim: Pim,
  knobs: PimKnobs,
  { eligibility, memberType }: EligibleRow,
): Json {
  const { scope, roleId, principalId, start, end, scheduleId, instanceId, condition } = eligibility;
  const ids = createArmIds(knobs.arm, instanceId);
  const name = ids.guid(instanceId);
  return {
    properties: withoutNulls({
      roleEligibilityScheduleId: ids.resource(scope, 'roleEligibilitySchedules', ids.guid(scheduleId)),
      scope,
      roleDefinitionId: ids.roleDefinition(scope, roleId),
      principalId,
      principalType: principalType(pim, principalId),
      status: 'Provisioned',
      startDateTime: utc(start),
      endDateTime: utc(end),
      memberType,
      createdOn: utc(start),
      condition,
      conditionVersion: condition === null ? null : '2.0',
      expandedProperties: expandedProperties(pim, ids, eligibility),
    }),
    name,
    id: ids.resource(scope, 'roleEligibilityScheduleInstances', name),
    type: 'Microsoft.Authorization/roleEligibilityScheduleInstances',
  };
}

/** A row of roleAssignmentScheduleInstances; its GUID is the activation request's (pim-api.md C.2). */
export function assignmentInstance(pim: Pim, knobs: PimKnobs, row: ActiveRow): Json {
  const { scope, roleId, principalId, eligibility } = row;
  const ids = createArmIds(knobs.arm, row.id);
  const name = ids.guid(row.id);
  const linked = eligibility === null ? null : createArmIds(knobs.arm, eligibility.instanceId);
  const link = (type: string, guid: string | undefined): string | null =>
    linked === null || eligibility === null || guid === undefined
      ? null
      : linked.resource(eligibility.scope, type, linked.guid(guid));
  return {
    properties: withoutNulls({
      assignmentType: row.assignmentType,
      originRoleAssignmentId: ids.resource(scope, 'roleAssignments', name),
      roleAssignmentScheduleId: ids.resource(scope, 'roleAssignmentSchedules', name),
      linkedRoleEligibilityScheduleId: link('roleEligibilitySchedules', eligibility?.scheduleId),
      linkedRoleEligibilityScheduleInstanceId: link(
        'roleEligibilityScheduleInstances',
        eligibility?.instanceId,
      ),
      scope,
      roleDefinitionId: ids.roleDefinition(scope, roleId),
      principalId,
      principalType: principalType(pim, principalId),
      status: 'Provisioned',
      startDateTime: utc(row.start),
      endDateTime: utc(row.end),
      memberType: row.memberType,
      createdOn: utc(row.start),
      condition: eligibility?.condition,
      conditionVersion: (eligibility?.condition ?? null) === null ? null : '2.0',
      expandedProperties: expandedProperties(pim, ids, row),
    }),
    name,
    id: ids.resource(scope, 'roleAssignmentScheduleInstances', name),
    type: 'Microsoft.Authorization/roleAssignmentScheduleInstances',
  };
}
