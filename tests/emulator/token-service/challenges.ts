import type { ApiName } from '../types.ts';
import { resources } from './resources.ts';

/** Why a token was refused. */
export type TokenFault =
  | { readonly kind: 'missing' | 'malformed' | 'signature' | 'not-yet' }
  | { readonly kind: 'expired'; readonly expiredAt: number }
  | { readonly kind: 'audience'; readonly audience: string }
  | { readonly kind: 'issuer'; readonly issuer: string };

interface Context {
  readonly now: number;
  readonly newId: () => string;
}

/** ARM writes instants as `11/5/2016 10:29:21 AM`. */
const american = (ms: number): string => {
  const at = new Date(ms);
  const hours = at.getUTCHours();
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()}`;
  return `${date} ${hours % 12 || 12}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} ${hours < 12 ? 'AM' : 'PM'}`;
};

const json = (status: number, body: unknown, headers: Record<string, string>): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });

const graphBody = (code: string, message: string, { now, newId }: Context): unknown => {
  const id = newId();
  const date = new Date(now).toISOString().slice(0, 19);
  return { error: { code, message, innerError: { date, 'request-id': id, 'client-request-id': id } } };
};

const graphMessage = (fault: TokenFault): string => {
  switch (fault.kind) {
    case 'missing':
      return 'Access token is empty.';
    case 'expired':
      return 'Lifetime validation failed, the token is expired.';
    case 'not-yet':
      return 'Lifetime validation failed, the token is not yet valid.';
    case 'audience':
      return 'Access token validation failure. Invalid audience.';
    case 'issuer':
      return 'Access token validation failure. Invalid issuer.';
    case 'signature':
      return 'Access token validation failure. Invalid signature.';
    case 'malformed':
      return 'IDX14100: JWT is not well formed, there are no dots (.).';
  }
};

const armError = (fault: TokenFault, now: number): { code: string; message: string } => {
  switch (fault.kind) {
    case 'missing':
      return {
        code: 'AuthenticationFailed',
        message: "Authentication failed. The 'Authorization' header is missing.",
      };
    case 'expired':
      return {
        code: 'ExpiredAuthenticationToken',
        message: `The access token expiry UTC time '${american(fault.expiredAt)}' is earlier than current UTC time '${american(now)}'.`,
      };
    case 'audience':
      return {
        code: 'InvalidAuthenticationTokenAudience',
        message: `The access token has been obtained for wrong audience or resource '${fault.audience}'. It should exactly match with one of the allowed audiences '${resources.arm.audiences.join("','")}'.`,
      };
    case 'issuer':
      return {
        code: 'InvalidAuthenticationTokenTenant',
        message: `The access token is from the wrong issuer '${fault.issuer}'.`,
      };
    default:
      return { code: 'InvalidAuthenticationToken', message: 'The access token is invalid.' };
  }
};

const graphRealm = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="${resources.graph.appId}"`;

/** A 401 in the API's own form (pim-api.md F.2; the bodies of ARM other than the expiry are UNCONFIRMED). */
export function unauthorized(api: ApiName, fault: TokenFault, context: Context): Response {
  if (api === 'graph') {
    return json(401, graphBody('InvalidAuthenticationToken', graphMessage(fault), context), {
      'www-authenticate': graphRealm,
    });
  }
  const error = armError(fault, context.now);
  return json(
    401,
    { error },
    {
      'www-authenticate': `Bearer authorization_uri="https://login.windows.net/", error="invalid_token", error_description="${error.message.replaceAll('"', "'")}"`,
    },
  );
}

/**
 * The claims challenge of continuous access evaluation (pim-api.md F.3).
 * @param context.notBefore milliseconds; a new token must not be older.
 */
export function caeChallenge(api: ApiName, context: Context & { readonly notBefore: number }): Response {
  const nbf = String(Math.ceil(context.notBefore / 1000));
  const claims = Buffer.from(`{"access_token":{"nbf":{"essential":true, "value":"${nbf}"}}}`).toString(
    'base64',
  );
  if (api === 'graph') {
    const body = graphBody(
      'InvalidAuthenticationToken',
      'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
      context,
    );
    return json(401, body, {
      'www-authenticate': `${graphRealm}, error="insufficient_claims", claims="${claims}"`,
    });
  }
  const error = { code: 'AuthenticationFailed', message: 'User session has been revoked' };
  return json(
    401,
    { error },
    {
      'www-authenticate': `Bearer authorization_uri="https://login.windows.net/", error="invalid_token", error_description="User session has been revoked", claims="${claims}"`,
    },
  );
}
