import { Hono } from 'hono';
import { refusal } from '../pim/errors.ts';
import { isActive } from '../pim/lifecycle.ts';
import { inForce } from '../pim/lists.ts';
import type { RoleTarget } from '../pim/seed.ts';
import type { GraphContext, GraphEnv } from './context.ts';
import { principal, roleDefinition, roleDefinitionProperties } from './directory-objects.ts';
import { assignmentInstanceId } from './instance-ids.ts';
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
import { requireDirectoryScope } from './permissions.ts';

/** Delegated scopes by Graph's page on listing unifiedRoleAssignments, the least one first. */
const readers = [
  'RoleManagement.Read.Directory',
  'RoleManagement.Read.All',
  'Directory.Read.All',
  'RoleManagement.ReadWrite.Directory',
];

/** By the same page the person needs a role too: Directory Readers, Global Reader, or one that manages roles. */
const readingRoles = new Set([
  '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  'e8611ab8-c189-46e8-94e1-60213ab1f814',
  '62e90394-69f5-4237-9190-012177145e10',
]);

type Assignment = RoleTarget & { readonly principalId: string };

function assignment({ roleId, principalId, scope }: Assignment): Entity {
  return {
    id: assignmentInstanceId(roleId, principalId, scope),
    principalId,
    resourceScope: scope,
    directoryScopeId: scope,
    roleDefinitionId: roleId,
  };
}

/** `/roleManagement/directory/roleAssignments`: what anybody holds now, a group too. */
export function roleAssignmentRoutes({ pim, clock, knobs, version }: GraphContext): Hono<GraphEnv> {
  const app = new Hono<GraphEnv>();

  const shape: EntityShape<Assignment> = {
    type: 'unifiedRoleAssignment',
    properties: ['id', 'principalId', 'resourceScope', 'directoryScopeId', 'roleDefinitionId'],
    navigations: {
      roleDefinition({ roleId }, options) {
        const role = pim.store.directoryRole(roleId);
        return selected(role === null ? null : roleDefinition(role, version), options);
      },
      principal: ({ principalId }, options) => selected(principal(pim.store, principalId), options),
    },
    targets: {
      roleDefinition: { type: 'unifiedRoleDefinition', properties: roleDefinitionProperties(version) },
    },
  };

  function held(tenantId: string): Assignment[] {
    const now = clock.now();
    const { standing, requests } = pim.store;
    const inTenant = (row: { kind: string; tenantId: string }): boolean =>
      row.kind === 'directory' && row.tenantId === tenantId;
    return [
      ...standing.filter((row) => inTenant(row) && inForce(row, now)),
      ...requests.filter((request) => inTenant(request) && isActive(request, now, knobs)),
    ];
  }

  app.get('/roleManagement/directory/roleAssignments', (c) => {
    const token = c.get('token');
    requireDirectoryScope(token, readers);
    if (!token.wids.some((wid) => readingRoles.has(wid))) throw refusal.unauthorizedAccess();
    const query = parseQuery(c.req.url, ['$filter', '$select', '$expand', '$top', '$skiptoken']);
    checkNames(shape, query);
    const found = held(token.tid)
      .map((row) => ({ row, entity: assignment(row) }))
      .filter(({ entity }) => satisfies(entity, query.filter));
    const page = collectionPage(found, c.req.url, query, knobs.graph.pageSize);
    return c.json({
      '@odata.context': `${c.get('metadata')}#roleManagement/directory/roleAssignments${contextSuffix(query)}`,
      ...page.link,
      value: page.items.map(({ row, entity }) => shaped(entity, row, shape, query)),
    });
  });

  return app;
}
