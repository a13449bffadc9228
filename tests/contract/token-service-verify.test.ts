import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Emulator } from '../emulator/emulator.ts';
import { contosoTenant, hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import type { AccessToken, ApiName } from '../emulator/types.ts';
import { claimsOf, cloud } from './token-service-client.ts';

const origins: Record<ApiName, string> = {
  graph: 'https://graph.microsoft.com/v1.0/me',
  arm: 'https://management.azure.com/providers',
  portal: 'https://portal.azure.com/api/summary',
};

const asked = (api: ApiName, token?: string): Request =>
  new Request(origins[api], { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

const issue = (emulator: Emulator, api: ApiName = 'graph', capabilities: string[] = []): Promise<string> =>
  emulator.tokens.issue({ upn: 'ada@contoso.com', clientId: hoistClientId, api, capabilities });

/** The refusal of a token, or a failure where the token was let through. */
async function refusal(emulator: Emulator, api: ApiName, token?: string) {
  const answer = await emulator.authorize(asked(api, token), api);
  if (!(answer instanceof Response)) throw new Error('the token was let through');
  const { error } = (await answer.json()) as {
    error: { code: string; message: string; innerError?: unknown };
  };
  return { status: answer.status, ...error, challenge: answer.headers.get('www-authenticate') ?? '' };
}

const accepted = async (emulator: Emulator, api: ApiName, token: string): Promise<AccessToken> => {
  const answer = await emulator.authorize(asked(api, token), api);
  if (answer instanceof Response) throw new Error(`refused: ${await answer.text()}`);
  return answer;
};

describe('a token that an API accepts', () => {
  it.each(['graph', 'arm'] as const)('tells %s who calls, and may do what', async (api) => {
    const emulator = cloud();
    const token = await accepted(emulator, api, await issue(emulator, api, ['cp1']));
    expect(token).toMatchObject({
      oid: people.ada.id,
      tid: contosoTenant.id,
      appid: hoistClientId,
      amr: ['pwd'],
      xms_cc: ['cp1'],
    });
    expect(token.scp).toContain(
      api === 'arm' ? 'user_impersonation' : 'RoleAssignmentSchedule.ReadWrite.Directory',
    );
    expect(token.exp - token.iat).toBe(4923);
  });
});

describe('a token that an API refuses', () => {
  it('missing', async () => {
    const emulator = cloud();
    expect(await refusal(emulator, 'graph')).toMatchObject({
      status: 401,
      code: 'InvalidAuthenticationToken',
      message: 'Access token is empty.',
      innerError: { 'request-id': expect.any(String), date: '2026-11-23T08:00:00' },
    });
    expect(await refusal(emulator, 'arm')).toMatchObject({ status: 401, code: 'AuthenticationFailed' });
  });

  it('for the other API', async () => {
    const emulator = cloud();
    expect(await refusal(emulator, 'graph', await issue(emulator, 'arm'))).toMatchObject({
      code: 'InvalidAuthenticationToken',
    });
    const arm = await refusal(emulator, 'arm', await issue(emulator, 'graph'));
    expect(arm).toMatchObject({ status: 401, code: 'InvalidAuthenticationTokenAudience' });
    expect(arm.message).toContain("'https://graph.microsoft.com'");
    expect(await refusal(emulator, 'portal', await issue(emulator, 'arm'))).toMatchObject({ status: 401 });
  });

  it('expired by the cloud’s clock, to the second', async () => {
    const emulator = cloud();
    const token = await issue(emulator, 'arm');
    emulator.clock.advance(4_922_000);
    await accepted(emulator, 'arm', token);
    emulator.clock.advance(1000);
    expect(await refusal(emulator, 'arm', token)).toMatchObject({
      status: 401,
      code: 'ExpiredAuthenticationToken',
      message:
        "The access token expiry UTC time '11/23/2026 9:22:03 AM' is earlier than current UTC time '11/23/2026 9:22:03 AM'.",
    });
    const graph = await issue(emulator, 'graph');
    emulator.clock.advance(4_923_000);
    expect((await refusal(emulator, 'graph', graph)).message).toContain('the token is expired');
  });

  it('signed by somebody else, with the same claims and key id', async () => {
    const emulator = cloud();
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT(claimsOf(await issue(emulator)))
      .setProtectedHeader({ alg: 'RS256', kid: 'contract-tests' })
      .sign(privateKey);
    expect(await refusal(emulator, 'graph', forged)).toMatchObject({
      status: 401,
      message: expect.stringContaining('signature'),
    });
  });

  it('not signed, or signed by the public key as if it were a secret', async () => {
    const emulator = cloud();
    const claims = claimsOf(await issue(emulator));
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect((await refusal(emulator, 'graph', `${part({ alg: 'none' })}.${part(claims)}.`)).status).toBe(401);
    const jwks = await emulator.fetch(
      new Request('https://login.microsoftonline.com/common/discovery/v2.0/keys'),
    );
    const secret = new TextEncoder().encode(await jwks.text());
    const confused = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret);
    expect((await refusal(emulator, 'graph', confused)).status).toBe(401);
  });

  it('changed after it was signed', async () => {
    const emulator = cloud();
    const [header, payload, signature] = (await issue(emulator)).split('.');
    const claims = { ...claimsOf(`.${payload}.`), wids: ['62e90394-69f5-4237-9190-012177145e10'] };
    const changed = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
    expect((await refusal(emulator, 'graph', changed)).status).toBe(401);
  });

  it('of another cloud, whose tenants this one does not have', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const keys = async () => ({ kid: 'shared', privateKey, publicKey, jwk });
    const emulator = cloud({ keys });
    const claims = {
      ...claimsOf(await issue(emulator)),
      iss: 'https://sts.windows.net/00000000-0000-4000-8000-000000000000/',
    };
    const foreign = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
    expect((await refusal(emulator, 'arm', foreign)).code).toBe('InvalidAuthenticationTokenTenant');
  });

  it('not a token at all, or an id token', async () => {
    const emulator = cloud();
    expect((await refusal(emulator, 'graph', 'abc')).status).toBe(401);
    expect((await refusal(emulator, 'arm', 'abc')).code).toBe('InvalidAuthenticationToken');
  });
});

describe('continuous access evaluation', () => {
  const claimsIn = (challenge: string): unknown => {
    const encoded = /claims="([^"]+)"/.exec(challenge)?.[1];
    return encoded === undefined ? undefined : JSON.parse(Buffer.from(encoded, 'base64').toString());
  };

  it.each(['graph', 'arm'] as const)('challenges a cp1 token of %s from before a revocation', async (api) => {
    const emulator = cloud();
    const old = await issue(emulator, api, ['cp1']);
    emulator.clock.advance(1500);
    emulator.tokens.revokeSessions('ada@contoso.com');
    const { status, challenge } = await refusal(emulator, api, old);
    expect(status).toBe(401);
    expect(challenge).toMatch(
      api === 'graph' ? /error="insufficient_claims"/ : /User session has been revoked/,
    );
    expect(claimsIn(challenge)).toEqual({
      access_token: { nbf: { essential: true, value: String(1795420802) } },
    });
    await accepted(emulator, api, await issue(emulator, api, ['cp1']));
  });

  it('leaves tokens alone that do not declare cp1: they live on until they expire', async () => {
    const emulator = cloud();
    const old = await issue(emulator);
    emulator.clock.advance(1500);
    emulator.tokens.revokeSessions('ada@contoso.com');
    await accepted(emulator, 'graph', old);
  });

  it('leaves other people alone', async () => {
    const emulator = cloud();
    const old = await issue(emulator, 'graph', ['cp1']);
    emulator.clock.advance(1500);
    emulator.tokens.revokeSessions('alan@contoso.com');
    await accepted(emulator, 'graph', old);
  });
});
