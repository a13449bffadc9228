import type { AccessToken } from '../types.ts';
import { ordinaryUserRole } from '../pim/access.ts';
import type { Pim } from '../pim/pim.ts';
import type { AzureScope } from '../pim/seed.ts';

/** What one blade shows. */
export interface BladeAnswer {
  readonly allowed: boolean;
  readonly roles: readonly string[];
  readonly text: string;
}

/** A blade is for changing things: a role by which one may only look does not open it. */
const isReader = (role: string): boolean => /\bReaders?$/.test(role);

function blade(names: readonly string[], where: string): BladeAnswer {
  const roles = [...new Set(names)].sort();
  const allowed = roles.some((role) => !isReader(role));
  const held = roles.length > 0 ? `${roles.join(', ')} may only look ${where}` : `you have no role ${where}`;
  return { allowed, roles, text: allowed ? `Allowed: ${roles.join(', ')}` : `Access denied: ${held}.` };
}

/** The directory roles that the token names: those in effect when it was issued. */
export function entraBlade(pim: Pim, token: AccessToken): BladeAnswer {
  const names = token.wids
    .filter((wid) => wid !== ordinaryUserRole)
    .map((wid) => pim.store.directoryRole(wid)?.displayName ?? wid);
  return blade(names, 'in the directory');
}

/**
 * Azure roles in effect; one that took effect after the token was issued does not count.
 * @param scope the scope that the page's address names; anywhere in the tenant without one
 */
export function azureBlade(
  pim: Pim,
  token: AccessToken,
  scopes: readonly AzureScope[],
  scope: string | undefined,
): BladeAnswer {
  const issued = token.issuedAtMs ?? token.iat * 1000;
  const asked =
    scope === undefined ? scopes.filter(({ tenantId }) => tenantId === token.tid) : [{ id: scope }];
  const names = asked
    .flatMap(({ id }) => pim.effectiveAzureRoles(token.oid, id))
    .filter(({ since }) => since <= issued)
    .map(({ displayName }) => displayName);
  return blade(names, scope === undefined ? 'on any subscription' : `on ${scope}`);
}
