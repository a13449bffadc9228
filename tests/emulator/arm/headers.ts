/** The headers of a PIM answer from ARM, as recorded in 2022 (pim-api.md C). */
export interface HeaderFacts {
  readonly requestId: string;
  readonly clientRequestId: string | null;
  /** The cloud's time, in milliseconds since the epoch. */
  readonly now: number;
  readonly isWrite: boolean;
  readonly isTenantLevel: boolean;
  /** What is left of the caller's budget. */
  readonly remaining: number;
}

function routing(requestId: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]/g, '').slice(0, 15);
  return `WESTEUROPE:${stamp}Z:${requestId}`;
}

export const corsHeaders: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'POST, PUT, DELETE, GET, OPTIONS, PATCH',
  'Access-Control-Allow-Headers':
    'content-Type, accept, origin, X-Requested-With, Authorization, name, x-ms-client-session-id, accept-language, x-ms-client-request-id, x-ms-effective-locale',
};

export function armHeaders(facts: HeaderFacts): Record<string, string> {
  const { requestId, now } = facts;
  const bucket = `${facts.isTenantLevel ? 'tenant' : 'subscription'}-${facts.isWrite ? 'writes' : 'reads'}`;
  return {
    'Cache-Control': 'no-cache',
    Pragma: 'no-cache',
    Expires: '-1',
    mspimslice: 'PROD',
    'x-ms-client-request-id': facts.clientRequestId ?? requestId,
    ...corsHeaders,
    [`x-ms-ratelimit-remaining-${bucket}`]: String(facts.remaining),
    'x-ms-request-id': requestId,
    'x-ms-correlation-request-id': requestId,
    'x-ms-routing-request-id': routing(requestId, now),
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    'X-Content-Type-Options': 'nosniff',
    Date: new Date(now).toUTCString(),
  };
}
