import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import type { AppRegistration, EffectiveAccess, ServerClock } from '../types.ts';
import { type Identity, opaqueLoginHint } from './directory.ts';
import type { SigningKeys } from './keys.ts';
import type { TokenKnobs } from './knobs.ts';
import type { ApiResource } from './resources.ts';

export interface AccessTokenRequest {
  readonly client: AppRegistration;
  readonly identity: Identity;
  readonly resource: ApiResource;
  readonly audience: string;
  readonly scp: readonly string[];
  readonly amr: readonly string[];
  readonly acrs: readonly string[];
  readonly capabilities: readonly string[];
  readonly sid: string;
}

export interface IdTokenRequest {
  readonly client: AppRegistration;
  readonly identity: Identity;
  readonly nonce: string | undefined;
  readonly amr: readonly string[];
  readonly sid: string;
}

export interface Minted {
  readonly token: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export interface Mint {
  accessToken(request: AccessTokenRequest): Promise<Minted>;
  idToken(request: IdTokenRequest): Promise<string>;
}

const pairwise = (...parts: string[]): string =>
  createHash('sha256').update(parts.join('|')).digest('base64url');

export function createMint(options: {
  keys: () => Promise<SigningKeys>;
  clock: ServerClock;
  knobs: TokenKnobs;
  access: EffectiveAccess;
  newId: () => string;
}): Mint {
  const { keys, clock, knobs, access, newId } = options;

  const sign = async (claims: Record<string, unknown>): Promise<string> => {
    const { privateKey, kid } = await keys();
    return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid }).sign(privateKey);
  };

  return {
    async accessToken({ client, identity, resource, audience, scp, amr, acrs, capabilities, sid }) {
      const { person, tenant, oid } = identity;
      const now = clock.now();
      const iat = Math.floor(now / 1000);
      const life = capabilities.includes('cp1') ? knobs.caeAccessTokenLifeMs : knobs.accessTokenLifeMs;
      const expiresIn = Math.floor(life / 1000);
      const groups = access.groups(oid);
      const token = await sign({
        aud: audience,
        iss: `https://sts.windows.net/${tenant.id}/`,
        iat,
        nbf: iat,
        exp: iat + expiresIn,
        acr: '1',
        // Opaque to clients. The portal reads the instant of issue from it, finer than `iat`.
        aio: Buffer.from(`${now}|${newId()}`).toString('base64url'),
        ...(acrs.length > 0 ? { acrs: ['p1', ...acrs] } : {}),
        amr,
        app_displayname: client.displayName ?? client.clientId,
        appid: client.clientId,
        appidacr: client.platform === 'spa' ? '0' : '1',
        ...(groups.length > 0 ? { groups } : {}),
        idtyp: 'user',
        name: person.displayName,
        oid,
        scp: scp.join(' '),
        sid,
        sub: pairwise(oid, resource.appId),
        tid: tenant.id,
        unique_name: person.userPrincipalName,
        upn: person.userPrincipalName,
        uti: Buffer.from(newId()).toString('base64url').slice(0, 22),
        ver: '1.0',
        wids: access.wids(oid),
        ...(capabilities.includes('cp1') ? { xms_cc: ['cp1'] } : {}),
      });
      return { token, expiresIn };
    },

    idToken({ client, identity, nonce, amr, sid }) {
      const { person, tenant, oid } = identity;
      const iat = Math.floor(clock.now() / 1000);
      return sign({
        ver: '2.0',
        iss: `https://login.microsoftonline.com/${tenant.id}/v2.0`,
        aud: client.clientId,
        iat,
        nbf: iat,
        exp: iat + 3600,
        aio: newId(),
        amr,
        login_hint: opaqueLoginHint(person),
        name: person.displayName,
        ...(nonce === undefined ? {} : { nonce }),
        oid,
        preferred_username: person.userPrincipalName,
        rh: `1.${pairwise(oid, client.clientId).slice(0, 16)}.`,
        sid,
        sub: pairwise(oid, client.clientId),
        tid: tenant.id,
        uti: Buffer.from(newId()).toString('base64url').slice(0, 22),
      });
    },
  };
}

/** The instant of issue, in milliseconds, from an access token's `aio`. */
export function issuedAtMs(aio: unknown): number | undefined {
  if (typeof aio !== 'string') return undefined;
  const [ms] = Buffer.from(aio, 'base64url').toString().split('|');
  return ms === undefined || !Number.isFinite(Number(ms)) ? undefined : Number(ms);
}
