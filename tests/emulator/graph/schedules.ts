import { endOf, startOf, statusAt } from '../pim/lifecycle.ts';
import type { EligibleRow } from '../pim/lists.ts';
import type { ScheduleRequest } from '../pim/rows.ts';
import { milliseconds } from '../pim/time.ts';
import type { Entity } from './odata.ts';
import { scheduleInfo, type RenderOptions } from './schedule-requests.ts';

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
      expiration: {
        type: end === null ? 'noExpiration' : 'afterDateTime',
        endDateTime: end === null ? null : utc(end),
        duration: null,
      },
    },
  };
}

/** A unifiedRoleAssignmentSchedule: what `$expand=targetSchedule` of a request shows while it exists. */
export function assignmentSchedule(request: ScheduleRequest, { now, knobs }: RenderOptions): Entity | null {
  const status = statusAt(request, now, knobs);
  const end = endOf(request, knobs.pastEligibilityEnd);
  const exists = request.action === 'selfActivate' && (status === 'Provisioned' || status === 'Granted');
  if (!exists || startOf(request) === null || (end !== null && now >= end)) return null;
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
    memberType: 'Direct',
    scheduleInfo: scheduleInfo(request, knobs),
  };
}
