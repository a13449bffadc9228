import { Refusal } from './aadsts.ts';
import { clientInfo, redirectError, redirectTarget, trace } from './answers.ts';
import { isGeneric, type Parameters, readRequest, type Recipient, recipientOf } from './authorize-request.ts';
import { consentList, mayConsentForAll, missingConsent, needsAdministrator } from './consent.ts';
import { nextStep, type Step } from './flow.ts';
import { forceAtAuthorize } from './forced.ts';
import {
  accountPage,
  adminApprovalPage,
  consentPage,
  contextPage,
  errorPage,
  mfaPage,
  passwordPage,
} from './pages.ts';
import type { LoginContext, TokenServiceParts } from './service.ts';
import type { AuthorizeRequest, Flow } from './state.ts';

/** What a page says beside its usual text, after an answer that led nowhere. */
export interface PageNotice {
  readonly wrongPassword?: boolean;
  readonly mfaDenied?: boolean;
  readonly contextDenied?: boolean;
  readonly unknownAccount?: string;
}

export interface AuthorizeEndpoint {
  start(c: LoginContext, segment: string, parameters: Parameters): Response | Promise<Response>;
  /** Shows the flow's next page, or ends it. */
  proceed(c: LoginContext, flow: Flow, notice?: PageNotice): Response | Promise<Response>;
  showError(c: LoginContext, refusal: Refusal, correlationId: string): Response | Promise<Response>;
  /** Ends the flow with a refusal that returns to the client. */
  refuse(c: LoginContext, flow: Flow, refusal: Refusal): Response | Promise<Response>;
}

export function createAuthorizeEndpoint(parts: TokenServiceParts): AuthorizeEndpoint {
  const { directory, state, clock, knobs, access, newId } = parts;

  const showError = (
    c: LoginContext,
    refusal: Refusal,
    correlationId: string,
  ): Response | Promise<Response> => {
    const { traceId, timestamp } = trace(clock.now(), correlationId, newId);
    return c.html(
      errorPage({
        code: `AADSTS${refusal.code}`,
        message: refusal.message,
        details: { 'Request Id': traceId, 'Correlation Id': correlationId, Timestamp: timestamp },
      }),
    );
  };

  const sendBack = (
    c: LoginContext,
    refusal: Refusal,
    to: Pick<AuthorizeRequest, 'redirectUri' | 'responseMode' | 'state'>,
    correlationId: string,
  ): Response =>
    c.redirect(redirectTarget(to, redirectError(refusal, trace(clock.now(), correlationId, newId))));

  /** A refusal that Entra shows on a page cannot be shown to `prompt=none`: the client is told to interact. */
  const answerRefusal = (
    c: LoginContext,
    error: unknown,
    request: AuthorizeRequest,
  ): Response | Promise<Response> => {
    if (!(error instanceof Refusal)) throw error;
    if (error.at === 'page' && request.prompt !== 'none') return showError(c, error, request.correlationId);
    return sendBack(c, error, request, request.correlationId);
  };

  const finish = (
    c: LoginContext,
    flow: Flow,
    { identity, account }: Extract<Step, { page: 'done' }>,
  ): Response => {
    const { request } = flow;
    const code = `1.${newId()}${newId()}`.replaceAll('-', '');
    const now = clock.now();
    state.codes.set(code, {
      clientId: request.clientId,
      personId: identity.person.id,
      tenantId: identity.tenant.id,
      redirectUri: request.redirectUri,
      scopes: request.scopes,
      claims: request.claims,
      acrs: request.claims.acrs,
      nonce: request.nonce,
      challenge: request.challenge,
      sid: account.sid,
      amr: [...account.amr],
      contexts: [...account.contexts],
      issuedAt: now,
      expiresAt: now + knobs.authorizationCodeLifeMs,
      redeemed: false,
    });
    state.flows.delete(flow.id);
    return c.redirect(
      redirectTarget(request, {
        code,
        ...(request.wantsClientInfo ? { client_info: clientInfo(identity.person) } : {}),
        session_state: account.sid,
      }),
    );
  };

  const show = (
    c: LoginContext,
    flow: Flow,
    step: Exclude<Step, { page: 'done' }>,
    notice: PageNotice,
  ): Response | Promise<Response> => {
    const { request } = flow;
    const client = directory.registration(request.clientId);
    if (!client) throw new Refusal(700016, { client: request.clientId, tenant: request.segment });
    const app = client.displayName ?? client.clientId;
    if (step.page === 'account') {
      const tenant = directory.tenant(request.segment);
      const people = directory.people.filter((person) => !tenant || directory.identity(person, tenant.id));
      const signedIn = new Set(c.var.session.accounts().map((account) => account.personId));
      return c.html(
        accountPage({
          flowId: flow.id,
          app,
          people,
          signedIn,
          hint: request.loginHint ?? '',
          unknown: notice.unknownAccount,
        }),
      );
    }
    const { person, oid } = step.identity;
    if (step.page === 'password') {
      const prefill = knobs.password === null ? 'embedded-cloud' : '';
      return c.html(passwordPage({ flowId: flow.id, person, prefill, wrong: notice.wrongPassword ?? false }));
    }
    if (step.page === 'mfa')
      return c.html(mfaPage({ flowId: flow.id, person, denied: notice.mfaDenied ?? false }));
    if (step.page === 'context') {
      const denied = notice.contextDenied ?? false;
      return c.html(contextPage({ flowId: flow.id, person, context: step.context, denied }));
    }
    if (step.page === 'admin-approval') {
      const refusal = new Refusal(90094, { clientName: app });
      return c.html(
        adminApprovalPage({ flowId: flow.id, app, description: `AADSTS90094: ${refusal.message}` }),
      );
    }
    const missing = flow.forTenant ? [] : missingConsent(directory, client, step.identity, request.scopes);
    return c.html(
      consentPage({
        flowId: flow.id,
        app,
        list: consentList(client, request.scopes, missing),
        mayConsentForAll: mayConsentForAll(access.wids(oid)),
        adminNeeded: flow.forTenant || needsAdministrator(missing),
      }),
    );
  };

  const proceed = (c: LoginContext, flow: Flow, notice: PageNotice = {}): Response | Promise<Response> => {
    const { request } = flow;
    try {
      const client = directory.registration(request.clientId);
      if (!client) throw new Refusal(700016, { client: request.clientId, tenant: request.segment });
      const accounts = c.var.session.accounts();
      const step = nextStep(flow, client, { directory, knobs, accounts, wids: (oid) => access.wids(oid) });
      if (step.page !== 'done') return show(c, flow, step, notice);
      forceAtAuthorize(knobs, request, false, {
        client: client.clientId,
        clientName: client.displayName,
        user: step.identity.person.userPrincipalName,
        tenant: step.identity.tenant.displayName,
        resource: request.scopes.resources[0]?.resource.appId,
      });
      return finish(c, flow, step);
    } catch (error) {
      return answerRefusal(c, error, request);
    }
  };

  return {
    start(c, segment, parameters) {
      const correlationId = parameters['client-request-id'] ?? newId();
      let recipient: Recipient | undefined;
      try {
        recipient = recipientOf(directory, segment, parameters);
        const { client } = recipient;
        forceAtAuthorize(knobs, { clientId: client.clientId, prompt: parameters['prompt'] }, true, {
          client: client.clientId,
          clientName: client.displayName,
          redirectUri: recipient.redirectUri,
          segment,
          tenant: isGeneric(segment) ? segment : directory.tenant(segment)?.displayName,
          scope: parameters['scope'],
        });
        const request = readRequest(directory, segment, parameters, recipient, newId);
        const flow: Flow = {
          id: newId(),
          request,
          personId: undefined,
          provedPassword: false,
          provedMfa: false,
          consented: false,
          forTenant: false,
        };
        state.flows.set(flow.id, flow);
        return proceed(c, flow);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (recipient && (error.at === 'redirect' || parameters['prompt'] === 'none')) {
          return sendBack(c, error, recipient, correlationId);
        }
        return showError(c, error, correlationId);
      }
    },
    proceed,
    showError,
    refuse: (c, flow, refusal) => {
      state.flows.delete(flow.id);
      return sendBack(c, refusal, flow.request, flow.request.correlationId);
    },
  };
}
