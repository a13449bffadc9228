import { refusal } from '../pim/errors.ts';
import type { ScheduleRequest } from '../pim/rows.ts';
import { sameId, sameScope } from '../pim/store.ts';
import type { ArmCall, ArmContext } from './context.ts';
import { armRefusal } from './errors.ts';
import { assignmentInstance, eligibilityInstance } from './instances.ts';
import { listPage } from './paging.ts';
import { isGuid, roleDefinitionGuid } from './path.ts';
import { policyAssignment } from './policies.ts';
import { parsePut, scheduleRequest, type PutRequest } from './schedule-requests.ts';
import { filterOf, parseJson, requireMfa, scopeOf, sentText } from './sent.ts';
import { roleDefinition } from './role-definition.ts';

/** The `Microsoft.Authorization` types that PIM lives in; each answers one call. */
export interface AuthorizationCalls {
  listEligibility(call: ArmCall): Response;
  listActive(call: ArmCall): Response;
  listRequests(call: ArmCall): Response;
  getRequest(call: ArmCall): Response;
  putRequest(call: ArmCall): Promise<Response>;
  validateRequest(call: ArmCall): Promise<Response>;
  cancelRequest(call: ArmCall): Response;
  listPolicies(call: ArmCall): Response;
  permissions(call: ArmCall): Response;
  getDefinition(call: ArmCall): Response;
}

interface SentRequest extends PutRequest {
  readonly id: string;
  /** Full id of the scope, as the service spells it. */
  readonly scope: string;
  readonly body: string;
}

export function createAuthorizationCalls({ pim, clock, knobs }: ArmContext): AuthorizationCalls {
  let activeLists = 0;
  const sentBodies = new WeakMap<ScheduleRequest, string>();

  /** Only `asTarget()` is offered to a person without a role there (pim-api.md C.1). */
  function requireAsTarget(call: ArmCall): void {
    if (filterOf(call) !== 'astarget()') throw refusal.insufficientUseAsTarget(call.token.oid);
  }

  /** At a scope `asTarget()` finds what is granted exactly there, and nothing inherited (pim-api.md C.1). */
  function atScope<T>(call: ArmCall, rows: readonly T[], scopeIn: (row: T) => string): readonly T[] {
    if (call.path.scope === '') return rows;
    const { id } = scopeOf(pim, call);
    return rows.filter((row) => sameScope(scopeIn(row), id));
  }

  function page({ c }: ArmCall, rows: readonly unknown[]): Response {
    return c.json(listPage(rows, c.req.url, knobs.arm.pageSize));
  }

  function readable(request: ScheduleRequest): boolean {
    return request.seeded || clock.now() >= request.createdAt + knobs.arm.requestReadLagMs;
  }

  function render(request: ScheduleRequest): Record<string, unknown> {
    return scheduleRequest(pim, knobs, request, clock.now());
  }

  /** @throws PimError 404 unless the caller made the request, at this very scope. */
  function ownRequest(call: ArmCall): ScheduleRequest {
    const { id } = scopeOf(pim, call);
    const name = call.path.name ?? '';
    const found = ownRequests(call).find(
      (request) => sameId(request.id, name) && sameScope(request.scope, id) && readable(request),
    );
    if (found === undefined) throw armRefusal.notFound(`The role assignment schedule request '${name}'`);
    return found;
  }

  /** The same PUT again: which answer is right nobody could confirm (pim-api.md C.3). */
  function answerRepeat(call: ArmCall, earlier: ScheduleRequest, body: string): Response {
    const isSame = sentBodies.get(earlier) === body && sameScope(earlier.scope, call.path.scope);
    if (knobs.arm.identicalPut === 'same' && isSame) return call.c.json(render(earlier), 201);
    throw refusal.open('RoleAssignmentRequestExists');
  }

  /** A request as its PUT or its validation sends it. */
  async function sentRequest(call: ArmCall): Promise<SentRequest> {
    const { token, path, c } = call;
    const id = path.name ?? '';
    const { id: scope } = scopeOf(pim, call);
    if (!isGuid(id)) throw armRefusal.invalidContent(`The request name '${id}' is not a GUID`);
    requireMfa(knobs.arm, token);
    const body = await sentText(c);
    return { id, scope, body, ...parsePut(parseJson(body), knobs.arm.enumCasing) };
  }

  function carryOut(
    { token, path }: ArmCall,
    { id, scope, action, command }: SentRequest,
    validationOnly: boolean,
  ): ScheduleRequest {
    const full = { ...command, id, scope, validationOnly };
    const resource = path.type === 'roleeligibilityschedulerequests' ? 'eligibility' : 'assignment';
    if (action === 'selfExtend' || action === 'selfRenew')
      return pim.extend(token, full, { action, resource });
    if (resource === 'eligibility')
      throw armRefusal.invalidContent(`requestType '${action}' is not known for an eligibility`);
    return action === 'selfActivate' ? pim.activate(token, full) : pim.deactivate(token, full);
  }

  /** The caller's requests in the collection that the path names. */
  function ownRequests({ token, path }: ArmCall): ScheduleRequest[] {
    return path.type === 'roleeligibilityschedulerequests'
      ? pim.lists.eligibilityRequests(token, 'azure')
      : pim.lists.requests(token, 'azure');
  }

  function clientName(call: ArmCall): string {
    return pim.store.person(call.token.oid)?.userPrincipalName ?? call.token.oid;
  }

  /** One role definition (specs: GetRoleDefinitionByName). */
  function getDefinition(call: ArmCall): Response {
    const { id: scope } = scopeOf(pim, call);
    const { oid } = call.token;
    const action = 'Microsoft.Authorization/roleDefinitions/read';
    if (knobs.arm.definitionsWithoutAccess === 'forbidden' && !pim.mayAzure(oid, scope, action))
      throw refusal.authorizationFailed(clientName(call), oid, action, scope);
    const role = pim.store.azureRole(call.path.name ?? '');
    if (role === null) throw armRefusal.roleDefinitionNotFound(call.path.name ?? '');
    return call.c.json(roleDefinition(role, scope));
  }

  return {
    listEligibility(call) {
      requireAsTarget(call);
      const rows = atScope(
        call,
        pim.lists.eligible(call.token, 'azure'),
        ({ eligibility }) => eligibility.scope,
      );
      return page(
        call,
        rows.map((row) => eligibilityInstance(pim, knobs, row)),
      );
    },

    listActive(call) {
      requireAsTarget(call);
      const rows = atScope(call, pim.lists.active(call.token, 'azure'), ({ scope }) => scope);
      const drops = knobs.arm.tenantListDropRows && call.path.scope === '';
      if (drops && call.c.req.query('$skiptoken') === undefined) activeLists += 1;
      const kept = drops ? rows.filter((_, index) => (index + activeLists) % 3 !== 0) : rows;
      return page(
        call,
        kept.map((row) => assignmentInstance(pim, knobs, row)),
      );
    },

    listRequests(call) {
      const isAssignment = call.path.type === 'roleassignmentschedulerequests';
      const asApprover = isAssignment && filterOf(call) === 'asapprover()';
      if (!asApprover) requireAsTarget(call);
      const found = asApprover ? pim.approvals.forApprover(call.token, 'azure') : ownRequests(call);
      const rows = atScope(call, found, ({ scope }) => scope);
      return page(call, rows.filter(readable).map(render));
    },

    getRequest: (call) => call.c.json(render(ownRequest(call))),

    cancelRequest(call) {
      requireMfa(knobs.arm, call.token);
      pim.cancel(call.token, 'azure', ownRequest(call).id);
      return call.c.body(null, 200);
    },

    async putRequest(call) {
      const sent = await sentRequest(call);
      const earlier = pim.store.requests.find(({ id, kind }) => kind === 'azure' && sameId(id, sent.id));
      if (earlier !== undefined) return answerRepeat(call, earlier, sent.body);
      const request = carryOut(call, sent, false);
      sentBodies.set(request, sent.body);
      return call.c.json(render(request), 201);
    },

    async validateRequest(call) {
      if (knobs.arm.validate === 'notFound') throw armRefusal.notFound('The action');
      return call.c.json(render(carryOut(call, await sentRequest(call), true)));
    },

    listPolicies(call) {
      const scope = scopeOf(pim, call);
      if (knobs.arm.policyForbidden) {
        const action = 'Microsoft.Authorization/roleManagementPolicyAssignments/read';
        throw refusal.authorizationFailed(clientName(call), call.token.oid, action, scope.id);
      }
      const filter = call.c.req.query('$filter');
      const wanted =
        filter === undefined ? null : /^roleDefinitionId eq '([^']+)'$/i.exec(filter.trim())?.[1];
      if (wanted === undefined) throw armRefusal.invalidContent(`The filter '${filter}' is not known`);
      const roleId = wanted === null ? null : roleDefinitionGuid(wanted);
      if (wanted !== null && roleId === null)
        throw armRefusal.invalidContent(`roleDefinitionId '${wanted}' is not the id of a role definition`);
      const roles = pim.store.azureRoles.filter(({ id }) => wanted === null || id === roleId);
      const tenantId = call.token.tid;
      return page(
        call,
        roles.map((role) => policyAssignment(pim, knobs, { scope, role, tenantId })),
      );
    },

    permissions(call) {
      const scope = scopeOf(pim, call);
      const isElsewhere = scope.type === 'subscription' || scope.type === 'managementgroup';
      if (isElsewhere && knobs.arm.permissionsElsewhere === 'notFound')
        throw armRefusal.invalidResourceType('permissions');
      const value = pim.effectiveAzureRoles(call.token.oid, scope.id).flatMap((role) => role.permissions);
      if (value.length === 0 && knobs.arm.permissionsWithoutAccess === 'forbidden') {
        const action = 'Microsoft.Authorization/permissions/read';
        throw refusal.authorizationFailed(clientName(call), call.token.oid, action, scope.id);
      }
      return call.c.json({ value });
    },

    getDefinition,
  };
}
