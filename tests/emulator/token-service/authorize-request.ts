import type { AppRegistration } from '../types.ts';
import { Refusal } from './aadsts.ts';
import { parseClaims } from './claims.ts';
import type { Directory } from './directory.ts';
import { parseScopes } from './scopes.ts';
import type { AuthorizeRequest } from './state.ts';

/** Whom an error may be sent back to: known only once client and redirect URI are proved. */
export interface Recipient {
  readonly client: AppRegistration;
  readonly redirectUri: string;
  readonly responseMode: AuthorizeRequest['responseMode'];
  readonly state: string | undefined;
}

export type Parameters = Readonly<Record<string, string | undefined>>;

/** Authorities that name no tenant. `consumers` is for personal accounts, which this cloud does not have. */
export const isGeneric = (segment: string): boolean =>
  ['organizations', 'common'].includes(segment.toLowerCase());

/**
 * The client of a request, known in the tenant that the authority names.
 * @throws Refusal 90002 unknown tenant, 700016 unknown client, 50194 single-tenant client at a generic authority.
 */
export function clientFor(
  directory: Directory,
  segment: string,
  clientId: string | undefined,
): AppRegistration {
  const tenant = directory.tenant(segment);
  if (!tenant && !isGeneric(segment)) throw new Refusal(90002, { segment });
  if (!clientId) throw new Refusal(900144, { parameter: 'client_id' });
  const client = directory.registration(clientId);
  if (!client || (tenant && !client.multiTenant && client.tenantId !== tenant.id)) {
    throw new Refusal(700016, { client: clientId, tenant: tenant?.displayName ?? segment });
  }
  if (!tenant && !client.multiTenant) {
    throw new Refusal(50194, { client: client.clientId, clientName: client.displayName, segment });
  }
  return client;
}

/**
 * Proves client and redirect URI; whatever fails before this is shown as a page.
 * @throws Refusal 50011 for a redirect URI that is not registered, letter for letter.
 */
export function recipientOf(directory: Directory, segment: string, parameters: Parameters): Recipient {
  const client = clientFor(directory, segment, parameters['client_id']);
  const redirectUri = parameters['redirect_uri'] ?? '';
  if (!client.redirectUris.includes(redirectUri)) {
    throw new Refusal(50011, { redirectUri, client: client.clientId });
  }
  return {
    client,
    redirectUri,
    responseMode: parameters['response_mode'] === 'fragment' ? 'fragment' : 'query',
    state: parameters['state'],
  };
}

const prompts = ['none', 'login', 'select_account', 'consent'] as const;

/** A single-page application without a challenge gets its code; redeeming it is what fails (AADSTS9002325). */
function challengeOf(parameters: Parameters): AuthorizeRequest['challenge'] {
  const value = parameters['code_challenge'];
  if (value === undefined) return undefined;
  if (!/^[\w.~-]{43,128}$/.test(value)) throw new Refusal(501491);
  return { method: parameters['code_challenge_method'] === 'S256' ? 'S256' : 'plain', value };
}

/**
 * Reads everything else of an authorize request; what fails here returns to the client.
 * @throws Refusal
 */
export function readRequest(
  directory: Directory,
  segment: string,
  parameters: Parameters,
  recipient: Recipient,
  newId: () => string,
): AuthorizeRequest {
  if (parameters['response_type'] !== 'code') throw new Refusal(900144, { parameter: 'response_type' });
  const names = {
    clientName: recipient.client.displayName ?? recipient.client.clientId,
    tenant: directory.tenant(segment)?.displayName ?? segment,
  };
  const prompt = prompts.find((known) => known === parameters['prompt']);
  return {
    segment,
    clientId: recipient.client.clientId,
    redirectUri: recipient.redirectUri,
    responseMode: recipient.responseMode,
    state: recipient.state,
    scopes: parseScopes(parameters['scope'], names),
    claims: parseClaims(parameters['claims']),
    nonce: parameters['nonce'],
    challenge: challengeOf(parameters),
    prompt,
    loginHint: parameters['login_hint'] || undefined,
    sid: parameters['sid'] || undefined,
    correlationId: parameters['client-request-id'] ?? newId(),
    wantsClientInfo: parameters['client_info'] === '1',
  };
}
