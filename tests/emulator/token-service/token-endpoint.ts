import type { AppRegistration } from '../types.ts';
import { Refusal } from './aadsts.ts';
import { clientInfo } from './answers.ts';
import { clientFor } from './authorize-request.ts';
import { missingConsent } from './consent.ts';
import type { Identity } from './directory.ts';
import { contextRule, policyClaims, unprovedContext, wantsMfa } from './flow.ts';
import { forceAtToken } from './forced.ts';
import { createGrants, instant, lifetime, type Redeemed, required, type TokenRequest } from './grants.ts';
import { answeredScope, singleResource } from './scopes.ts';
import type { TokenServiceParts } from './service.ts';
import type { Grant, RefreshGrant } from './state.ts';

/**
 * `POST /{tenant}/oauth2/v2.0/token` for authorization codes and refresh tokens (pim-api.md G).
 * @returns the body of a 200
 */
export function createTokenEndpoint(
  parts: TokenServiceParts,
): (request: TokenRequest) => Promise<Record<string, unknown>> {
  const { directory, state, clock, knobs, mint, newId } = parts;
  const grants = createGrants(parts);

  const identityOf = (client: AppRegistration, grant: Grant, segment: string): Identity => {
    const person = directory.people.find((candidate) => candidate.id === grant.personId);
    if (!person) throw new Refusal(9002313);
    const named = directory.tenant(segment);
    const identity = directory.identity(person, named?.id ?? grant.tenantId);
    if (identity) return identity;
    throw new Refusal(50020, {
      user: person.userPrincipalName,
      tenant: named?.displayName,
      client: client.clientId,
    });
  };

  /** Multi-factor and authentication contexts of a silent request: what the grant cannot show needs a person. */
  const proveClaims = ({ claims, grant, provedAcrs }: Redeemed, resource: string): void => {
    const open = { ...claims, acrs: claims.acrs.filter((context) => !provedAcrs.includes(context)) };
    const rule = contextRule(open, knobs);
    if (rule === 'blocked') throw new Refusal(53003);
    const isWanted = wantsMfa(claims, knobs) || rule === 'mfa';
    const unproved = unprovedContext(open, knobs, grant.contexts) !== undefined;
    if (unproved || rule === 'every-time' || (isWanted && !grant.amr.includes('mfa'))) {
      throw new Refusal(50076, { resource }, policyClaims);
    }
  };

  const keepRefreshToken = (redeemed: Redeemed, tenantId: string): string => {
    const token = `1.A${newId()}${newId()}`.replaceAll('-', '');
    const { client, grant, scopes } = redeemed;
    // The first issue dates the whole chain: it is what revocation and the fixed life count from.
    const { personId, sid, amr, contexts, issuedAt } = grant;
    const kept: RefreshGrant = {
      clientId: client.clientId,
      personId,
      tenantId,
      sid,
      amr,
      contexts,
      issuedAt,
      expiresAt: redeemed.refreshExpiresAt,
      spa: client.platform === 'spa',
      scopes,
    };
    state.refreshTokens.set(token, kept);
    return token;
  };

  return async (request) => {
    const { form, segment } = request;
    const grantType = required(form, 'grant_type');
    const client = clientFor(directory, segment, required(form, 'client_id'));
    forceAtToken(
      knobs,
      { clientId: client.clientId, grant: grantType },
      {
        client: client.clientId,
        clientName: client.displayName,
        segment,
        scope: form['scope'],
        origin: request.origin ?? '',
        lifetime: lifetime(knobs.spaRefreshTokenLifeMs),
        issued: instant(clock.now() - knobs.spaRefreshTokenLifeMs),
        validFrom: instant(clock.now()),
      },
    );
    if (grantType !== 'authorization_code' && grantType !== 'refresh_token') {
      throw new Refusal(70000, { parameter: 'grant_type' });
    }
    const redeemed =
      grantType === 'authorization_code'
        ? grants.redeemCode(client, request)
        : grants.redeemRefreshToken(client, request);
    const { scopes, claims, grant } = redeemed;
    const wanted = singleResource(scopes);
    const identity = identityOf(client, grant, segment);
    proveClaims(redeemed, wanted.resource.appId);
    if (missingConsent(directory, client, identity, scopes).length > 0) {
      throw new Refusal(65001, { client: client.clientId, clientName: client.displayName });
    }

    const granted = directory.granted(client.clientId, identity, wanted.resource.api);
    const usual = wanted.resource.identifiers[0] ?? '';
    const audience = wanted.prefix.startsWith('https://management.core.windows.net')
      ? 'https://management.core.windows.net/'
      : usual;
    const { token, expiresIn } = await mint.accessToken({
      client,
      identity,
      audience,
      scp: granted,
      amr: grant.amr,
      sid: grant.sid,
      resource: wanted.resource,
      acrs: claims.acrs,
      capabilities: claims.capabilities,
    });
    const refresh = scopes.openId.includes('offline_access');
    return {
      token_type: 'Bearer',
      scope: answeredScope(wanted, scopes.openId, granted),
      expires_in: expiresIn,
      ext_expires_in: expiresIn,
      access_token: token,
      ...(refresh ? { refresh_token: keepRefreshToken(redeemed, identity.tenant.id) } : {}),
      ...(refresh && client.platform === 'spa'
        ? { refresh_token_expires_in: Math.floor((redeemed.refreshExpiresAt - clock.now()) / 1000) }
        : {}),
      ...(scopes.openId.includes('openid')
        ? {
            id_token: await mint.idToken({
              client,
              identity,
              nonce: redeemed.nonce,
              amr: grant.amr,
              sid: grant.sid,
            }),
          }
        : {}),
      ...(form['client_info'] === '1' ? { client_info: clientInfo(identity.person) } : {}),
    };
  };
}
