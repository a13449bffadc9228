import type { Hono } from 'hono';
import { Refusal } from './aadsts.ts';
import { finishAdminConsent } from './admin-consent.ts';
import type { AuthorizeEndpoint } from './authorize-endpoint.ts';
import { consentList, mayConsentForAll, missingConsent } from './consent.ts';
import { errorPage } from './pages.ts';
import type { LoginContext, LoginEnv, TokenServiceParts } from './service.ts';
import type { Flow } from './state.ts';

/** What a person does on the pages of a sign-in: one form, one route. */
export function addSteps(app: Hono<LoginEnv>, parts: TokenServiceParts, endpoint: AuthorizeEndpoint): void {
  const { directory, state, knobs, access } = parts;

  const step = (
    name: string,
    answer: (c: LoginContext, flow: Flow, field: (name: string) => string) => Response | Promise<Response>,
  ): void => {
    app.post(`/flow/:id/${name}`, async (c) => {
      const flow = state.flows.get(c.req.param('id'));
      if (!flow) {
        const message = 'This sign-in is over. Start again from the application.';
        return c.html(errorPage({ code: 'Session expired', message, details: {} }), 400);
      }
      const body = await c.req.parseBody();
      return answer(c, flow, (field) => (typeof body[field] === 'string' ? body[field] : ''));
    });
  };

  step('account', (c, flow, field) => {
    flow.personId = directory.people.find((person) => person.id === field('account'))?.id;
    return endpoint.proceed(c, flow);
  });

  step('username', (c, flow, field) => {
    const person = directory.personByUpn(field('username'));
    if (!person) return endpoint.proceed(c, flow, { unknownAccount: field('username') });
    flow.personId = person.id;
    return endpoint.proceed(c, flow);
  });

  step('another', (c, flow) => {
    const request = {
      ...flow.request,
      prompt: 'select_account' as const,
      loginHint: undefined,
      sid: undefined,
    };
    // What one person proved counts for nobody else.
    const again = { ...flow, request, personId: undefined, provedPassword: false, provedMfa: false };
    state.flows.set(flow.id, again);
    return endpoint.proceed(c, again);
  });

  step('password', (c, flow, field) => {
    const password = field('password');
    const right = knobs.password === null ? password !== '' : password === knobs.password;
    if (!right || flow.personId === undefined) return endpoint.proceed(c, flow, { wrongPassword: true });
    flow.provedPassword = true;
    c.var.session.signIn(flow.personId);
    return endpoint.proceed(c, flow);
  });

  step('mfa', (c, flow, field) => {
    const account = flow.personId === undefined ? undefined : c.var.session.find(flow.personId);
    if (field('answer') !== 'approve' || !account) return endpoint.proceed(c, flow, { mfaDenied: true });
    flow.provedMfa = true;
    if (!account.amr.includes('mfa')) account.amr.push('mfa');
    return endpoint.proceed(c, flow);
  });

  step('context', (c, flow, field) => {
    const account = flow.personId === undefined ? undefined : c.var.session.find(flow.personId);
    const context = field('context');
    const isAsked = flow.request.claims.acrs.includes(context);
    if (field('answer') !== 'approve' || !account || !isAsked) {
      return endpoint.proceed(c, flow, { contextDenied: true });
    }
    account.contexts.push(context);
    if (!account.amr.includes('mfa')) account.amr.push('mfa');
    return endpoint.proceed(c, flow);
  });

  step('consent', (c, flow, field) => {
    const { request } = flow;
    const client = directory.registration(request.clientId);
    const person = directory.people.find((candidate) => candidate.id === flow.personId);
    const identity =
      person && directory.identity(person, directory.tenant(request.segment)?.id ?? person.tenantId);
    if (field('answer') !== 'accept' || !client || !identity)
      return endpoint.refuse(c, flow, new Refusal(65004));
    // Nobody consents in the name of a person who has not signed in.
    if (!c.var.session.find(identity.person.id)) return endpoint.proceed(c, flow);
    if (flow.forTenant) {
      // The field proves nothing: only an administrator may consent for everybody.
      if (!mayConsentForAll(access.wids(identity.oid))) return endpoint.proceed(c, flow);
      return finishAdminConsent(c, flow, parts, identity);
    }
    const forAll = field('organisation') === 'yes' && mayConsentForAll(access.wids(identity.oid));
    const missing = missingConsent(directory, client, identity, request.scopes);
    for (const { resource, names } of consentList(client, request.scopes, missing)) {
      const own = names.filter((name) => resource.permissions[name] === false);
      if (!forAll || resource.api === 'portal')
        directory.consentFor(identity.person.id, client.clientId, resource.api, own);
      else directory.consent(client.clientId, identity.tenant.id, resource.api, names);
    }
    flow.consented = true;
    return endpoint.proceed(c, flow);
  });
}
