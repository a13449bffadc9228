/** Reading what is sent to Graph: what its collections of schedule requests take alike. */
import type { RequestCommand } from '../pim/commands.ts';
import { badRequest, GraphError } from './errors.ts';
import type { Entity } from './odata.ts';

export function text(body: Entity, name: string): string | null {
  const value = body[name] ?? null;
  if (value !== null && typeof value !== 'string')
    throw badRequest(`Cannot convert '${name}' to Edm.String.`);
  return value;
}

export function required(body: Entity, name: string): string {
  const value = text(body, name);
  if (value === null || value === '') throw badRequest(`The required property '${name}' is missing.`);
  return value;
}

function object(body: Entity, name: string): Entity | null {
  const value = body[name] ?? null;
  if (value !== null && (typeof value !== 'object' || Array.isArray(value))) {
    throw badRequest(`Cannot convert '${name}' to an object.`);
  }
  return value as Entity | null;
}

/**
 * The members of a body of this type; those that the type does not have are refused, and an `id` is ignored.
 *
 * @throws GraphError 400.
 */
export function membersOf(body: unknown, type: string, properties: readonly string[]): Entity {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badRequest('Empty Payload. JSON content expected.');
  const sent = body as Entity;
  const unknown = Object.keys(sent).find((name) => !name.startsWith('@odata.') && !properties.includes(name));
  if (unknown !== undefined) {
    throw badRequest(
      `The property '${unknown}' does not exist on type 'microsoft.graph.${type}'. ` +
        'Make sure to only use property names that are defined by the type.',
    );
  }
  return sent;
}

/** In any casing (pim-api.md 0.1). @throws GraphError 400. */
export function actionOf<A extends string>(sent: Entity, offered: readonly A[]): A {
  const named = required(sent, 'action');
  const action = offered.find((known) => known.toLowerCase() === named.toLowerCase());
  if (action === undefined)
    throw badRequest(`The action '${named}' is not offered to a person by this service.`);
  return action;
}

/** What a request says whatever it is for. @throws GraphError 400. */
export function commonCommand(sent: Entity) {
  const ticket = object(sent, 'ticketInfo');
  return {
    principalId: required(sent, 'principalId'),
    linkedRoleEligibilityScheduleId: null,
    justification: text(sent, 'justification'),
    ticket:
      ticket === null ? null : { number: text(ticket, 'ticketNumber'), system: text(ticket, 'ticketSystem') },
    schedule: object(sent, 'scheduleInfo'),
    customData: text(sent, 'customData'),
    validationOnly: sent.isValidationOnly === true,
  } satisfies Partial<RequestCommand>;
}

/** For whom `filterByCurrentUser` is called, where a key is that call. @throws GraphError 501. */
export function filterCallIn(key: string): 'principal' | 'approver' | undefined {
  const [call, on] = /^(?:microsoft\.graph\.)?filterByCurrentUser\(on='(\w+)'\)$/i.exec(key) ?? [];
  if (call === undefined) return undefined;
  if (on === 'principal' || on === 'approver') return on;
  throw new GraphError(501, 'NotImplemented', `The embedded cloud does not know on='${on}' yet.`);
}
