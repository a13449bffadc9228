/** Microsoft's clouds as data: where each API answers and which pages are its portals (pim-api.md H). */
import { type CloudName, cloudNames } from '../domain/account.ts';
import type { Resource } from './token-source.ts';

export interface Cloud {
  readonly name: CloudName;
  /** Host of the token service. */
  readonly loginHost: string;
  /** Host of each API; a token for an API is sent to its host and to no other. */
  readonly hosts: Readonly<Record<Resource, string>>;
  /** Hosts of the portals; `*.` in front stands for any host below. */
  readonly portalHosts: readonly string[];
}

// Only the public cloud is offered: Microsoft's other clouds are documented, but nobody has tried them with Hoist.
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  public: {
    name: 'public',
    loginHost: 'login.microsoftonline.com',
    hosts: { graph: 'graph.microsoft.com', arm: 'management.azure.com' },
    portalHosts: [
      'portal.azure.com',
      '*.portal.azure.com',
      'entra.microsoft.com',
      'intune.microsoft.com',
      'admin.microsoft.com',
      'security.microsoft.com',
      'purview.microsoft.com',
      'admin.cloud.microsoft',
    ],
  },
};

/** `https://portal.azure.com/*`, …: match patterns for `tabs.query`, `scripting` and the manifest. */
export function portalPatterns(cloud: Cloud): string[] {
  return cloud.portalHosts.map((host) => `https://${host}/*`);
}

/** Whether an address is a page of a portal of any cloud that Hoist works with: https, default port, known host. */
export function isPortalUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return (
    protocol === 'https:' && cloudNames.some((name) => clouds[name].portalHosts.some((p) => covers(p, host)))
  );
}

function covers(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}
