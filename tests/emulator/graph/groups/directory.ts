import { Hono, type Context } from 'hono';
import type { Group } from '../../pim/seed.ts';
import { sameId } from '../../pim/store.ts';
import type { GraphContext, GraphEnv } from '../context.ts';
import { group } from '../directory-objects.ts';
import { badRequest, GraphError, jsonBody } from '../errors.ts';
import {
  checkNames,
  contextSuffix,
  parseQuery,
  selected,
  type Entity,
  type EntityShape,
  type ODataQuery,
} from '../odata.ts';
import { requireDirectoryScope } from '../permissions.ts';
import { groupScopes } from './scopes.ts';

const shape: EntityShape<never> = {
  type: 'group',
  properties: Object.keys(group({ id: '', tenantId: '', displayName: '', members: [] })).filter(
    (name) => !name.startsWith('@'),
  ),
  navigations: {},
};

/** The directory joins the values of `in` by `or`, and takes no more than fifteen. */
const maximumClauses = 15;

/** The ids in a `$filter` of `id in ('…','…')` or `id eq '…'`, the only ones that the emulator reads here. */
function idsIn(filter: string | undefined): string[] {
  const list = /^\s*id\s+(?:in\s*\(([^()]*)\)|eq\s+('[^']*'))\s*$/i.exec(filter ?? '');
  if (list === null) throw badRequest(`Invalid filter clause: '${filter ?? ''}'.`);
  const ids = (list[1] ?? list[2] ?? '').split(',').map((id) => /^\s*'([^']+)'\s*$/.exec(id)?.[1]);
  const known = ids.filter((id) => id !== undefined);
  if (known.length !== ids.length) throw badRequest(`Invalid filter clause: '${filter ?? ''}'.`);
  if (known.length > maximumClauses) {
    throw new GraphError(
      400,
      'Request_UnsupportedQuery',
      "Too many child clauses specified in search filter expression containing 'OR' operators: " +
        `${known.length}. Max allowed: ${maximumClauses}.`,
    );
  }
  return known;
}

function untyped(entity: Entity): Entity {
  const { '@odata.type': _type, ...rest } = entity;
  return rest;
}

/** Groups by their ids: how a client learns a name that `$expand=group` keeps from it (pim-api.md D). */
export function groupDirectoryRoutes({ pim }: GraphContext): Hono<GraphEnv> {
  const app = new Hono<GraphEnv>();

  function visible(tid: string, ids: readonly string[]): Group[] {
    const unique = ids.filter((id, index) => ids.findIndex((other) => sameId(other, id)) === index);
    return unique.flatMap((id) => {
      const found = pim.store.group(id);
      return found?.tenantId === tid ? [found] : [];
    });
  }

  function read(c: Context<GraphEnv>, allowed: readonly string[], url = c.req.url): ODataQuery {
    requireDirectoryScope(c.get('token'), groupScopes.directory);
    const query = parseQuery(url, allowed);
    checkNames(shape, query);
    return query;
  }

  app.get('/groups', (c) => {
    const url = new URL(c.req.url);
    url.searchParams.delete('$filter');
    const query = read(c, ['$select'], url.href);
    const value = visible(c.get('token').tid, idsIn(c.req.query('$filter'))).map((found) =>
      selected(untyped(group(found)), query),
    );
    return c.json({ '@odata.context': `${c.get('metadata')}#groups${contextSuffix(query)}`, value });
  });

  app.get('/groups/:id', (c) => {
    const query = read(c, ['$select']);
    const id = c.req.param('id');
    const [found] = visible(c.get('token').tid, [id]);
    if (found === undefined) {
      throw new GraphError(
        404,
        'Request_ResourceNotFound',
        `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
      );
    }
    return c.json({
      '@odata.context': `${c.get('metadata')}#groups${contextSuffix(query)}/$entity`,
      ...selected(untyped(group(found)), query),
    });
  });

  app.post('/directoryObjects/getByIds', async (c) => {
    const query = read(c, ['$select']);
    const body = (await jsonBody(c)) as { ids?: unknown; types?: unknown } | null;
    const ids: unknown = body?.ids;
    if (!Array.isArray(ids) || ids.length === 0 || ids.length > 1000)
      throw badRequest("'ids' must hold one to 1000 ids.");
    const types: unknown = body?.types ?? ['group'];
    if (!Array.isArray(types)) throw badRequest("'types' must be a collection.");
    const wanted = types.includes('group') || types.includes('directoryObject') ? ids.map(String) : [];
    const value = visible(c.get('token').tid, wanted).map((found) => selected(group(found), query));
    return c.json({ '@odata.context': `${c.get('metadata')}#directoryObjects`, value });
  });

  return app;
}
