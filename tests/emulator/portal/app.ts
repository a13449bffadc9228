import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Pim } from '../pim/pim.ts';
import type { AzureScope } from '../pim/seed.ts';
import type { Directory } from '../token-service/directory.ts';
import type { Authorize } from '../types.ts';
import { azureBlade, entraBlade } from './access.ts';
import { addCookieSignIn, type PortalSessions, SESSION_COOKIE } from './cookie-sign-in.ts';
import { bladeHost } from './hosts.ts';
import type { PortalKnobs } from './knobs.ts';
import { bladeDocument, contentSecurityPolicy, portalDocument } from './pages.ts';

export interface PortalOptions {
  readonly pim: Pim;
  readonly authorize: Authorize;
  readonly directory: Directory;
  readonly scopes: readonly AzureScope[];
  readonly knobs: PortalKnobs;
  readonly newId: () => string;
  /** By which the portal's server redeems its codes. */
  readonly fetch: (request: Request) => Promise<Response>;
}

const asset = (name: string): string => readFileSync(new URL(`assets/${name}`, import.meta.url), 'utf8');

/** The portals of the cloud: pages that hold a token of their own and show what it may do. */
export function createPortal(options: PortalOptions): Hono {
  const { pim, authorize, directory, scopes, knobs } = options;
  const app = new Hono();
  const sessions: PortalSessions = new Map();
  const scripts = { 'portal.js': asset('portal.js'), 'hostile.js': asset('hostile.js') };
  const css = asset('portal.css');

  app.use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
    if (knobs.strictCsp && new URL(c.req.url).hostname !== bladeHost) {
      c.header('content-security-policy', contentSecurityPolicy);
    }
  });

  for (const [name, text] of Object.entries(scripts)) {
    app.get(`/assets/${name}`, (c) =>
      c.body(text, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
    );
  }
  app.get('/assets/portal.css', (c) => c.body(css, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/favicon.ico', (c) => c.body(null, 204));

  app.get('/api/summary', async (c) => {
    const token = sessions.get(getCookie(c, SESSION_COOKIE) ?? '')?.token;
    const request =
      knobs.tokenKind === 'cookie'
        ? new Request(c.req.url, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })
        : c.req.raw;
    const caller = await authorize(request, 'portal');
    if (caller instanceof Response) return caller;
    const person = directory.personByOid(caller.oid);
    return c.json({
      person: {
        displayName: person?.displayName ?? caller.oid,
        userPrincipalName: person?.userPrincipalName ?? '',
      },
      tenant: directory.tenant(caller.tid)?.displayName ?? caller.tid,
      issuedAt: new Date(caller.issuedAtMs ?? caller.iat * 1000).toISOString(),
      entra: entraBlade(pim, caller),
      azure: azureBlade(pim, caller, scopes, c.req.query('scope')),
    });
  });

  addCookieSignIn(app, sessions, options);

  app.get('*', (c) => {
    const url = new URL(c.req.url);
    if (url.hostname === bladeHost) return c.html(bladeDocument());
    if (knobs.tokenKind === 'cookie' && !sessions.has(getCookie(c, SESSION_COOKIE) ?? '')) {
      return c.redirect(`/signin?return=${encodeURIComponent(url.pathname + url.search)}`);
    }
    return c.html(portalDocument(url.hostname, knobs));
  });
  return app;
}
