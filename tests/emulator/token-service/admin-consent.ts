import type { Hono } from 'hono';
import { Refusal } from './aadsts.ts';
import { redirectTarget } from './answers.ts';
import type { AuthorizeEndpoint } from './authorize-endpoint.ts';
import { recipientOf } from './authorize-request.ts';
import { noClaims } from './claims.ts';
import { consentList } from './consent.ts';
import type { Identity } from './directory.ts';
import { resources } from './resources.ts';
import type { RequestedScopes } from './scopes.ts';
import type { LoginContext, LoginEnv, TokenServiceParts } from './service.ts';
import type { Flow } from './state.ts';

/** All that a registration lists, of both APIs: what an administrator consents to at once. */
const everyPermission: RequestedScopes = {
  text: '',
  openId: [],
  resources: [resources.graph, resources.arm].map((resource) => ({
    resource,
    prefix: resource.identifiers[0] ?? '',
    names: [],
    everything: true,
  })),
};

/**
 * `GET /{tenant}/adminconsent` (pim-api.md G.2): signs an administrator in and shows every permission that the
 * registration lists. It ends at the redirect URI with `admin_consent=True&tenant=…`, or with `error=access_denied`;
 * the names of these parameters are from memory.
 */
export function addAdminConsent(
  app: Hono<LoginEnv>,
  { directory, state, newId }: TokenServiceParts,
  endpoint: AuthorizeEndpoint,
): void {
  app.get('/:tenant/adminconsent', (c) => {
    const segment = c.req.param('tenant');
    const parameters = c.req.query();
    const correlationId = parameters['client-request-id'] ?? newId();
    try {
      const recipient = recipientOf(directory, segment, parameters);
      const flow: Flow = {
        id: newId(),
        request: {
          segment,
          clientId: recipient.client.clientId,
          redirectUri: recipient.redirectUri,
          responseMode: 'query',
          state: recipient.state,
          scopes: everyPermission,
          claims: noClaims,
          nonce: undefined,
          challenge: undefined,
          prompt: 'consent',
          loginHint: parameters['login_hint'] || undefined,
          sid: undefined,
          correlationId,
          wantsClientInfo: false,
        },
        personId: undefined,
        provedPassword: false,
        provedMfa: false,
        consented: false,
        forTenant: true,
      };
      state.flows.set(flow.id, flow);
      return endpoint.proceed(c, flow);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return endpoint.showError(c, error, correlationId);
    }
  });
}

/** Records the consent for everybody in the tenant, and sends the browser back. */
export function finishAdminConsent(
  c: LoginContext,
  flow: Flow,
  { directory, state }: TokenServiceParts,
  { tenant }: Identity,
): Response {
  const client = directory.registration(flow.request.clientId);
  if (!client) throw new Refusal(700016, { client: flow.request.clientId, tenant: flow.request.segment });
  for (const { resource, names } of consentList(client, everyPermission, [])) {
    if (resource.api !== 'portal') directory.consent(client.clientId, tenant.id, resource.api, names);
  }
  state.flows.delete(flow.id);
  return c.redirect(redirectTarget(flow.request, { admin_consent: 'True', tenant: tenant.id }));
}
