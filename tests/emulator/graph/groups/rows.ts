import type { GroupPimKnobs } from '../../pim/group-knobs.ts';
import type { PimKnobs } from '../../pim/knobs.ts';
import type { ActiveRow, EligibleRow } from '../../pim/lists.ts';
import { milliseconds } from '../../pim/time.ts';
import type { Entity } from '../odata.ts';

export const eligibilityInstanceType = 'privilegedAccessGroupEligibilityScheduleInstance';
export const assignmentInstanceType = 'privilegedAccessGroupAssignmentScheduleInstance';
export const eligibilityScheduleType = 'privilegedAccessGroupEligibilitySchedule';

export const eligibilityInstanceProperties = [
  'id',
  'startDateTime',
  'endDateTime',
  'accessId',
  'principalId',
  'groupId',
  'memberType',
  'eligibilityScheduleId',
];

export const assignmentInstanceProperties = [
  'id',
  'startDateTime',
  'endDateTime',
  'accessId',
  'principalId',
  'groupId',
  'memberType',
  'assignmentType',
  'assignmentScheduleId',
];

export const eligibilityScheduleProperties = [
  'id',
  'createdDateTime',
  'createdUsing',
  'modifiedDateTime',
  'status',
  'scheduleInfo',
  'accessId',
  'principalId',
  'groupId',
  'memberType',
];

function utc(ms: number | null): string | null {
  return ms === null ? null : `${milliseconds(ms)}Z`;
}

function cased(value: 'Direct' | 'Group' | 'Activated' | 'Assigned', { enumCasing }: GroupPimKnobs): string {
  return enumCasing === 'pascal' ? value : value.toLowerCase();
}

/** Schedules and their instances carry the group and the kind of access in front (pim-api.md D). */
export function scheduleId(groupId: string, accessId: string, id: string): string {
  return `${groupId}_${accessId}_${id}`;
}

function holder({ eligibility, memberType }: EligibleRow, oid: string, knobs: PimKnobs): string {
  return memberType === 'Group' && knobs.graph.groupRowPrincipal === 'user' ? oid : eligibility.principalId;
}

/** A row of eligibilityScheduleInstances (pim-api.md D). */
export function eligibilityInstance(row: EligibleRow, oid: string, knobs: PimKnobs): Entity {
  const { roleId: accessId, scope: groupId, start, end, scheduleId: schedule, instanceId } = row.eligibility;
  return {
    id: scheduleId(groupId, accessId, instanceId),
    startDateTime: utc(start),
    endDateTime: utc(end),
    accessId,
    principalId: holder(row, oid, knobs),
    groupId,
    memberType: cased(row.memberType, knobs.group),
    eligibilityScheduleId: scheduleId(groupId, accessId, schedule),
  };
}

/** A row of assignmentScheduleInstances (pim-api.md D); a permanent one has neither start nor end. */
export function assignmentInstance(row: ActiveRow, knobs: PimKnobs): Entity {
  const { roleId: accessId, scope: groupId, principalId } = row;
  const id = scheduleId(groupId, accessId, row.id);
  return {
    id,
    startDateTime: row.end === null ? null : utc(row.start),
    endDateTime: utc(row.end),
    accessId,
    principalId,
    groupId,
    memberType: cased(row.memberType, knobs.group),
    assignmentType: cased(row.assignmentType, knobs.group),
    assignmentScheduleId: id,
  };
}

/** A row of eligibilitySchedules, which is also what `$expand=activatedUsing` of a request shows. */
export function eligibilitySchedule(row: EligibleRow, oid: string, knobs: PimKnobs): Entity {
  const { roleId: accessId, scope: groupId, start, end, scheduleId: schedule } = row.eligibility;
  return {
    id: scheduleId(groupId, accessId, schedule),
    createdDateTime: utc(start),
    createdUsing: schedule,
    modifiedDateTime: null,
    status: 'Provisioned',
    scheduleInfo: {
      startDateTime: utc(start),
      recurrence: null,
      expiration: {
        type: end === null ? 'noExpiration' : 'afterDateTime',
        endDateTime: utc(end),
        duration: null,
      },
    },
    accessId,
    principalId: holder(row, oid, knobs),
    groupId,
    memberType: cased(row.memberType, knobs.group),
  };
}
