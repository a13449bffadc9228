import type { RequestCommand } from '../pim/commands.ts';
import { eligibilitySchedulePath } from '../pim/eligibility-choice.ts';
import type { ArmPimKnobs, PimKnobs } from '../pim/knobs.ts';
import { startOf, statusAt } from '../pim/lifecycle.ts';
import type { Pim } from '../pim/pim.ts';
import type { ScheduleRequest } from '../pim/rows.ts';
import type { SentSchedule } from '../pim/schedule.ts';
import { milliseconds, ticks } from '../pim/time.ts';
import { armRefusal } from './errors.ts';
import { expandedProperties, principalType, withoutNulls } from './expanded.ts';
import { createArmIds } from './ids.ts';
import { roleDefinitionGuid } from './path.ts';

type Json = Record<string, unknown>;

export interface PutRequest {
  readonly action: ScheduleRequest['action'];
  readonly command: Omit<RequestCommand, 'id' | 'scope'>;
}

const actions = new Map<string, PutRequest['action']>([
  ['SelfActivate', 'selfActivate'],
  ['SelfDeactivate', 'selfDeactivate'],
  ['SelfExtend', 'selfExtend'],
  ['SelfRenew', 'selfRenew'],
]);
const expirationTypes = ['AfterDuration', 'AfterDateTime', 'NoExpiration'];

/** The spelling ARM documents of a name of an enumeration (pim-api.md 0.1); null for one that is none. */
function spelled(name: string, known: readonly string[], casing: ArmPimKnobs['enumCasing']): string | null {
  const same = (spelling: string): boolean =>
    casing === 'exact' ? spelling === name : spelling.toLowerCase() === name.toLowerCase();
  return known.find(same) ?? null;
}

function schedule(properties: Json, casing: ArmPimKnobs['enumCasing']): SentSchedule | null {
  const sent = object(properties, 'scheduleInfo');
  const expiration = sent === null ? null : object(sent, 'expiration');
  const type = expiration === null ? null : text(expiration, 'type');
  if (type !== null && spelled(type, expirationTypes, casing) === null)
    throw armRefusal.invalidContent(`expiration.type '${type}' is not known`);
  return sent;
}

function text(members: Json, name: string): string | null {
  const value = members[name] ?? null;
  if (value !== null && typeof value !== 'string') throw armRefusal.invalidContent(`${name} is not a string`);
  return value;
}

function required(members: Json, name: string): string {
  const value = text(members, name);
  if (value === null || value === '')
    throw armRefusal.invalidContent(`Required property '${name}' not found`);
  return value;
}

function object(members: Json, name: string): Json | null {
  const value = members[name] ?? null;
  if (value !== null && (typeof value !== 'object' || Array.isArray(value))) {
    throw armRefusal.invalidContent(`${name} is not an object`);
  }
  return value as Json | null;
}

/** Reads the body of a PUT. @throws PimError 400. */
export function parsePut(body: unknown, casing: ArmPimKnobs['enumCasing']): PutRequest {
  const properties = typeof body === 'object' && body !== null ? object(body as Json, 'properties') : null;
  if (properties === null) throw armRefusal.invalidContent("Required property 'properties' not found");
  const requestType = required(properties, 'requestType');
  const action = actions.get(spelled(requestType, [...actions.keys()], casing) ?? '');
  if (action === undefined) throw armRefusal.invalidContent(`requestType '${requestType}' is not known here`);
  const roleDefinitionId = required(properties, 'roleDefinitionId');
  const roleId = roleDefinitionGuid(roleDefinitionId);
  if (roleId === null)
    throw armRefusal.invalidContent(
      `roleDefinitionId '${roleDefinitionId}' is not the id of a role definition`,
    );
  const ticket = object(properties, 'ticketInfo');
  return {
    action,
    command: {
      kind: 'azure',
      principalId: required(properties, 'principalId'),
      roleId,
      linkedRoleEligibilityScheduleId: text(properties, 'linkedRoleEligibilityScheduleId'),
      justification: text(properties, 'justification'),
      ticket:
        ticket === null
          ? null
          : { number: text(ticket, 'ticketNumber'), system: text(ticket, 'ticketSystem') },
      schedule: schedule(properties, casing),
      customData: null,
      validationOnly: false,
    },
  };
}

function scheduleInfo(request: ScheduleRequest): Json | null {
  const { expiration, askedStart } = request;
  if (expiration === null) return null;
  const start = startOf(request);
  const written =
    start === null || start === askedStart ? start && milliseconds(start) : ticks(start, request.id);
  return withoutNulls({
    // The one place where ARM writes an offset and not a Z (pim-api.md C.3).
    startDateTime: written === null ? null : `${written}+00:00`,
    expiration: withoutNulls({
      type: expiration.type.charAt(0).toUpperCase() + expiration.type.slice(1),
      endDateTime: expiration.type === 'afterDateTime' ? `${milliseconds(expiration.end)}Z` : null,
      duration: expiration.type === 'afterDuration' ? expiration.duration : null,
    }),
  });
}

/** A roleAssignmentScheduleRequest or roleEligibilityScheduleRequest as ARM writes it, what is null left out. */
export function scheduleRequest(pim: Pim, knobs: PimKnobs, request: ScheduleRequest, now: number): Json {
  const { id, scope, roleId, principalId, eligibility, action } = request;
  // A request keeps the casing of the GUID that its client chose.
  const ids = createArmIds({ ...knobs.arm, mixedIdCasing: false }, id);
  const isActivation = action === 'selfActivate';
  const extended = request.extension?.row ?? null;
  const type =
    request.extension?.resource === 'eligibility'
      ? 'roleEligibilityScheduleRequests'
      : 'roleAssignmentScheduleRequests';
  return {
    properties: withoutNulls({
      linkedRoleEligibilityScheduleId: eligibility === null ? null : eligibilitySchedulePath(eligibility),
      targetRoleAssignmentScheduleId: isActivation
        ? ids.resource(scope, 'roleAssignmentSchedules', id)
        : null,
      targetRoleEligibilityScheduleId:
        extended !== null && 'scheduleId' in extended ? eligibilitySchedulePath(extended) : null,
      scope,
      roleDefinitionId: ids.roleDefinition(scope, roleId),
      principalId,
      principalType: principalType(pim, principalId),
      requestType: action.charAt(0).toUpperCase() + action.slice(1),
      status: statusAt(request, now, knobs),
      approvalId: request.approval === null ? null : ids.resource(scope, 'roleAssignmentApprovals', id),
      scheduleInfo: scheduleInfo(request),
      ticketInfo: withoutNulls({
        ticketNumber: request.ticket?.number,
        ticketSystem: request.ticket?.system,
      }),
      justification: request.justification,
      requestorId: principalId,
      createdOn: `${ticks(request.createdAt, id)}Z`,
      expandedProperties: expandedProperties(pim, ids, request),
    }),
    name: id,
    id: ids.resource(scope, type, id),
    type: `Microsoft.Authorization/${type}`,
  };
}
