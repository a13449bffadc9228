import type { Refusal } from './aadsts.ts';
import type { AuthorizeRequest } from './state.ts';

export interface Trace {
  readonly traceId: string;
  readonly correlationId: string;
  /** As Entra writes it: `2026-03-04 09:30:00Z`. */
  readonly timestamp: string;
}

export function trace(now: number, correlationId: string, newId: () => string): Trace {
  return {
    traceId: newId(),
    correlationId,
    timestamp: `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`,
  };
}

const description = (refusal: Refusal, { traceId, correlationId, timestamp }: Trace): string =>
  [
    `AADSTS${refusal.code}: ${refusal.message}`,
    `Trace ID: ${traceId}`,
    `Correlation ID: ${correlationId}`,
    `Timestamp: ${timestamp}`,
  ].join('\r\n');

const errorUri = (refusal: Refusal): string => `https://login.microsoftonline.com/error?code=${refusal.code}`;

/** The error body of the token endpoint (pim-api.md G). */
export function tokenError(refusal: Refusal, at: Trace): Record<string, unknown> {
  return {
    error: refusal.tokenError,
    error_description: description(refusal, at),
    error_codes: [refusal.code],
    timestamp: at.timestamp,
    trace_id: at.traceId,
    correlation_id: at.correlationId,
    error_uri: errorUri(refusal),
    ...(refusal.suberror === undefined ? {} : { suberror: refusal.suberror }),
    ...(refusal.claims === undefined ? {} : { claims: refusal.claims }),
  };
}

/**
 * The parameters of an error redirect. What Entra would have shown on a page after sign-in reaches `prompt=none` as
 * `interaction_required` (UNCONFIRMED for Conditional Access blocks).
 */
export function redirectError(refusal: Refusal, at: Trace): Record<string, string> {
  return {
    error: refusal.at === 'page' && !refusal.early ? 'interaction_required' : refusal.error,
    ...(refusal.subcode === undefined ? {} : { error_subcode: refusal.subcode }),
    error_description: description(refusal, at),
    error_uri: errorUri(refusal),
    ...(refusal.suberror === undefined ? {} : { suberror: refusal.suberror }),
    ...(refusal.claims === undefined ? {} : { claims: refusal.claims }),
  };
}

/** Where an authorize request ends: the redirect URI with its answer in the fragment or the query. */
export function redirectTarget(
  request: Pick<AuthorizeRequest, 'redirectUri' | 'responseMode' | 'state'>,
  parameters: Record<string, string>,
): string {
  const answer = new URLSearchParams(parameters);
  if (request.state !== undefined) answer.set('state', request.state);
  if (request.responseMode === 'query') {
    const target = new URL(request.redirectUri);
    for (const [name, value] of answer) target.searchParams.set(name, value);
    return target.href;
  }
  return `${request.redirectUri}#${answer.toString()}`;
}

/** `client_info`: the home object id and home tenant, from which MSAL builds its home account id. */
export function clientInfo(person: { readonly id: string; readonly tenantId: string }): string {
  return Buffer.from(JSON.stringify({ uid: person.id, utid: person.tenantId })).toString('base64url');
}
