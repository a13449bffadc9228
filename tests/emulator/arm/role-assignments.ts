import { isActive } from '../pim/lifecycle.ts';
import { inForce } from '../pim/lists.ts';
import { refusal } from '../pim/errors.ts';
import type { RoleTarget } from '../pim/seed.ts';
import { sameId } from '../pim/store.ts';
import type { ArmCall, ArmContext } from './context.ts';
import { armRefusal } from './errors.ts';
import { principalType } from './expanded.ts';
import { createArmIds } from './ids.ts';
import { listPage } from './paging.ts';

type Assignment = RoleTarget & { readonly id: string; readonly principalId: string };

const filters =
  /^\s*(?:(atScope)\(\)|principalId\s+eq\s+'?([0-9a-f-]{36})'?|assignedTo\('([0-9a-f-]{36})'\))\s*$/i;

/**
 * `GET {scope}/…/roleAssignments`: who holds what, a group too. It is open to those who may read role assignments
 * there: for the eligible, nothing below the tenant's root until they have a role.
 *
 * Without a filter it lists what is at, above and below the scope; `principalId eq` and `assignedTo()` do that for
 * one principal, and `atScope()` leaves out what is below (the description of the 2022-04-01 API).
 */
export function createRoleAssignmentsList({ pim, clock, knobs }: ArmContext): (call: ArmCall) => Response {
  const { store } = pim;

  function held(tenantId: string): Assignment[] {
    const now = clock.now();
    const inTenant = (row: { kind: string; tenantId: string }): boolean =>
      row.kind === 'azure' && row.tenantId === tenantId;
    return [
      ...store.standing.filter((row) => inTenant(row) && inForce(row, now)),
      ...store.requests.filter((request) => inTenant(request) && isActive(request, now, knobs)),
    ];
  }

  function render({ id, roleId, scope, principalId }: Assignment): Record<string, unknown> {
    const ids = createArmIds(knobs.arm, id);
    return {
      properties: {
        roleDefinitionId: ids.roleDefinition(scope, roleId),
        principalId: ids.guid(principalId),
        principalType: principalType(pim, principalId),
        scope,
      },
      id: ids.resource(scope, 'roleAssignments', id),
      type: 'Microsoft.Authorization/roleAssignments',
      name: id,
    };
  }

  return ({ c, token, path }) => {
    const { scope } = path;
    const action = 'Microsoft.Authorization/roleAssignments/read';
    if (store.scopes.find(scope)?.tenantId !== token.tid || !pim.mayAzure(token.oid, scope, action)) {
      const client = store.person(token.oid)?.userPrincipalName ?? token.oid;
      throw refusal.authorizationFailed(client, token.oid, action, scope === '' ? '/' : scope);
    }
    const sent = c.req.query('$filter');
    const filter = filters.exec(sent ?? '');
    if (sent !== undefined && filter === null)
      throw armRefusal.invalidContent(`The filter '${sent}' is not known`);
    const principalId = filter?.[2] ?? filter?.[3];
    const found = held(token.tid)
      .filter((row) => principalId === undefined || sameId(row.principalId, principalId))
      .filter(
        (row) =>
          store.scopes.within(scope, row.scope) ||
          (filter?.[1] === undefined && store.scopes.within(row.scope, scope)),
      );
    return c.json(listPage(found.map(render), c.req.url, knobs.arm.pageSize));
  };
}
