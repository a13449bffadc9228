import { Hono, type Context } from 'hono';
import type { RequestCommand } from '../pim/commands.ts';
import { refusal } from '../pim/errors.ts';
import type { Extension, ScheduleRequest } from '../pim/rows.ts';
import { sameId } from '../pim/store.ts';
import type { AccessToken } from '../types.ts';
import type { GraphContext, GraphEnv } from './context.ts';
import { createEntitySets, type EntitySet } from './entity-sets.ts';
import { badRequest, GraphError, jsonBody } from './errors.ts';
import { satisfies, type Comparison } from './odata-filter.ts';
import { checkNames, contextSuffix, parseQuery, shaped, type Entity } from './odata.ts';
import { collectionPage } from './paging.ts';
import { acceptedScopes, requirePimScope } from './permissions.ts';
import { filterCallIn } from './posted.ts';
import {
  eligibilityRequestType,
  parsePosted,
  scheduleRequestType,
  type PostedRequest,
} from './schedule-requests.ts';

type GraphCall = Context<GraphEnv>;

const zeroGuid = '00000000-0000-0000-0000-000000000000';

/** The collections that take requests, by what they are about. */
const requestCollections: Readonly<Record<string, Extension['resource']>> = {
  roleassignmentschedulerequests: 'assignment',
  roleeligibilityschedulerequests: 'eligibility',
};

function asksForOwn(filter: readonly Comparison[], oid: string): boolean {
  return filter.some(
    ({ property, operator, value }) =>
      property === 'principalId' && operator === 'eq' && typeof value === 'string' && sameId(value, oid),
  );
}

function contextOf(c: GraphCall, name: string, suffix: string): string {
  return `${c.get('metadata')}#roleManagement/directory/${name}${suffix}`;
}

function capitalAction(entity: Entity): Entity {
  const action = String(entity.action);
  return { ...entity, action: action.charAt(0).toUpperCase() + action.slice(1) };
}

/** `/roleManagement/directory`: one's own eligibility, assignments and requests (pim-api.md A). */
export function roleManagementRoutes(context: GraphContext): Hono<GraphEnv> {
  const { pim, knobs, newId, version } = context;
  const sets = createEntitySets(context);
  const app = new Hono<GraphEnv>();

  function readable(c: GraphCall, name: string): EntitySet {
    const set = sets.find(name, c.get('token'));
    if (set === null) throw badRequest(`Resource not found for the segment '${name}'.`);
    requirePimScope(c.get('token'), set.scopes);
    return set;
  }

  /** Fifty rows and not one more, with no word about the rest (pim-api.md 0.5). */
  function filterByCurrentUser(c: GraphCall, name: string, on: 'principal' | 'approver'): Response {
    const { shape, rows } = readable(c, name);
    const query = parseQuery(c.req.url, ['$filter', '$select', '$expand']);
    checkNames(shape, query);
    const isRequest = shape.type === scheduleRequestType || shape.type === eligibilityRequestType;
    const isForApprover = on === 'approver';
    if (isForApprover && shape.type !== scheduleRequestType)
      throw badRequest(`The value '${on}' is not valid for ${name}.`);
    // Beta's sample of an approver's list is tagged and writes the action in capitals (pim-api.md E).
    const isTagged = !isRequest || (isForApprover && version === 'beta');
    const value = (isForApprover ? sets.toApprove(c.get('token')) : rows())
      .filter(({ entity }) => satisfies(entity, query.filter))
      .slice(0, knobs.graph.filterByCurrentUserCap)
      .map((row) => {
        const entity = isRequest && isTagged ? capitalAction(row.entity) : row.entity;
        const tagged = { '@odata.type': `#microsoft.graph.${shape.type}`, ...entity };
        return shaped(isTagged ? tagged : entity, row, shape, query);
      });
    const metadata = isTagged
      ? `${c.get('metadata')}#Collection(${shape.type})`
      : contextOf(c, name, contextSuffix(query));
    return c.json({ '@odata.context': metadata, value });
  }

  app.get('/:set', (c) => {
    const name = c.req.param('set');
    const { shape, rows } = readable(c, name);
    const query = parseQuery(c.req.url, ['$filter', '$select', '$expand', '$top', '$skiptoken']);
    checkNames(shape, query);
    // Reading other people's rows needs an administrator's role, which nobody here has.
    if (knobs.graph.collectionsForbidden || !asksForOwn(query.filter, c.get('token').oid)) {
      throw refusal.unauthorizedAccess();
    }
    // A group's rows are not found by a person's id (pim-api.md 0.5), whatever id they show.
    const own = rows().filter(
      ({ entity }) => entity.memberType !== 'Group' && satisfies(entity, query.filter),
    );
    const page = collectionPage(own, c.req.url, query, knobs.graph.pageSize);
    return c.json({
      '@odata.context': contextOf(c, name, contextSuffix(query)),
      ...page.link,
      value: page.items.map((row) => shaped(row.entity, row, shape, query)),
    });
  });

  app.get('/:set/:key', (c) => {
    const { set: name, key } = c.req.param();
    const on = filterCallIn(key);
    if (on) return filterByCurrentUser(c, name, on);
    const { shape, all } = readable(c, name);
    const query = parseQuery(c.req.url, ['$select', '$expand']);
    checkNames(shape, query);
    const row = all().find(({ entity }) => entity.id === key);
    if (row === undefined) {
      throw new GraphError(404, 'ResourceNotFound', 'The requested resource was not found.');
    }
    return c.json({
      '@odata.context': contextOf(c, name, `${contextSuffix(query)}/$entity`),
      ...shaped(row.entity, row, shape, query),
    });
  });

  function carryOut(
    token: AccessToken,
    resource: Extension['resource'],
    action: PostedRequest['action'],
    command: RequestCommand,
  ): ScheduleRequest {
    if (action === 'selfExtend' || action === 'selfRenew')
      return pim.extend(token, command, { action, resource });
    if (resource === 'eligibility')
      throw badRequest(`The action '${action}' is not valid for an eligibility.`);
    return action === 'selfActivate' ? pim.activate(token, command) : pim.deactivate(token, command);
  }

  /** What differs in the answer to a request that is only to be checked. */
  function validation({ action, status }: Entity): Entity {
    const { validationOnlyId, validationOnlyStatus } = knobs.graph;
    const isGranted =
      validationOnlyStatus === 'Granted' && action === 'selfActivate' && status !== 'PendingApproval';
    return {
      ...(validationOnlyId === 'zero' ? { id: zeroGuid, targetScheduleId: zeroGuid } : {}),
      ...(isGranted ? { status: 'Granted' } : {}),
      isValidationOnly: true,
    };
  }

  app.post('/:set', async (c) => {
    const name = c.req.param('set');
    const resource = requestCollections[name.toLowerCase()];
    if (resource === undefined) {
      throw new GraphError(501, 'NotImplemented', `The embedded cloud takes no POST to ${name} yet.`);
    }
    const token = c.get('token');
    requirePimScope(
      token,
      resource === 'assignment' ? acceptedScopes.writeAssignment : acceptedScopes.writeEligibility,
    );
    const { action, command } = parsePosted(await jsonBody(c));
    const request = carryOut(token, resource, action, { ...command, id: newId() });
    const { entity } = sets.request(request, true);
    const validated = command.validationOnly ? validation(entity) : {};
    const status = command.validationOnly ? knobs.graph.validationOnlyHttp : 201;
    return c.json({ '@odata.context': contextOf(c, name, '/$entity'), ...entity, ...validated }, status);
  });

  app.post('/:set/:key/:action', (c) => {
    const { set: name, key, action } = c.req.param();
    const resource = requestCollections[name.toLowerCase()];
    if (resource === undefined || !/^(?:microsoft\.graph\.)?cancel$/i.test(action)) {
      throw badRequest(`Resource not found for the segment '${action}'.`);
    }
    const isAssignment = resource === 'assignment';
    requirePimScope(
      c.get('token'),
      isAssignment ? acceptedScopes.writeAssignment : acceptedScopes.writeEligibility,
    );
    pim.cancel(c.get('token'), 'directory', key);
    return c.body(null, 204);
  });

  return app;
}
