/**
 * The access tokens that a portal page has cached in its own `sessionStorage`. A reload keeps them, and with them the
 * access from before the activation. Entries are told by their names alone: no value is ever read.
 *
 * What the real portals keep, and where, is UNCONFIRMED; the names are those that MSAL.js writes. Nothing else goes:
 * with its refresh token, id token and account the page gets a new access token, and the person stays signed in.
 */

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** Bearer tokens, and tokens that are bound to a key. */
const kind = 'accesstoken(?:_with_authscheme)?';
/** Up to version 4 of MSAL.js: `{uid}.{utid}-{host}-accesstoken-{client}-{tenant}-{scopes}-…`. */
const dashed = new RegExp(`^${guid}\\.${guid}-[\\w.]+-${kind}-`, 'i');
/** From version 5 on: `msal.3|{uid}.{utid}|{host}|accesstoken|{client}|{tenant}|{scopes}|…`. */
const piped = new RegExp(`^msal\\.\\d+\\|[^|]*\\|[^|]*\\|${kind}\\|`, 'i');

type Names = Pick<Storage, 'length' | 'key'>;

function accessTokensIn(area: Names): string[] {
  const names = Array.from({ length: area.length }, (_, at) => area.key(at) ?? '');
  return names.filter((name) => dashed.test(name) || piped.test(name));
}

/** Whether there are any. @param storage as for {@link dropAccessTokens} */
export function hasAccessTokens(storage: () => Names): boolean {
  try {
    return accessTokensIn(storage()).length > 0;
  } catch {
    return false;
  }
}

/**
 * Takes the cached access tokens out. MSAL keeps a list of its entries and forgives names in it that are gone.
 *
 * @param storage called for the page's `sessionStorage`, which a browser may refuse
 */
export function dropAccessTokens(storage: () => Names & Pick<Storage, 'removeItem'>): void {
  try {
    const area = storage();
    for (const name of accessTokensIn(area)) area.removeItem(name);
  } catch {
    // Where the page itself may not use its storage, it has nothing there.
  }
}

/**
 * Whether the page was in this tab before: it was reloaded, gone back to, or woken after the browser had discarded it.
 * The tab's storage has outlived that. A page that was newly gone to may be in a new tab, with an empty one.
 */
export function cameBack(document: object, performance: Pick<Performance, 'getEntriesByType'>): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  // Chromium alone tells this.
  const { wasDiscarded } = document as { wasDiscarded?: boolean };
  return wasDiscarded === true || ['reload', 'back_forward'].includes(navigation?.type ?? '');
}
