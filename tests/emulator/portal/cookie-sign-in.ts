import type { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { PortalOptions } from './app.ts';
import { portalServer, portalScope } from './registrations.ts';

export const SESSION_COOKIE = 'portal-session';

/** The portal's sessions by cookie, each with the token that its server got at sign-in. */
export type PortalSessions = Map<string, { readonly token: string }>;

const TOKEN_ENDPOINT = 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token';

/** A path on this host; anything that could lead elsewhere becomes `/`. */
const localPath = (path: string | undefined): string =>
  path !== undefined && path.startsWith('/') && !path.startsWith('//') ? path : '/';

/**
 * Sign-in by the portal's server. While the page signs in by itself, `/signin` is a page like any other, and its
 * script does what the path says.
 */
export function addCookieSignIn(app: Hono, sessions: PortalSessions, options: PortalOptions): void {
  const { knobs, newId, fetch } = options;
  const started = new Map<string, { readonly path: string }>();

  app.get('/signin', async (c, next) => {
    if (knobs.tokenKind !== 'cookie') return next();
    sessions.delete(getCookie(c, SESSION_COOKIE) ?? '');
    const state = newId();
    started.set(state, { path: localPath(c.req.query('return')) });
    const url = new URL('https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize');
    url.search = new URLSearchParams({
      client_id: portalServer.clientId,
      response_type: 'code',
      response_mode: 'query',
      redirect_uri: `https://${new URL(c.req.url).hostname}/signin/callback`,
      scope: portalScope,
      state,
    }).toString();
    return c.redirect(url.href);
  });

  app.get('/signin/callback', async (c, next) => {
    if (knobs.tokenKind !== 'cookie') return next();
    const start = started.get(c.req.query('state') ?? '');
    const code = c.req.query('code');
    if (!start || code === undefined) {
      return c.text(c.req.query('error_description') ?? 'This sign-in was not started here.', 400);
    }
    started.delete(c.req.query('state') ?? '');
    const answer = await fetch(
      new Request(TOKEN_ENDPOINT, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: portalServer.clientId,
          client_secret: portalServer.secret ?? '',
          redirect_uri: `https://${new URL(c.req.url).hostname}/signin/callback`,
          scope: portalScope,
          code,
        }),
      }),
    );
    if (!answer.ok) return c.text(await answer.text(), 502);
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const id = newId();
    sessions.set(id, { token });
    setCookie(c, SESSION_COOKIE, id, { path: '/', httpOnly: true, secure: true, sameSite: 'Lax' });
    return c.redirect(start.path);
  });

  app.get('/signout', (c) => {
    sessions.delete(getCookie(c, SESSION_COOKIE) ?? '');
    deleteCookie(c, SESSION_COOKIE, { path: '/', secure: true });
    return c.redirect('https://login.microsoftonline.com/organizations/oauth2/v2.0/logout');
  });
}
