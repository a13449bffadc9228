/** What a portal page does to whatever other code puts on it. */
export interface HostileKnobs {
  /** Takes out every node that it did not make itself. */
  remove: boolean;
  /** Lays a sheet over the whole window, above everything. */
  cover: boolean;
  /** Clicks and presses keys by script, all over the page. */
  click: boolean;
}

export interface PortalKnobs {
  /**
   * Where a page keeps its token. `memory`: new on every load. `sessionStorage`: as MSAL does, used again until it
   * expires. `cookie`: behind a session cookie, so that only signing in again helps. What the real portals need
   * is UNCONFIRMED.
   */
  tokenKind: 'memory' | 'sessionStorage' | 'cookie';
  /** How MSAL's cache keys are written: `…-accesstoken-…` up to version 4, `msal.3|…|accesstoken|…` in 5. */
  keyStyle: 'dash' | 'pipe';
  /** A strict Content-Security-Policy with `require-trusted-types-for 'script'`. */
  strictCsp: boolean;
  /** A blade with a text field, in a frame of another origin. */
  frame: boolean;
  hostile: HostileKnobs;
}

export function defaultPortalKnobs(): PortalKnobs {
  return {
    tokenKind: 'memory',
    keyStyle: 'dash',
    strictCsp: true,
    frame: false,
    hostile: { remove: false, cover: false, click: false },
  };
}
