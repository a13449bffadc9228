/**
 * Which tenant a portal tab shows, as far as its address tells. Portals are opened at `/{tenant}`, `#@{tenant}/…`,
 * `?tid={tenant}` and `?delegatedOrg={tenant}`, where the tenant is its id or one of its domains; most addresses name
 * none. Microsoft documents `security.microsoft.com/?tid=` ("Access an MSSP customer tenant in Microsoft Defender
 * XDR"); that the other forms hold on every portal is UNCONFIRMED, so all of them are understood on all portals.
 */
import type { Account } from './account.ts';
import { isDomain, isGuid } from './settings.ts';

/**
 * Whether the address names a tenant that is certainly not the account's. Of the domains of its tenant an account
 * knows one at most, so an unknown domain tells nothing: leaving out a tab of the person's own tenant would be worse
 * than a question too many.
 */
export function showsAnotherTenant(
  url: string,
  account: Pick<Account, 'tenantId' | 'homeAccountId' | 'username'>,
): boolean {
  const own = account.tenantId.toLowerCase();
  const foreign = foreignDomain(account);
  const named = tenantsIn(url);
  return !named.includes(own) && named.some((name) => isGuid(name) || name === foreign);
}

/** A guest's user name belongs to the tenant that they are at home in, which is not the one they work in here. */
function foreignDomain({
  tenantId,
  homeAccountId,
  username,
}: Pick<Account, 'tenantId' | 'homeAccountId' | 'username'>): string | undefined {
  const home = homeAccountId.slice(homeAccountId.lastIndexOf('.') + 1).toLowerCase();
  // The user name that the tenant itself gives to a guest, `ada_home.com#EXT#@tenant.com`, ends with its own domain.
  if (home === tenantId.toLowerCase() || username.includes('#')) return undefined;
  const domain = username.slice(username.lastIndexOf('@') + 1).toLowerCase();
  return isDomain(domain) ? domain : undefined;
}

/** Tenant ids and domains that stand where a portal's address names its tenant, lower case. */
function tenantsIn(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { pathname, searchParams, hash } = new URL(url);
  const [, first = ''] = pathname.split('/');
  const [, inFragment = ''] = /^#@([^/?]*)/.exec(hash) ?? [];
  return [first.replace(/^@/, ''), inFragment, searchParams.get('tid'), searchParams.get('delegatedOrg')]
    .map((name) => (name ?? '').toLowerCase())
    .filter((name) => isGuid(name) || isDomain(name));
}
