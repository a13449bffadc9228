import { createHash } from 'node:crypto';
import type { AppRegistration } from '../types.ts';
import { Refusal } from './aadsts.ts';
import { mergeClaims, parseClaims, type RequestedClaims } from './claims.ts';
import { parseScopes, type RequestedScopes } from './scopes.ts';
import type { TokenServiceParts } from './service.ts';
import type { CodeGrant, Grant } from './state.ts';

export interface TokenRequest {
  /** The authority's path segment. */
  readonly segment: string;
  readonly form: Readonly<Record<string, string | undefined>>;
  /** The `Origin` header; null where there is none. */
  readonly origin: string | null;
}

/** What the two grants come to before a token is minted. */
export interface Redeemed {
  readonly client: AppRegistration;
  readonly grant: Grant;
  readonly scopes: RequestedScopes;
  readonly claims: RequestedClaims;
  readonly nonce: string | undefined;
  /** Contexts proved interactively for this very grant: they need no second proof. */
  readonly provedAcrs: readonly string[];
  /** A refresh token inherits what is left of the first one's life (pim-api.md G). */
  readonly refreshExpiresAt: number;
}

export const instant = (ms: number): string => `${new Date(ms).toISOString().slice(0, -1)}0000Z`;

export const lifetime = (ms: number): string => {
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(ms / 60_000);
  const days = Math.floor(minutes / 1440);
  return `${days > 0 ? `${days}.` : ''}${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}:00`;
};

export const required = (form: TokenRequest['form'], parameter: string): string => {
  const value = form[parameter];
  if (!value) throw new Refusal(900144, { parameter });
  return value;
};

export interface Grants {
  redeemCode(client: AppRegistration, request: TokenRequest): Redeemed;
  redeemRefreshToken(client: AppRegistration, request: TokenRequest): Redeemed;
}

/**
 * Proves who redeems a code or a refresh token, and that it is still good.
 * Both throw a Refusal where it is not.
 */
export function createGrants({ directory, state, clock, knobs }: TokenServiceParts): Grants {
  /** Single-page applications redeem across origins with PKCE, all others without an origin and with a secret. */
  const proveClient = (client: AppRegistration, { form, origin }: TokenRequest): void => {
    if (client.platform === 'spa') {
      if (origin === null || origin === 'null') throw new Refusal(9002327, { origin: '' });
      return;
    }
    if (origin !== null) throw new Refusal(9002326, { origin });
    const secret = form['client_secret'];
    if (secret === undefined || client.secret === undefined) throw new Refusal(7000218);
    if (secret !== client.secret) throw new Refusal(7000215, { client: client.clientId });
  };

  const proveVerifier = (
    client: AppRegistration,
    { challenge }: CodeGrant,
    verifier: string | undefined,
  ): void => {
    if (!challenge) {
      if (client.platform === 'spa') throw new Refusal(9002325);
      return;
    }
    if (!verifier) throw new Refusal(50148);
    const hashed =
      challenge.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
    if (hashed !== challenge.value) throw new Refusal(501481);
  };

  const proveNotRevoked = (grant: Grant): void => {
    const validFrom = state.validFrom.get(grant.personId) ?? 0;
    if (grant.issuedAt < validFrom) {
      throw new Refusal(50173, { issued: instant(grant.issuedAt), validFrom: instant(validFrom) });
    }
  };

  const names = (client: AppRegistration, segment: string): { clientName: string; tenant: string } => ({
    clientName: client.displayName ?? client.clientId,
    tenant: directory.tenant(segment)?.displayName ?? segment,
  });

  const redeemCode = (client: AppRegistration, request: TokenRequest): Redeemed => {
    const { form, segment } = request;
    const grant = state.codes.get(required(form, 'code'));
    const redirectUri = required(form, 'redirect_uri');
    if (!grant) throw new Refusal(9002313);
    if (grant.clientId !== client.clientId) throw new Refusal(70000, { parameter: 'code' });
    proveClient(client, request);
    if (grant.redeemed) throw new Refusal(54005);
    if (clock.now() >= grant.expiresAt) throw new Refusal(70008);
    if (grant.redirectUri !== redirectUri) {
      throw new Refusal(500112, { redirectUri, expected: grant.redirectUri });
    }
    proveVerifier(client, grant, form['code_verifier']);
    proveNotRevoked(grant);
    grant.redeemed = true;
    const life = client.platform === 'spa' ? knobs.spaRefreshTokenLifeMs : knobs.refreshTokenLifeMs;
    return {
      client,
      grant,
      scopes: form['scope'] ? parseScopes(form['scope'], names(client, segment)) : grant.scopes,
      claims: mergeClaims(grant.claims, parseClaims(form['claims'])),
      nonce: grant.nonce,
      provedAcrs: grant.acrs,
      refreshExpiresAt: clock.now() + life,
    };
  };

  const redeemRefreshToken = (client: AppRegistration, request: TokenRequest): Redeemed => {
    const { form, segment } = request;
    const grant = state.refreshTokens.get(required(form, 'refresh_token'));
    if (!grant) throw new Refusal(9002313);
    if (grant.clientId !== client.clientId) throw new Refusal(70000, { parameter: 'refresh_token' });
    proveClient(client, request);
    proveNotRevoked(grant);
    if (clock.now() >= grant.expiresAt) {
      const life = grant.spa ? knobs.spaRefreshTokenLifeMs : knobs.refreshTokenLifeMs;
      const issued = instant(grant.issuedAt);
      throw new Refusal(grant.spa ? 700084 : 700082, { lifetime: lifetime(life), issued });
    }
    return {
      client,
      grant,
      scopes: form['scope'] ? parseScopes(form['scope'], names(client, segment)) : grant.scopes,
      claims: parseClaims(form['claims']),
      nonce: undefined,
      provedAcrs: [],
      refreshExpiresAt: grant.spa ? grant.expiresAt : clock.now() + knobs.refreshTokenLifeMs,
    };
  };

  return { redeemCode, redeemRefreshToken };
}
