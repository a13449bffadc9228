import type { RequestCommand } from '../../pim/commands.ts';
import { statusAt } from '../../pim/lifecycle.ts';
import type { ScheduleRequest } from '../../pim/rows.ts';
import { milliseconds, ticks } from '../../pim/time.ts';
import { badRequest } from '../errors.ts';
import type { Entity } from '../odata.ts';
import { completed, object, required, scheduleInfo, text, type RenderOptions } from '../schedule-requests.ts';
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
 * Reads the body of a POST; as for roles, members that the type does not have are refused, and enumerations are
 * read in any casing (pim-api.md 0.1).
 *
 * @throws GraphError 400.
 */
export function parsePostedGroup(body: unknown): PostedGroupRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badRequest('Empty Payload. JSON content expected.');
  const sent = body as Entity;
  const unknown = Object.keys(sent).find(
    (name) => !name.startsWith('@odata.') && !groupRequestProperties.includes(name),
  );
  if (unknown !== undefined) {
    throw badRequest(
      `The property '${unknown}' does not exist on type 'microsoft.graph.${groupRequestType}'. ` +
        'Make sure to only use property names that are defined by the type.',
    );
  }
  const named = required(sent, 'action');
  const action = actions.find((known) => known.toLowerCase() === named.toLowerCase());
  if (action === undefined)
    throw badRequest(`The action '${named}' is not offered to a person by this service.`);
  const relation = required(sent, 'accessId');
  const accessId = accesses.find((known) => known === relation.toLowerCase());
  if (accessId === undefined)
    throw badRequest(`Cannot convert '${relation}' to microsoft.graph.privilegedAccessGroupRelationships.`);
  const ticket = object(sent, 'ticketInfo');
  return {
    action,
    command: {
      kind: 'group',
      principalId: required(sent, 'principalId'),
      roleId: accessId,
      scope: required(sent, 'groupId'),
      linkedRoleEligibilityScheduleId: null,
      justification: text(sent, 'justification'),
      ticket:
        ticket === null
          ? null
          : { number: text(ticket, 'ticketNumber'), system: text(ticket, 'ticketSystem') },
      schedule: object(sent, 'scheduleInfo'),
      customData: text(sent, 'customData'),
      validationOnly: sent.isValidationOnly === true,
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
