/** Where each cloud signs people in, and what is asked for by resource (pim-api.md G, H). */
import type { CloudName } from '../domain/account.ts';
import { clouds, type Resource } from '../domain/clouds.ts';

/** The tenant that Microsoft keeps all personal accounts in. */
export const personalAccountsTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

export function authority(cloud: CloudName, tenant: string): string {
  return `https://${clouds[cloud].loginHost}/${tenant}`;
}

/**
 * One resource a token request, and everything the tenant consented to for it: a list of scopes fails as a whole
 * when one of them lacks consent (AADSTS65001).
 */
export function scopesOf(cloud: CloudName, resource: Resource): string[] {
  return [`https://${clouds[cloud].hosts[resource]}/.default`];
}

const notPermissions = new Set(['openid', 'profile', 'email', 'offline_access', '.default']);

/** Permissions by their short names, from the scopes of a token answer, which Graph and Azure write in full. */
export function grantedPermissions(scopes: readonly string[]): string[] {
  const names = scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1));
  return [...new Set(names.filter((name) => name && !notPermissions.has(name)))];
}
