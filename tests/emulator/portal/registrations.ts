import type { AppRegistration } from '../types.ts';
import { portalHosts } from './hosts.ts';

const hosts = Object.keys(portalHosts);

const registration = (clientId: string, more: Partial<AppRegistration>): AppRegistration => ({
  clientId,
  tenantId: 'first-party',
  multiTenant: true,
  platform: 'spa',
  redirectUris: [],
  consents: {},
  displayName: 'Portal',
  ...more,
});

/** The portal's page signs in by itself, with PKCE; answers come back to `/auth`. */
export const portalPage = registration('c44b4083-3bb0-49c1-b47d-974e53cbdf3c', {
  redirectUris: hosts.map((host) => `https://${host}/auth`),
});

/** Where a session cookie stands for the token, the portal's server signs in. */
export const portalServer = registration('c44b4083-3bb0-49c1-b47d-974e53cb5e4e', {
  platform: 'web',
  redirectUris: hosts.map((host) => `https://${host}/signin/callback`),
  secret: 'the-portal-of-the-embedded-cloud',
});

/** The portal needs consent nowhere: it belongs to the cloud. */
export const portalRegistrations = (): AppRegistration[] => [portalPage, portalServer];

/** What the portal asks for; nobody else does. */
export const portalScope = 'https://portal.azure.com/.default openid profile offline_access';
