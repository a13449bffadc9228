import type { AppRegistration } from '../types.ts';
import type { Directory, Identity } from './directory.ts';
import { type ApiResource, publishedPermission } from './resources.ts';
import type { RequestedScopes, ResourceScopes } from './scopes.ts';

/** Permissions of one API that nobody has consented to yet. */
export interface Missing {
  readonly resource: ApiResource;
  readonly names: readonly string[];
}

/** Global Administrator and Privileged Role Administrator may consent to anything for the whole organisation. */
const consenters = new Set(['62e90394-69f5-4237-9190-012177145e10', 'e8611ab8-c189-46e8-94e1-60213ab1f814']);

export function mayConsentForAll(wids: readonly string[]): boolean {
  return wids.some((wid) => consenters.has(wid));
}

/** What a registration asks for by `/.default`: its list of permissions, or all that Hoist can use. */
function registered(client: AppRegistration, resource: ApiResource): readonly string[] {
  if (resource.api === 'portal') return [];
  const listed = client.permissions?.[resource.api];
  if (listed) return listed.map((name) => publishedPermission(resource, name) ?? name);
  return resource.api === 'arm'
    ? ['user_impersonation']
    : [
        'User.Read',
        'RoleEligibilitySchedule.Read.Directory',
        'RoleAssignmentSchedule.ReadWrite.Directory',
        'RoleManagementPolicy.Read.Directory',
        'PrivilegedEligibilitySchedule.Read.AzureADGroup',
        'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup',
        'RoleManagementPolicy.Read.AzureADGroup',
      ];
}

/** `/.default` is content with any consent at all; a named permission must be consented to itself. */
function missingFor(
  directory: Directory,
  client: AppRegistration,
  identity: Identity,
  wanted: ResourceScopes,
): Missing {
  const granted = new Set(directory.granted(client.clientId, identity, wanted.resource.api));
  const names = wanted.everything && granted.size === 0 ? registered(client, wanted.resource) : wanted.names;
  return { resource: wanted.resource, names: names.filter((name) => !granted.has(name)) };
}

/** All that stands between a request and its tokens. One name that is missing fails the whole request. */
export function missingConsent(
  directory: Directory,
  client: AppRegistration,
  identity: Identity,
  scopes: RequestedScopes,
): Missing[] {
  return scopes.resources
    .map((wanted) => missingFor(directory, client, identity, wanted))
    .filter((missing) => missing.names.length > 0);
}

export function needsAdministrator(missing: readonly Missing[]): boolean {
  return missing.some(({ resource, names }) => names.some((name) => resource.permissions[name] ?? true));
}

/** What the consent page lists: what is missing or, when it was asked for anew, everything that was requested. */
export function consentList(
  client: AppRegistration,
  scopes: RequestedScopes,
  missing: readonly Missing[],
): Missing[] {
  if (missing.length > 0) return [...missing];
  return scopes.resources.map(({ resource, names, everything }) => ({
    resource,
    names: everything ? registered(client, resource) : names,
  }));
}
