/** ARM's addresses and bodies as the tests of the embedded cloud spell them. */
import { azureRoleId } from '../emulator/seeds/azure-roles.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { subscriptionId } from '../emulator/seeds/contoso-scopes.ts';
import { type Answer, type Json, propertiesOf, type Rig, rowsOf, type Sent } from './emulator-pim-rig.ts';

const version = 'api-version=2020-10-01';

/** A `Microsoft.Authorization` address; the tenant root when no scope is given. */
export function armPath(type: string, scope = '', filter: string | null = 'asTarget()'): string {
  const query = filter === null ? '' : `&$filter=${filter}`;
  return `${scope}/providers/Microsoft.Authorization/${type}?${version}${query}`;
}

export interface Put {
  readonly role: string;
  readonly scope: string;
  /** A GUID of the client's own. */
  readonly id: string;
  readonly duration?: string;
  /** Changes members of `properties`. */
  readonly change?: Json;
}

export function putBody({ role, scope, duration = 'PT1H', change = {} }: Put): Json {
  const subscription = /^\/subscriptions\/[^/]+/.exec(scope)?.[0] ?? '';
  return {
    properties: {
      principalId: people.ada.id,
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${azureRoleId(role)}`,
      requestType: 'SelfActivate',
      justification: 'Daily PIM elevation',
      scheduleInfo: { expiration: { type: 'AfterDuration', duration } },
      ...change,
    },
  };
}

export function requestPath({ scope, id }: Pick<Put, 'scope' | 'id'>): string {
  return armPath(`roleAssignmentScheduleRequests/${id}`, scope, null);
}

export function put(rig: Rig, request: Put, sent: Sent = {}): Promise<Answer> {
  return rig.arm('PUT', requestPath(request), { body: putBody(request), ...sent });
}

export function putDeactivation(rig: Rig, request: Put): Promise<Answer> {
  const { principalId, roleDefinitionId } = putBody(request).properties as Json;
  const properties = { principalId, roleDefinitionId, requestType: 'SelfDeactivate' };
  return rig.arm('PUT', requestPath(request), { body: { properties } });
}

/** A client's GUID for a test. */
export function guid(number: number): string {
  return `c11e0700-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A role of Ada's that needs no more than a reason. */
export const own: Put = { role: 'Contributor', scope: subscriptionId('MySubscription'), id: guid(2) };

/** Where Ada's active roles are listed. */
export const active = armPath('roleAssignmentScheduleInstances');

/** Properties of what is active at a scope, without what everybody has there. */
export async function activeAt(rig: Rig, scope: string): Promise<Json[]> {
  return rowsOf(await rig.arm('GET', active))
    .map(propertiesOf)
    .filter((properties) => properties.scope === scope && properties.memberType !== undefined)
    .filter(
      ({ roleDefinitionId }) => !String(roleDefinitionId).endsWith('acdd72a7-3385-48ef-bd42-f606fba81ae7'),
    );
}
