import type { RequestCommand } from '../../pim/commands.ts';
import { statusAt } from '../../pim/lifecycle.ts';
import type { ScheduleRequest } from '../../pim/rows.ts';
import { milliseconds, ticks } from '../../pim/time.ts';
import { badRequest } from '../errors.ts';
import type { Entity } from '../odata.ts';
import { actionOf, commonCommand, membersOf, required } from '../posted.ts';
import { completed, scheduleInfo, type RenderOptions } from '../schedule-requests.ts';
import { scheduleId } from './rows.ts';

export const groupRequestType = 'privilegedAccessGroupAssignmentScheduleRequest';

export const groupRequestProperties = [
  'id',
  'status',
  'completedDateTime',
  'createdDateTime',
  'approvalId',
  'customData',
  'createdBy',
  'action',
  'isValidationOnly',
  'justification',
  'scheduleInfo',
  'ticketInfo',
  'accessId',
  'principalId',
  'groupId',
  'targetScheduleId',
];

const actions = ['selfActivate', 'selfDeactivate'] as const;
const accesses = ['member', 'owner'] as const;

interface PostedGroupRequest {
  readonly action: (typeof actions)[number];
  readonly command: Omit<RequestCommand, 'id'>;
}

/**
 * Reads the body of a POST.
 *
 * @throws GraphError 400.
 */
export function parsePostedGroup(body: unknown): PostedGroupRequest {
  const sent = membersOf(body, groupRequestType, groupRequestProperties);
  const action = actionOf(sent, actions);
  const relation = required(sent, 'accessId');
  const accessId = accesses.find((known) => known === relation.toLowerCase());
  if (accessId === undefined)
    throw badRequest(`Cannot convert '${relation}' to microsoft.graph.privilegedAccessGroupRelationships.`);
  return {
    action,
    command: {
      ...commonCommand(sent),
      kind: 'group',
      roleId: accessId,
      scope: required(sent, 'groupId'),
    },
  };
}

/** An assignmentScheduleRequest as Graph writes it, nulls included (pim-api.md D). */
export function groupRequest(request: ScheduleRequest, { now, knobs, fresh }: RenderOptions): Entity {
  const { id, roleId: accessId, scope: groupId, principalId, createdAt, ticket } = request;
  return {
    id,
    status: statusAt(request, now, knobs),
    completedDateTime: completed(request, now, knobs),
    createdDateTime: `${fresh ? ticks(createdAt, id) : milliseconds(createdAt)}Z`,
    approvalId: request.approval === null ? null : id,
    customData: knobs.graph.echoCustomData ? request.customData : null,
    createdBy: { application: null, device: null, user: { displayName: null, id: principalId } },
    action: request.action,
    isValidationOnly: false,
    justification: request.justification,
    scheduleInfo: scheduleInfo(request, knobs),
    ticketInfo: { ticketNumber: ticket?.number ?? null, ticketSystem: ticket?.system ?? null },
    accessId,
    principalId,
    groupId,
    targetScheduleId: scheduleId(groupId, accessId, id),
  };
}
