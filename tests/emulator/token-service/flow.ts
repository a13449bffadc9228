import type { AppRegistration } from '../types.ts';
import { Refusal } from './aadsts.ts';
import type { RequestedClaims } from './claims.ts';
import { mayConsentForAll, missingConsent, needsAdministrator } from './consent.ts';
import type { Directory, Identity } from './directory.ts';
import type { ContextRule, TokenKnobs } from './knobs.ts';
import { singleResource } from './scopes.ts';
import type { Flow, SignedIn } from './state.ts';

/** The page that a flow shows next, or the end of the flow. */
export type Step =
  | { readonly page: 'account' }
  | { readonly page: 'password' | 'mfa' | 'consent' | 'admin-approval'; readonly identity: Identity }
  | { readonly page: 'context'; readonly context: string; readonly identity: Identity }
  | { readonly page: 'done'; readonly identity: Identity; readonly account: SignedIn };

export interface FlowContext {
  readonly directory: Directory;
  readonly knobs: TokenKnobs;
  readonly accounts: readonly SignedIn[];
  /** Directory roles of the person in the tenant, now. */
  wids(oid: string): readonly string[];
}

/** The strictest rule among the authentication contexts asked for. */
export function contextRule(claims: RequestedClaims, knobs: TokenKnobs): ContextRule | undefined {
  const rules = new Set(claims.acrs.map((context) => knobs.authenticationContexts[context] ?? 'mfa'));
  return (['blocked', 'every-time', 'mfa'] as const).find((rule) => rules.has(rule));
}

/** Whether multi-factor authentication is asked for by itself, or of everybody. */
export function wantsMfa({ mfa, amrMfa }: RequestedClaims, knobs: TokenKnobs): boolean {
  return knobs.mfaAtSignIn || mfa || (amrMfa && knobs.amrClaims === 'honoured');
}

/** The first context asked for that wants a proof of its own and does not have it yet. */
export function unprovedContext(
  { acrs }: RequestedClaims,
  { authenticationContexts }: TokenKnobs,
  proved: readonly string[],
): string | undefined {
  return acrs.find((context) => authenticationContexts[context] === 'own' && !proved.includes(context));
}

/** The claims that Entra sends with a refusal for want of multi-factor authentication: the policy's id. */
export const policyClaims = JSON.stringify({
  access_token: { capolids: { essential: true, values: ['4a6c35bd-0f1d-4c8e-9f3e-5d1a6d0f7b21'] } },
});

/** Settles who signs in without asking, where that is possible. */
function chooseAccount(flow: Flow, { directory, accounts }: FlowContext): string | undefined {
  const { prompt, loginHint, sid } = flow.request;
  if (prompt === 'select_account') return undefined;
  if (sid !== undefined) {
    const bySid = accounts.find((account) => account.sid === sid);
    if (bySid || prompt === 'none') return bySid?.personId;
  }
  if (loginHint !== undefined) {
    const person = directory.personByHint(loginHint);
    if (prompt !== 'none') return person?.id;
    return accounts.find((account) => account.personId === person?.id)?.personId;
  }
  if (prompt === 'login') return undefined;
  if (accounts.length > 1 && prompt === 'none') throw new Refusal(16000);
  return accounts.length === 1 ? accounts[0]?.personId : undefined;
}

function identityOf(
  flow: Flow,
  personId: string,
  client: AppRegistration,
  { directory }: FlowContext,
): Identity {
  const person = directory.people.find((candidate) => candidate.id === personId);
  if (!person) throw new Refusal(50034, { user: personId });
  const named = directory.tenant(flow.request.segment);
  const identity = directory.identity(person, named?.id ?? person.tenantId);
  if (!identity) {
    throw new Refusal(50020, {
      user: person.userPrincipalName,
      tenant: named?.displayName,
      client: client.clientId,
    });
  }
  return identity;
}

/**
 * Decides what a sign-in needs next. `prompt=none` never shows a page: it ends in the refusal that the page
 * would have prevented.
 * @throws Refusal
 */
export function nextStep(flow: Flow, client: AppRegistration, context: FlowContext): Step {
  const { request } = flow;
  const silent = request.prompt === 'none';
  flow.personId ??= chooseAccount(flow, context);
  if (flow.personId === undefined) {
    if (silent) throw new Refusal(50058);
    return { page: 'account' };
  }
  const identity = identityOf(flow, flow.personId, client, context);
  const account = context.accounts.find((candidate) => candidate.personId === flow.personId);
  if (!account || (request.prompt === 'login' && !flow.provedPassword)) {
    if (silent) throw new Refusal(50058);
    return { page: 'password', identity };
  }

  const details = {
    client: client.clientId,
    clientName: client.displayName ?? client.clientId,
    user: identity.person.userPrincipalName,
    resource: request.scopes.resources[0]?.resource.appId ?? singleResource(request.scopes).resource.appId,
  };
  const rule = contextRule(request.claims, context.knobs);
  if (rule === 'blocked') throw new Refusal(53003, details);
  const isWanted = wantsMfa(request.claims, context.knobs) || rule !== undefined;
  const missingMfa = isWanted && !account.amr.includes('mfa');
  if (missingMfa || (rule === 'every-time' && !flow.provedMfa)) {
    if (silent) throw new Refusal(50076, details, policyClaims);
    return { page: 'mfa', identity };
  }

  const unproved = unprovedContext(request.claims, context.knobs, account.contexts);
  if (unproved !== undefined) {
    if (silent) throw new Refusal(50076, details, policyClaims);
    return { page: 'context', context: unproved, identity };
  }

  if (flow.forTenant) {
    const page = mayConsentForAll(context.wids(identity.oid)) ? 'consent' : 'admin-approval';
    return { page, identity };
  }

  const missing = missingConsent(context.directory, client, identity, request.scopes);
  if (missing.length > 0 && silent) throw new Refusal(65001, details);
  if (missing.length > 0 && needsAdministrator(missing) && !mayConsentForAll(context.wids(identity.oid))) {
    return { page: 'admin-approval', identity };
  }
  if (missing.length > 0 || (request.prompt === 'consent' && !flow.consented))
    return { page: 'consent', identity };
  return { page: 'done', identity, account };
}
