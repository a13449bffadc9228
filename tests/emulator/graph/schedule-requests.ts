import type { RequestCommand } from '../pim/commands.ts';
import type { PimKnobs } from '../pim/knobs.ts';
import { provisionedAt, startOf, statusAt } from '../pim/lifecycle.ts';
import type { ScheduleRequest } from '../pim/rows.ts';
import { canonicalDuration, milliseconds, ticks } from '../pim/time.ts';
import { badRequest } from './errors.ts';
import type { Entity } from './odata.ts';
import { actionOf, commonCommand, membersOf, required, text } from './posted.ts';

export const scheduleRequestType = 'unifiedRoleAssignmentScheduleRequest';

export const scheduleRequestProperties = [
  'id',
  'status',
  'createdDateTime',
  'completedDateTime',
  'approvalId',
  'customData',
  'action',
  'principalId',
  'roleDefinitionId',
  'directoryScopeId',
  'appScopeId',
  'isValidationOnly',
  'targetScheduleId',
  'justification',
  'createdBy',
  'scheduleInfo',
  'ticketInfo',
];

/** The twin of the other collection, with the same members. */
export const eligibilityRequestType = 'unifiedRoleEligibilityScheduleRequest';

const actions = ['selfActivate', 'selfDeactivate', 'selfExtend', 'selfRenew'] as const;

export interface PostedRequest {
  readonly action: (typeof actions)[number];
  readonly command: Omit<RequestCommand, 'id'>;
}

/**
 * Reads the body of a POST.
 *
 * @throws GraphError 400.
 */
export function parsePosted(body: unknown): PostedRequest {
  const sent = membersOf(body, scheduleRequestType, scheduleRequestProperties);
  const action = actionOf(sent, actions);
  if (text(sent, 'appScopeId') !== null)
    throw badRequest("Only 'directoryScopeId' is supported by this provider.");
  return {
    action,
    command: {
      ...commonCommand(sent),
      kind: 'directory',
      roleId: required(sent, 'roleDefinitionId'),
      scope: required(sent, 'directoryScopeId'),
    },
  };
}

export function completed(request: ScheduleRequest, now: number, knobs: PimKnobs): string | null {
  const status = statusAt(request, now, knobs);
  const start = startOf(request);
  if (status === 'PendingProvisioning') return null;
  if (status === 'Granted') return start === null ? null : `${milliseconds(start)}Z`;
  return `${ticks(provisionedAt(request) ?? request.createdAt, request.id)}Z`;
}

export function scheduleInfo(request: ScheduleRequest, knobs: PimKnobs): Entity | null {
  const { expiration, askedStart, sentStart, createdAt } = request;
  if (expiration === null) return null;
  const start = startOf(request);
  const isOwnTime = start !== null && start !== askedStart;
  const echoed =
    knobs.graph.echoStartDateTime && askedStart !== null && askedStart <= createdAt ? sentStart : null;
  const written = start === null ? null : `${isOwnTime ? ticks(start, request.id) : milliseconds(start)}Z`;
  const duration = expiration.type === 'afterDuration' ? expiration.duration : null;
  return {
    startDateTime: start === null ? null : (echoed ?? written),
    recurrence: null,
    expiration: {
      type: expiration.type,
      endDateTime: expiration.type === 'afterDateTime' ? `${milliseconds(expiration.end)}Z` : null,
      duration: duration !== null && knobs.graph.canonicalDurations ? canonicalDuration(duration) : duration,
    },
  };
}

export interface RenderOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly knobs: PimKnobs;
  /** The answer to a POST stamps its creation to seven digits, a later reading to three (pim-api.md A.3). */
  readonly fresh: boolean;
}

/** A new request makes a schedule of its own id; an extension is about one that is there. */
function targetOf({ id, extension }: ScheduleRequest): string {
  if (extension === null) return id;
  return 'scheduleId' in extension.row ? extension.row.scheduleId : extension.row.id;
}

/** A roleAssignmentScheduleRequest or roleEligibilityScheduleRequest as Graph writes it, nulls included. */
export function scheduleRequest(request: ScheduleRequest, { now, knobs, fresh }: RenderOptions): Entity {
  const created = fresh ? ticks(request.createdAt, request.id) : milliseconds(request.createdAt);
  return {
    id: request.id,
    status: statusAt(request, now, knobs),
    createdDateTime: `${created}Z`,
    completedDateTime: completed(request, now, knobs),
    approvalId: request.approval === null ? null : request.id,
    customData: knobs.graph.echoCustomData ? request.customData : null,
    action: request.action,
    principalId: request.principalId,
    roleDefinitionId: request.roleId,
    directoryScopeId: request.scope,
    appScopeId: null,
    isValidationOnly: false,
    targetScheduleId: targetOf(request),
    justification: request.justification,
    createdBy: { application: null, device: null, user: { displayName: null, id: request.principalId } },
    scheduleInfo: scheduleInfo(request, knobs),
    ticketInfo: {
      ticketNumber: request.ticket?.number ?? null,
      ticketSystem: request.ticket?.system ?? null,
    },
  };
}
