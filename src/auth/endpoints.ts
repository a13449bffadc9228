/** Where each cloud signs people in, and what is asked for by resource (pim-api.md G, H). */
import type { CloudName } from '../domain/account.ts';
import type { Resource } from '../http/token-source.ts';

interface Endpoints {
  /** Origin of the token service. */
  readonly login: string;
  /** Origin that names the resource in a scope. */
  readonly resources: Readonly<Record<Resource, string>>;
}

const endpoints: Readonly<Record<CloudName, Endpoints>> = {
  public: {
    login: 'https://login.microsoftonline.com',
    resources: { graph: 'https://graph.microsoft.com', arm: 'https://management.azure.com' },
  },
};

/** The tenant that Microsoft keeps all personal accounts in. */
export const personalAccountsTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

export function authority(cloud: CloudName, tenant: string): string {
  return `${endpoints[cloud].login}/${tenant}`;
}

/**
 * One resource a token request, and everything the tenant consented to for it: a list of scopes fails as a whole
 * when one of them lacks consent (AADSTS65001).
 */
export function scopesOf(cloud: CloudName, resource: Resource): string[] {
  return [`${endpoints[cloud].resources[resource]}/.default`];
}

/**
 * Where an administrator consents for the whole organisation
 * (https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent).
 */
export function adminConsentUrl(to: {
  cloud: CloudName;
  tenant: string;
  clientId: string;
  redirectUri: string;
}): string {
  const url = new URL(`${authority(to.cloud, to.tenant)}/adminconsent`);
  url.searchParams.set('client_id', to.clientId);
  url.searchParams.set('redirect_uri', to.redirectUri);
  return url.href;
}

const notPermissions = new Set(['openid', 'profile', 'email', 'offline_access', '.default']);

/** Permissions by their short names, from the scopes of a token answer, which Graph and Azure write in full. */
export function grantedPermissions(scopes: readonly string[]): string[] {
  const names = scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1));
  return [...new Set(names.filter((name) => name && !notPermissions.has(name)))];
}
