/**
 * The roles that a group holds: Entra's by Graph's role assignments, Azure's by those of every subscription that the
 * person sees. Either may be closed to a person who is only eligible; that is an answer, not a failure.
 *
 * https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments
 * https://learn.microsoft.com/rest/api/authorization/role-assignments/list-for-scope
 */
import * as v from 'valibot';
import type { Account } from '../domain/account.ts';
import { FailureError } from '../domain/failure.ts';
import type { BroughtRole, GroupRoles, GroupRoleSide } from '../domain/group-roles.ts';
import { isGranted, optionalPermissions } from '../domain/permissions.ts';
import { type Scope, trailingGuid } from '../domain/role.ts';
import type { HttpClient } from '../http/client.ts';
import { readPages } from '../http/pages.ts';
import { authorizationAt, azureScope } from './azure-scope.ts';
import { entraScope } from './entra-scope.ts';
import { optionalText, readRows } from './wire.ts';

export interface GroupRolesReader {
  /**
   * @param nameOf the name of an Azure role by the GUID of its definition, where it is known
   * @throws FailureError when a service could not be asked at all
   */
  read(
    account: Account,
    group: Scope,
    nameOf: (guid: string) => string | undefined,
  ): Promise<Omit<GroupRoles, 'readAt'>>;
}

export interface GroupRolesReaderOptions {
  readonly http: HttpClient;
  /** Short names of what was consented to for Graph; `undefined` where nobody knows. */
  readonly granted: () => Promise<readonly string[] | undefined>;
}

const apiVersion = '2022-04-01';
const subscriptionsUrl = '/subscriptions?api-version=2022-12-01';
/** A form does not ask hundreds of subscriptions about one group. */
const mostSubscriptions = 30;

const EntraAssignment = v.looseObject({
  roleDefinitionId: v.string(),
  directoryScopeId: optionalText,
  appScopeId: optionalText,
  roleDefinition: v.nullish(v.looseObject({ displayName: optionalText })),
});
const Subscription = v.looseObject({ id: v.string(), displayName: optionalText });
const AzureAssignment = v.looseObject({
  id: v.string(),
  properties: v.looseObject({ roleDefinitionId: v.string(), scope: v.pipe(v.string(), v.startsWith('/')) }),
});
const AzureDefinition = v.looseObject({ properties: v.looseObject({ roleName: v.string() }) });

export function createGroupRolesReader({ http, granted }: GroupRolesReaderOptions): GroupRolesReader {
  async function entraRoles(own: HttpClient, group: Scope): Promise<BroughtRole[]> {
    // Microsoft gives Entra roles to role-assignable groups alone.
    if (group.isAssignableToRole === false) return [];
    if (!isGranted(await granted(), optionalPermissions.groupRoles)) throw closed();
    const filter = encodeURIComponent(`principalId eq '${group.id}'`);
    const url = `/v1.0/roleManagement/directory/roleAssignments?$filter=${filter}&$expand=roleDefinition`;
    const { rows } = readRows(EntraAssignment, (await readPages(own, { resource: 'graph', url })).rows);
    return rows.flatMap((row) => {
      const scope = entraScope(row);
      const roleName = row.roleDefinition?.displayName ?? row.roleDefinitionId;
      return scope ? [{ side: 'entra' as const, roleName, scope }] : [];
    });
  }

  async function azureRoles(
    own: HttpClient,
    group: Scope,
    nameOf: (guid: string) => string | undefined,
  ): Promise<BroughtRole[]> {
    const listed = await readPages(own, { resource: 'arm', url: subscriptionsUrl });
    const subscriptions = readRows(Subscription, listed.rows).rows.slice(0, mostSubscriptions);
    const looks = await Promise.allSettled(subscriptions.map(({ id }) => assignmentsAt(own, id, group.id)));
    const read = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
    if (read.length === 0) throw looks.find((look) => look.status === 'rejected')?.reason ?? closed();
    const names = new Map(subscriptions.map(({ id, displayName }) => [id.toLowerCase(), displayName]));
    // What is above a subscription is told by each below it.
    const byId = new Map(read.flat().map((row) => [row.id.toLowerCase(), row.properties]));
    return Promise.all(
      [...byId.values()].map(async ({ roleDefinitionId, scope }) => {
        const guid = trailingGuid(roleDefinitionId);
        const roleName = nameOf(guid) ?? (await definitionName(own, scope, guid)) ?? guid;
        return { side: 'azure' as const, roleName, scope: azureScope(scope, names.get(scope.toLowerCase())) };
      }),
    );
  }

  return {
    async read(account, group, nameOf) {
      const own = http.as(account);
      const sides: Record<GroupRoleSide, Promise<BroughtRole[]>> = {
        entra: entraRoles(own, group),
        azure: azureRoles(own, group, nameOf),
      };
      const [entra, azure] = await Promise.all([refusable(sides.entra), refusable(sides.azure)]);
      return {
        roles: [...(entra ?? []), ...(azure ?? [])],
        unread: [...(entra ? [] : (['entra'] as const)), ...(azure ? [] : (['azure'] as const))],
      };
    },
  };
}

async function assignmentsAt(own: HttpClient, scopeId: string, groupId: string) {
  const filter = encodeURIComponent(`principalId eq '${groupId}'`);
  const url = `${authorizationAt(scopeId)}/roleAssignments?api-version=${apiVersion}&$filter=${filter}`;
  return readRows(AzureAssignment, (await readPages(own, { resource: 'arm', url })).rows).rows;
}

async function definitionName(own: HttpClient, scopeId: string, guid: string): Promise<string | undefined> {
  const url = `${authorizationAt(scopeId)}/roleDefinitions/${guid}?api-version=${apiVersion}`;
  try {
    const { body } = await own.request({ resource: 'arm', method: 'GET', url });
    const read = v.safeParse(AzureDefinition, body);
    return read.success ? read.output.properties.roleName : undefined;
  } catch {
    return undefined;
  }
}

const closed = () => new FailureError({ kind: 'forbidden', status: 403 });

/** `undefined` for a refusal, which holds until the person's access changes; what could not be asked is thrown. */
async function refusable(work: Promise<BroughtRole[]>): Promise<BroughtRole[] | undefined> {
  try {
    return await work;
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    const { status = 0, kind } = thrown.failure;
    const isRefusal = status >= 400 && status < 500 && kind !== 'signInNeeded' && kind !== 'throttled';
    if (isRefusal || kind === 'consentMissing') return undefined;
    throw thrown;
  }
}
