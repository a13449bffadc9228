import { endOf, startOf, statusAt } from '../pim/lifecycle.ts';
import type { ActiveRow, EligibleRow } from '../pim/lists.ts';
import type { ScheduleRequest } from '../pim/rows.ts';
import { sameId } from '../pim/store.ts';
import { milliseconds } from '../pim/time.ts';
import { assignmentInstanceId } from './instance-ids.ts';
import type { Entity } from './odata.ts';
import { scheduleInfo, type RenderOptions } from './schedule-requests.ts';

export const eligibilityScheduleType = 'unifiedRoleEligibilitySchedule';
export const assignmentScheduleType = 'unifiedRoleAssignmentSchedule';

const common = [
  'id',
  'principalId',
  'roleDefinitionId',
  'directoryScopeId',
  'appScopeId',
  'createdUsing',
  'createdDateTime',
  'modifiedDateTime',
  'status',
];

export const eligibilityScheduleProperties = [...common, 'memberType', 'scheduleInfo'];
export const assignmentScheduleProperties = [...common, 'assignmentType', 'memberType', 'scheduleInfo'];

function utc(ms: number): string {
  return `${milliseconds(ms)}Z`;
}

/** A unifiedRoleEligibilitySchedule: what `$expand=activatedUsing` of a request shows. */
export function eligibilitySchedule({ eligibility, memberType }: EligibleRow): Entity {
  const { scheduleId, principalId, roleId, scope, start, end } = eligibility;
  return {
    id: scheduleId,
    principalId,
    roleDefinitionId: roleId,
    directoryScopeId: scope,
    appScopeId: null,
    createdUsing: scheduleId,
    createdDateTime: utc(start),
    modifiedDateTime: '0001-01-01T08:00:00Z',
    status: 'Provisioned',
    memberType,
    scheduleInfo: {
      startDateTime: utc(start),
      recurrence: null,
      expiration: until(end),
    },
  };
}

function until(end: number | null): Entity {
  return {
    type: end === null ? 'noExpiration' : 'afterDateTime',
    endDateTime: end === null ? null : utc(end),
    duration: null,
  };
}

/** The unifiedRoleAssignmentSchedule of an assignment that no request made. */
export function standingSchedule({ roleId, principalId, scope, memberType, start, end }: ActiveRow): Entity {
  return {
    id: assignmentInstanceId(roleId, principalId, scope),
    principalId,
    roleDefinitionId: roleId,
    directoryScopeId: scope,
    appScopeId: null,
    createdUsing: null,
    createdDateTime: null,
    modifiedDateTime: null,
    status: 'Provisioned',
    assignmentType: 'Assigned',
    memberType,
    scheduleInfo: { startDateTime: utc(start), recurrence: null, expiration: until(end) },
  };
}

/** A unifiedRoleAssignmentSchedule: what `$expand=targetSchedule` of a request shows while it exists, from the acceptance on. */
export function assignmentSchedule(request: ScheduleRequest, { now, knobs }: RenderOptions): Entity | null {
  const { canceledAt } = request;
  // A cancelled request's schedule is seen for a while (pim-api.md A.5).
  const lingers = canceledAt !== null && now < canceledAt + knobs.graph.canceledScheduleMs;
  const status = lingers ? knobs.futureStatus : statusAt(request, now, knobs);
  const end = endOf(request, knobs.pastEligibilityEnd);
  const exists =
    request.action === 'selfActivate' &&
    request.revokedAt === null &&
    (status === 'Provisioned' || status === knobs.futureStatus);
  if (!exists || startOf(request) === null || (end !== null && now >= end)) return null;
  const held = request.eligibility?.principalId ?? request.principalId;
  return {
    id: request.id,
    principalId: request.principalId,
    roleDefinitionId: request.roleId,
    directoryScopeId: request.scope,
    appScopeId: null,
    createdUsing: request.id,
    createdDateTime: utc(request.createdAt),
    modifiedDateTime: utc(request.createdAt),
    status,
    assignmentType: 'Activated',
    memberType: sameId(held, request.principalId) ? 'Direct' : 'Group',
    scheduleInfo: scheduleInfo(request, knobs),
  };
}
