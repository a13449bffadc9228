import { Hono } from 'hono';
import { Refusal } from './aadsts.ts';
import { tokenError, trace } from './answers.ts';
import { addAdminConsent } from './admin-consent.ts';
import { isGeneric } from './authorize-request.ts';
import { createAuthorizeEndpoint } from './authorize-endpoint.ts';
import { instanceDiscovery, openIdConfiguration } from './discovery.ts';
import { errorPage, signedOutPage } from './pages.ts';
import type { LoginContext, LoginEnv, TokenServiceParts } from './service.ts';
import { openSession } from './session.ts';
import { addSteps } from './steps.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

const fields = (source: Record<string, unknown>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(source).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

/** The token service of the cloud, as its login host serves it (pim-api.md G). */
export function createTokenServiceApp(parts: TokenServiceParts): Hono<LoginEnv> {
  const { directory, keys, clock, newId } = parts;
  const app = new Hono<LoginEnv>();
  const authorize = createAuthorizeEndpoint(parts);
  const redeem = createTokenEndpoint(parts);

  app.use(async (c, next) => {
    c.set('session', openSession(c, parts));
    await next();
    c.header('cache-control', 'no-store, no-cache');
    c.header('x-ms-request-id', newId());
  });

  app.get('/:tenant/oauth2/v2.0/authorize', (c) => authorize.start(c, c.req.param('tenant'), c.req.query()));
  app.post('/:tenant/oauth2/v2.0/authorize', async (c) =>
    authorize.start(c, c.req.param('tenant'), { ...c.req.query(), ...fields(await c.req.parseBody()) }),
  );
  addSteps(app, parts, authorize);
  addAdminConsent(app, parts, authorize);

  const allowOrigin = (c: LoginContext): void => {
    const origin = c.req.header('origin');
    if (origin === undefined) return;
    c.header('access-control-allow-origin', origin);
    c.header('vary', 'Origin');
  };
  app.options('/:tenant/oauth2/v2.0/token', (c) => {
    allowOrigin(c);
    c.header('access-control-allow-methods', 'POST, OPTIONS');
    c.header('access-control-allow-headers', c.req.header('access-control-request-headers') ?? '');
    return c.body(null, 204);
  });
  app.post('/:tenant/oauth2/v2.0/token', async (c) => {
    allowOrigin(c);
    const form = fields(await c.req.parseBody());
    const correlationId = form['client-request-id'] ?? c.req.query('client-request-id') ?? newId();
    try {
      return c.json(
        await redeem({ segment: c.req.param('tenant'), form, origin: c.req.header('origin') ?? null }),
      );
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      c.status(error.status === 401 ? 401 : 400);
      return c.json(tokenError(error, trace(clock.now(), correlationId, newId)));
    }
  });

  app.get('/:tenant/v2.0/.well-known/openid-configuration', (c) => {
    const segment = c.req.param('tenant');
    if (!directory.tenant(segment) && !isGeneric(segment)) {
      const refusal = new Refusal(90002, { segment });
      const error = tokenError(refusal, trace(clock.now(), newId(), newId));
      return c.json({ ...error, error: 'invalid_tenant' }, 400);
    }
    return c.json(openIdConfiguration(segment, directory.tenant(segment)?.id));
  });
  app.get('/common/discovery/instance', (c) => {
    const asked = c.req.query('authorization_endpoint') ?? '';
    return c.json(
      instanceDiscovery(
        (URL.canParse(asked) ? new URL(asked) : undefined)?.pathname.split('/')[1] ?? 'common',
      ),
    );
  });
  app.get('/:tenant/discovery/v2.0/keys', async (c) => c.json({ keys: [(await keys()).jwk] }));

  app.get('/:tenant/oauth2/v2.0/logout', (c) => {
    const person = directory.personByHint(c.req.query('logout_hint') ?? '');
    c.var.session.signOut(person?.id);
    const back = c.req.query('post_logout_redirect_uri');
    const known = directory.registrations.some(
      (client) => back !== undefined && client.redirectUris.includes(back),
    );
    if (back === undefined || !known) return c.html(signedOutPage());
    const target = new URL(back);
    const state = c.req.query('state');
    if (state !== undefined) target.searchParams.set('state', state);
    return c.redirect(target.href);
  });

  app.get('/favicon.ico', (c) => c.body(null, 204));
  app.notFound((c) =>
    c.html(errorPage({ code: '404', message: `Nothing is served at ${c.req.path}.`, details: {} }), 404),
  );
  return app;
}
