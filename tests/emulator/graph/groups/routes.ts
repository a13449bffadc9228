import { Hono, type Context } from 'hono';
import { refusal } from '../../pim/errors.ts';
import { sameId } from '../../pim/store.ts';
import type { GraphContext, GraphEnv } from '../context.ts';
import { badRequest, GraphError, jsonBody } from '../errors.ts';
import { satisfies, type Comparison } from '../odata-filter.ts';
import { checkNames, contextSuffix, parseQuery, shaped } from '../odata.ts';
import { collectionPage } from '../paging.ts';
import { requirePimScope } from '../permissions.ts';
import { filterCallIn } from '../posted.ts';
import { createGroupSets, type GroupSet } from './entity-sets.ts';
import { groupRequestType, parsePostedGroup } from './requests.ts';
import { groupScopes } from './scopes.ts';

type GraphCall = Context<GraphEnv>;

const zeroGuid = '00000000-0000-0000-0000-000000000000';

/** The id that a filter pins a property to. */
function pinned(filter: readonly Comparison[], name: string): string | null {
  const found = filter.find(({ property, operator }) => property === name && operator === 'eq')?.value;
  return typeof found === 'string' ? found : null;
}

function contextOf(c: GraphCall, name: string, suffix: string): string {
  return `${c.get('metadata')}#identityGovernance/privilegedAccess/group/${name}${suffix}`;
}

/** `/identityGovernance/privilegedAccess/group`: PIM for Groups, members and owners apart (pim-api.md D). */
export function privilegedGroupRoutes(context: GraphContext): Hono<GraphEnv> {
  const { pim, knobs, newId } = context;
  const sets = createGroupSets(context);
  const app = new Hono<GraphEnv>();

  function readable(c: GraphCall, name: string): GroupSet {
    const set = sets.find(name, c.get('token'));
    if (set === null) throw badRequest(`Resource not found for the segment '${name}'.`);
    requirePimScope(c.get('token'), set.scopes);
    return set;
  }

  /** The cap of fifty is the same as for roles (pim-api.md 0.5). */
  function filterByCurrentUser(c: GraphCall, name: string, on: 'principal' | 'approver'): Response {
    const { shape, rows } = readable(c, name);
    const query = parseQuery(c.req.url, ['$filter', '$select', '$expand']);
    checkNames(shape, query);
    if (on === 'approver' && shape.type !== groupRequestType)
      throw badRequest(`The value '${on}' is not valid for ${name}.`);
    const value = (on === 'approver' ? sets.toApprove(c.get('token')) : rows(c.get('token').oid))
      .filter(({ entity }) => satisfies(entity, query.filter))
      .slice(0, knobs.graph.filterByCurrentUserCap)
      .map((row) => {
        const tagged = { '@odata.type': `#microsoft.graph.${shape.type}`, ...row.entity };
        return shaped(tagged, row, shape, query);
      });
    return c.json({ '@odata.context': contextOf(c, name, contextSuffix(query)), value });
  }

  /** Everybody who has anything to do with a group, for its owners and members to read. */
  function peopleOf(groupId: string): string[] {
    const { eligibilities, standing, requests } = pim.store;
    const ids = [...eligibilities, ...standing, ...requests]
      .filter(({ kind, scope }) => kind === 'group' && sameId(scope, groupId))
      .map(({ principalId }) => principalId.toLowerCase());
    return [...new Set(ids)];
  }

  /** The signed-in person must be an owner or a member of the group that the filter names (Graph's documentation). */
  function belongsTo(c: GraphCall, groupId: string): boolean {
    const { oid, tid } = c.get('token');
    return (
      pim.groups(oid).some((id) => sameId(id, groupId)) ||
      pim.lists.active({ oid, tid }, 'group').some(({ scope }) => sameId(scope, groupId))
    );
  }

  app.get('/:set', (c) => {
    const name = c.req.param('set');
    const { shape, rows } = readable(c, name);
    const query = parseQuery(c.req.url, ['$filter', '$select', '$expand', '$top', '$skiptoken']);
    checkNames(shape, query);
    const principalId = pinned(query.filter, 'principalId');
    const groupId = pinned(query.filter, 'groupId');
    if (principalId === null && groupId === null)
      throw badRequest("The filter must name 'principalId' or 'groupId'.");
    const isOwn = principalId !== null && sameId(principalId, c.get('token').oid);
    const allowed = isOwn || (groupId !== null && belongsTo(c, groupId));
    if (knobs.graph.collectionsForbidden || !allowed) throw refusal.unauthorizedAccess();
    const holders = isOwn || groupId === null ? [c.get('token').oid] : peopleOf(groupId);
    const found = holders
      .flatMap((oid) => rows(oid))
      // What comes by another group is found by that group's id, whatever id the row shows.
      .filter(
        ({ entity }) =>
          String(entity.memberType).toLowerCase() !== 'group' && satisfies(entity, query.filter),
      );
    const page = collectionPage(found, c.req.url, query, knobs.graph.pageSize);
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
    const row = all(c.get('token').oid).find(({ entity }) => entity.id === key);
    if (row === undefined) {
      throw new GraphError(404, 'ResourceNotFound', 'The requested resource was not found.');
    }
    return c.json({
      '@odata.context': contextOf(c, name, `${contextSuffix(query)}/$entity`),
      ...shaped(row.entity, row, shape, query),
    });
  });

  app.post('/:set/:key/cancel', (c) => {
    const { set: name, key } = c.req.param();
    const token = c.get('token');
    if (name.toLowerCase() !== 'assignmentschedulerequests')
      throw badRequest(`Resource not found for the segment 'cancel'.`);
    requirePimScope(token, groupScopes.writeAssignment);
    pim.cancel(token, 'group', key);
    return c.body(null, 204);
  });

  app.post('/:set', async (c) => {
    const name = c.req.param('set');
    if (name.toLowerCase() !== 'assignmentschedulerequests') {
      throw new GraphError(501, 'NotImplemented', `The embedded cloud takes no POST to ${name} yet.`);
    }
    const token = c.get('token');
    requirePimScope(token, groupScopes.writeAssignment);
    const { action, command } = parsePostedGroup(await jsonBody(c));
    const group = pim.store.group(command.scope);
    if (group?.tenantId !== token.tid) throw refusal.groupNotFound();
    const full = { ...command, scope: group.id, id: newId() };
    const request = action === 'selfActivate' ? pim.activate(token, full) : pim.deactivate(token, full);
    const { entity } = sets.request(request, true);
    const zero = knobs.graph.validationOnlyId === 'zero' ? { id: zeroGuid, targetScheduleId: zeroGuid } : {};
    const validated = command.validationOnly ? { ...zero, isValidationOnly: true } : {};
    return c.json({ '@odata.context': contextOf(c, name, '/$entity'), ...entity, ...validated }, 201);
  });

  return app;
}
