import { Hono } from 'hono';
import type { GraphContext, GraphEnv } from './context.ts';
import { principal, roleDefinition, roleDefinitionProperties } from './directory-objects.ts';
import { GraphError } from './errors.ts';
import { satisfies } from './odata-filter.ts';
import {
  checkNames,
  contextSuffix,
  parseQuery,
  selected,
  shaped,
  type Entity,
  type EntityShape,
} from './odata.ts';
import { collectionPage } from './paging.ts';
import { directoryScopes, requireDirectoryScope } from './permissions.ts';

function notFound(id: string): GraphError {
  return new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/** The little of the directory that a PIM client reads: oneself, the organisation, units and role definitions. */
export function directoryRoutes({ pim, knobs, version }: GraphContext): Hono<GraphEnv> {
  const app = new Hono<GraphEnv>();

  app.get('/me', (c) => {
    const token = c.get('token');
    requireDirectoryScope(token, directoryScopes.me);
    const query = parseQuery(c.req.url, ['$select']);
    const found = principal(pim.store, token.oid);
    if (found === null) throw notFound(token.oid);
    const { '@odata.type': _type, ...user } = found;
    const suffix = query.select === null ? '' : `(${query.select.join(',')})`;
    return c.json({
      '@odata.context': `${c.get('metadata')}#users${suffix}/$entity`,
      ...selected(user, query),
    });
  });

  app.get('/organization', (c) => {
    const token = c.get('token');
    requireDirectoryScope(token, directoryScopes.organization);
    const query = parseQuery(c.req.url, ['$select']);
    const found = pim.store.organization(token.tid);
    const value: (Entity | null)[] =
      found === null
        ? []
        : [
            {
              id: found.id,
              displayName: found.displayName,
              verifiedDomains: [
                {
                  capabilities: 'Email, OfficeCommunicationsOnline',
                  isDefault: true,
                  isInitial: true,
                  name: found.defaultDomain,
                  type: 'Managed',
                },
              ],
            },
          ];
    return c.json({
      '@odata.context': `${c.get('metadata')}#organization`,
      value: value.map((entity) => selected(entity, query)),
    });
  });

  app.get('/directory/administrativeUnits/:id', (c) => {
    const token = c.get('token');
    requireDirectoryScope(token, directoryScopes.administrativeUnit);
    const id = c.req.param('id');
    const query = parseQuery(c.req.url, ['$select']);
    const unit = pim.store.directoryObject(id);
    if (unit?.type !== 'administrativeUnit' || unit.tenantId !== token.tid) throw notFound(id);
    const entity = {
      id: unit.id,
      deletedDateTime: null,
      displayName: unit.displayName,
      description: null,
      visibility: null,
    };
    return c.json({
      '@odata.context': `${c.get('metadata')}#directory/administrativeUnits/$entity`,
      ...selected(entity, query),
    });
  });

  app.get('/roleManagement/directory/roleDefinitions', (c) => {
    requireDirectoryScope(c.get('token'), directoryScopes.roleDefinitions);
    const query = parseQuery(c.req.url, ['$filter', '$select', '$top', '$skiptoken']);
    const entities = pim.store.directoryRoles.map((role) => roleDefinition(role, version));
    const shape: EntityShape<Entity> = {
      type: 'unifiedRoleDefinition',
      properties: roleDefinitionProperties(version),
      navigations: {},
    };
    checkNames(shape, query);
    const found = entities.filter((entity) => satisfies(entity, query.filter));
    const page = collectionPage(found, c.req.url, query, knobs.graph.pageSize);
    return c.json({
      '@odata.context': `${c.get('metadata')}#roleManagement/directory/roleDefinitions${contextSuffix(query)}`,
      ...page.link,
      value: page.items.map((entity) => shaped(entity, entity, shape, query)),
    });
  });

  return app;
}
