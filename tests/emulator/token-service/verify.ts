import { errors, jwtVerify, type JWTPayload } from 'jose';
import type { AccessToken, ApiName, Authorize, ServerClock } from '../types.ts';
import { caeChallenge, unauthorized, type TokenFault } from './challenges.ts';
import type { Directory } from './directory.ts';
import type { SigningKeys } from './keys.ts';
import { issuedAtMs } from './mint.ts';
import { resources } from './resources.ts';
import type { TokenServiceState } from './state.ts';

const list = (claim: unknown): string[] =>
  Array.isArray(claim) ? claim.filter((entry): entry is string => typeof entry === 'string') : [];

const text = (claim: unknown): string => (typeof claim === 'string' ? claim : '');

function accessToken(payload: JWTPayload): AccessToken {
  const issued = issuedAtMs(payload['aio']);
  return {
    oid: text(payload['oid']),
    tid: text(payload['tid']),
    appid: text(payload['appid']),
    scp: text(payload['scp']).split(' ').filter(Boolean),
    amr: list(payload['amr']),
    acrs: list(payload['acrs']),
    xms_cc: list(payload['xms_cc']),
    wids: list(payload['wids']),
    groups: list(payload['groups']),
    iat: payload.iat ?? 0,
    exp: payload.exp ?? 0,
    ...(issued === undefined ? {} : { issuedAtMs: issued }),
  };
}

const faultOf = (error: unknown): TokenFault => {
  if (error instanceof errors.JWTExpired)
    return { kind: 'expired', expiredAt: (error.payload.exp ?? 0) * 1000 };
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return { kind: 'audience', audience: String(error.payload.aud ?? '') };
    if (error.claim === 'nbf') return { kind: 'not-yet' };
    return { kind: 'issuer', issuer: String(error.payload.iss ?? '') };
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JOSEAlgNotAllowed) {
    return { kind: 'signature' };
  }
  return { kind: 'malformed' };
};

/**
 * The check that every API of the cloud makes before it answers: signature, issuer, audience and life, the last
 * against the cloud's clock. A `cp1` token from before a revocation is challenged (CAE); one without lives on.
 * Shapes: pim-api.md F.2 and F.3.
 */
export function createAuthorize(options: {
  keys: () => Promise<SigningKeys>;
  clock: ServerClock;
  directory: Directory;
  state: TokenServiceState;
  newId: () => string;
  /** Told who called, once the token is verified. */
  onCaller: (request: Request, token: AccessToken) => void;
}): Authorize {
  const { keys, clock, directory, state, newId, onCaller } = options;
  const refuse = (api: ApiName, fault: TokenFault): Response =>
    unauthorized(api, fault, { now: clock.now(), newId });

  return async (request, api) => {
    const [scheme, token] = (request.headers.get('authorization') ?? '').split(/\s+/);
    if (!token || scheme?.toLowerCase() !== 'bearer') return refuse(api, { kind: 'missing' });
    let payload: JWTPayload;
    try {
      const { publicKey } = await keys();
      ({ payload } = await jwtVerify(token, publicKey, {
        algorithms: ['RS256'],
        issuer: directory.tenants.map((tenant) => `https://sts.windows.net/${tenant.id}/`),
        audience: [...resources[api].audiences],
        currentDate: new Date(clock.now()),
        requiredClaims: ['exp', 'iat', 'oid', 'tid', 'scp'],
      }));
    } catch (error) {
      return refuse(api, faultOf(error));
    }
    const verified = accessToken(payload);
    const person = directory.personByOid(verified.oid);
    const validFrom = person && state.validFrom.get(person.id);
    const issued = verified.issuedAtMs ?? verified.iat * 1000;
    if (validFrom !== undefined && issued < validFrom && verified.xms_cc.includes('cp1')) {
      return caeChallenge(api, { now: clock.now(), newId, notBefore: validFrom });
    }
    onCaller(request, verified);
    return verified;
  };
}
