import { describe, expect, it } from 'vitest';
import { contosoTenant } from '../emulator/seeds/contoso-directory.ts';
import type { AppRegistration } from '../emulator/types.ts';
import {
  ARM,
  authorizeUrl,
  claimsOf,
  cloud,
  codeOf,
  expectRefusal,
  fragmentOf,
  GRAPH,
  ORIGIN,
  postToken,
  REDIRECT,
  signIn,
  windowOf,
} from './token-service-client.ts';

describe('redeeming a code', () => {
  it('answers with tokens, their scopes by full name and the oddities MSAL relies on', async () => {
    const emulator = cloud();
    const { status, body, headers } = await (await signIn(emulator, windowOf(emulator))).redeem();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 4923,
      ext_expires_in: 4923,
      refresh_token_expires_in: 86_400,
    });
    const scopes = (body.scope as string).split(' ');
    expect(scopes).toContain('https://graph.microsoft.com/RoleAssignmentSchedule.ReadWrite.Directory');
    expect(scopes).toContain(GRAPH);
    expect(scopes).toContain('openid');
    expect(claimsOf(body.access_token)['scp'].split(' ')).toContain(
      'RoleAssignmentSchedule.ReadWrite.Directory',
    );
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(headers.get('cache-control')).toContain('no-store');
  });

  it('for ARM carries its one permission and no OpenID names', async () => {
    const emulator = cloud();
    const scope = `${ARM} openid profile offline_access`;
    const { body } = await (await signIn(emulator, windowOf(emulator), { scope })).redeem();
    expect(body.scope).toBe(`https://management.azure.com/user_impersonation ${ARM}`);
    expect(claimsOf(body.access_token)).toMatchObject({
      aud: 'https://management.azure.com',
      scp: 'user_impersonation',
    });
  });

  it('keeps the older audience of ARM where it was asked for by that name', async () => {
    const emulator = cloud();
    const scope = 'https://management.core.windows.net//.default openid offline_access';
    const { body } = await (await signIn(emulator, windowOf(emulator), { scope })).redeem();
    expect(claimsOf(body.access_token)['aud']).toBe('https://management.core.windows.net/');
  });

  it.each([
    ['a wrong verifier', { code_verifier: 'x'.repeat(43) }, 501481, 'invalid_grant'],
    ['no verifier', { code_verifier: undefined }, 50148, 'invalid_grant'],
    ['a wrong code', { code: '1.AAAA' }, 9002313, 'invalid_grant'],
    ['no code', { code: undefined }, 900144, 'invalid_request'],
    ['another redirect URI', { redirect_uri: 'https://other.example/' }, 500112, 'invalid_client'],
    ['no grant type', { grant_type: undefined }, 900144, 'invalid_request'],
    ['an unknown grant type', { grant_type: 'password' }, 70000, 'invalid_grant'],
    [
      'an unknown client',
      { client_id: '11111111-1111-4111-8111-111111111111' },
      700016,
      'unauthorized_client',
    ],
    [
      'scopes of two APIs',
      { scope: 'User.Read https://management.azure.com/user_impersonation' },
      28000,
      'invalid_request',
    ],
    ['/.default of two APIs', { scope: `${GRAPH} ${ARM}` }, 70011, 'invalid_scope'],
    ['/.default beside a named scope', { scope: `${GRAPH} User.Read` }, 70011, 'invalid_scope'],
    ['an API that does not exist', { scope: 'https://nothing.example/.default' }, 500011, 'invalid_resource'],
    [
      'a permission that does not exist',
      { scope: 'https://graph.microsoft.com/Everything.Do' },
      650053,
      'invalid_client',
    ],
    [
      'a permission nobody consented to',
      { scope: 'https://graph.microsoft.com/Directory.Read.All' },
      65001,
      'invalid_grant',
    ],
    ['one such permission among others', { scope: 'User.Read Directory.Read.All' }, 65001, 'invalid_grant'],
    ['claims that are not JSON', { claims: '{nonsense' }, 9002313, 'invalid_grant'],
  ])('refuses %s', async (_, changes, code, error) => {
    const emulator = cloud();
    expectRefusal(await (await signIn(emulator, windowOf(emulator))).redeem(changes), code, error);
  });

  it('refuses an unknown tenant, and a client of another tenant', async () => {
    const emulator = cloud();
    const signedIn = await signIn(emulator, windowOf(emulator));
    expectRefusal(await signedIn.redeem({}, { segment: 'nowhere.example' }), 90002, 'invalid_request');
    expectRefusal(await signedIn.redeem({}, { segment: 'fabrikam.onmicrosoft.com' }), 50020, 'invalid_grant');
  });

  it('works once', async () => {
    const emulator = cloud();
    const { redeem } = await signIn(emulator, windowOf(emulator));
    expect((await redeem()).status).toBe(200);
    expectRefusal(await redeem(), 54005, 'invalid_grant');
  });

  it('works for ten minutes of the cloud’s clock', async () => {
    const emulator = cloud();
    const { redeem } = await signIn(emulator, windowOf(emulator));
    emulator.clock.advance(10 * 60_000);
    expectRefusal(await redeem(), 70008, 'invalid_grant');
  });

  it('refuses a single-page application that never sent a challenge', async () => {
    const emulator = cloud();
    const { redeem } = await signIn(emulator, windowOf(emulator), {
      code_challenge: undefined,
      code_challenge_method: undefined,
    });
    expectRefusal(await redeem({ code_verifier: undefined }), 9002325, 'invalid_request');
  });

  it('refuses a challenge of the wrong size at once', async () => {
    const emulator = cloud();
    const answer = fragmentOf(await windowOf(emulator)(authorizeUrl({ code_challenge: 'short' }), false));
    expect(codeOf(answer['error_description'])).toBe(501491);
  });

  it('gives no refresh token unless offline_access is asked for, no id token without openid', async () => {
    const emulator = cloud();
    const { body } = await (await signIn(emulator, windowOf(emulator), { scope: GRAPH })).redeem();
    expect(body).toHaveProperty('access_token');
    expect(body).not.toHaveProperty('refresh_token');
    expect(body).not.toHaveProperty('id_token');
  });

  it('carries what Entra writes about an error', async () => {
    const emulator = cloud();
    const signedIn = await signIn(emulator, windowOf(emulator));
    const { body } = await signedIn.redeem({
      code: '1.AAAA',
      'client-request-id': 'f3b1f2a0-0000-4000-8000-00000000beef',
    });
    expect(body).toMatchObject({
      timestamp: '2026-11-23 08:00:00Z',
      correlation_id: 'f3b1f2a0-0000-4000-8000-00000000beef',
      trace_id: expect.any(String),
      error_uri: 'https://login.microsoftonline.com/error?code=9002313',
    });
    const lines = (body.error_description as string).split('\r\n').map((line) => line.split(':')[0]);
    expect(lines).toEqual(['AADSTS9002313', 'Trace ID', 'Correlation ID', 'Timestamp']);
  });
});

describe('the origin rule', () => {
  it('a single-page application must redeem across origins (AADSTS9002327)', async () => {
    const emulator = cloud();
    const { redeem } = await signIn(emulator, windowOf(emulator));
    expectRefusal(await redeem({}, { origin: null }), 9002327, 'invalid_request');
    const { status, body } = await redeem({}, { origin: 'moz-extension://0c4a' });
    expect(status).toBe(200);
    const refresh = { grant_type: 'refresh_token', refresh_token: body.refresh_token, scope: GRAPH };
    expectRefusal(await postToken(emulator, refresh, { origin: null }), 9002327, 'invalid_request');
  });

  const web: AppRegistration = {
    clientId: '3eb00000-0000-4000-8000-000000000001',
    tenantId: contosoTenant.id,
    multiTenant: true,
    platform: 'web',
    redirectUris: [REDIRECT],
    consents: { [contosoTenant.id]: { graph: ['User.Read'], arm: [] } },
  };

  it('any other client must not (AADSTS9002326), and needs a secret (AADSTS7000218)', async () => {
    const emulator = cloud();
    emulator.directory.addRegistration({ ...web, secret: 's3cret' });
    const client_id = web.clientId;
    const { redeem } = await signIn(emulator, windowOf(emulator), { client_id });
    expectRefusal(await redeem({ client_id }), 9002326, 'invalid_request');
    const bare = await redeem({ client_id }, { origin: null });
    expect({ status: bare.status, codes: bare.body.error_codes }).toEqual({
      status: 401,
      codes: [7000218],
    });
    const wrong = await redeem({ client_id, client_secret: 'guess' }, { origin: null });
    expect({ status: wrong.status, codes: wrong.body.error_codes }).toEqual({
      status: 401,
      codes: [7000215],
    });
    expect((await redeem({ client_id, client_secret: 's3cret' }, { origin: null })).status).toBe(200);
  });

  it('a code is for the client that it was given to', async () => {
    const emulator = cloud();
    emulator.directory.addRegistration({ ...web, platform: 'spa' });
    const { redeem } = await signIn(emulator, windowOf(emulator));
    expectRefusal(await redeem({ client_id: web.clientId }), 70000, 'invalid_grant');
  });
});
