import { describe, expect, it } from 'vitest';
import { contosoTenant } from '../emulator/seeds/contoso-directory.ts';
import { aadstsForms } from '../emulator/token-service/aadsts-forms.ts';
import { Refusal } from '../emulator/token-service/aadsts.ts';
import {
  authorizeUrl,
  cloud,
  codeOf,
  fragmentOf,
  load,
  postToken,
  signIn,
  textOf,
  windowOf,
} from './token-service-client.ts';

describe('what Entra shows on a page instead of telling the client', () => {
  it.each([
    [
      'a redirect URI that is not registered',
      { redirect_uri: 'https://evil.example/' },
      undefined,
      50011,
      'https://evil.example/',
    ],
    [
      'one that differs by its last slash',
      { redirect_uri: 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org' },
      undefined,
      50011,
      'chromiumapp.org',
    ],
    [
      'a client id nobody registered',
      { client_id: '11111111-1111-4111-8111-111111111111' },
      undefined,
      700016,
      '11111111',
    ],
    ['a tenant that does not exist', {}, 'nowhere.example', 90002, 'nowhere.example'],
  ])('%s', async (_, changes, segment, code, mentioned) => {
    const { location, html } = await load(cloud(), authorizeUrl({ prompt: 'none', ...changes }, segment));
    expect(location).toBeNull();
    expect(textOf(html, 'error-code')).toBe(`AADSTS${code}`);
    expect(textOf(html, 'error-message')).toContain(mentioned);
  });

  it('a single-tenant client at /organizations (AADSTS50194), and in another tenant (AADSTS700016)', async () => {
    const emulator = cloud();
    const clientId = '51461e00-0000-4000-8000-000000000001';
    emulator.directory.addRegistration({
      clientId,
      tenantId: contosoTenant.id,
      multiTenant: false,
      platform: 'spa',
      redirectUris: [],
      consents: {},
    });
    const codeAt = async (segment: string): Promise<string | undefined> =>
      textOf((await load(emulator, authorizeUrl({ client_id: clientId }, segment))).html, 'error-code');
    expect(await codeAt('organizations')).toBe('AADSTS50194');
    expect(await codeAt('fabrikam.onmicrosoft.com')).toBe('AADSTS700016');
    expect(await codeAt(contosoTenant.id)).toBe('AADSTS50011');
  });
});

describe('what returns to the client', () => {
  it.each([
    [
      'scopes of two APIs with /.default',
      { scope: 'https://graph.microsoft.com/.default https://management.azure.com/.default' },
      70011,
      'invalid_scope',
    ],
    ['no scope', { scope: undefined }, 900144, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 900144, 'invalid_request'],
    ['an API that is not there', { scope: 'https://nothing.example/.default' }, 500011, 'invalid_resource'],
    ['claims that are not JSON', { claims: 'c1' }, 9002313, 'invalid_grant'],
  ])('%s', async (_, changes, code, error) => {
    const { location } = await load(cloud(), authorizeUrl(changes));
    const answer = fragmentOf(location ?? '');
    expect(answer).toMatchObject({ error, state: 'the-state' });
    expect(codeOf(answer['error_description'])).toBe(code);
    expect(answer['error_uri']).toBe(`https://login.microsoftonline.com/error?code=${code}`);
  });
});

/** How each error of pim-api.md G comes at the two endpoints. */
const forms: readonly (readonly [code: number, authorize: string, token: string])[] = [
  [16000, 'interaction_required', 'interaction_required'],
  [28000, 'invalid_request', 'invalid_request'],
  [50011, 'page', 'invalid_request'],
  [50058, 'login_required', 'login_required'],
  [50076, 'interaction_required', 'invalid_grant'],
  [50079, 'interaction_required', 'invalid_grant'],
  [50105, 'page', 'invalid_grant'],
  [50173, 'invalid_grant', 'invalid_grant'],
  [50194, 'page', 'invalid_request'],
  [53000, 'page', 'invalid_grant'],
  [53001, 'page', 'invalid_grant'],
  [53003, 'page', 'invalid_grant'],
  [65001, 'consent_required', 'invalid_grant'],
  [65002, 'page', 'invalid_request'],
  [65004, 'access_denied', 'access_denied'],
  [70008, 'invalid_grant', 'invalid_grant'],
  [70043, 'invalid_grant', 'invalid_grant'],
  [90094, 'page', 'access_denied'],
  [90095, 'page', 'access_denied'],
  [500011, 'invalid_resource', 'invalid_resource'],
  [700016, 'page', 'unauthorized_client'],
  [700081, 'invalid_grant', 'invalid_grant'],
  [700082, 'invalid_grant', 'invalid_grant'],
  [700084, 'invalid_grant', 'invalid_grant'],
  [7000218, 'invalid_client', 'invalid_client'],
  [9002313, 'invalid_grant', 'invalid_grant'],
  [9002326, 'invalid_request', 'invalid_request'],
  [9002327, 'invalid_request', 'invalid_request'],
];

describe('errors made to happen', () => {
  it.each(forms)('AADSTS%i at authorize: %s', async (code, form) => {
    const emulator = cloud({ knobs: { token: { forced: [{ code, at: 'authorize' }] } } });
    let shown = '';
    const open = windowOf(emulator, 'ada@contoso.com', { onPage: (_, html) => void (shown = html) });
    if (form === 'page') {
      await expect(open(authorizeUrl(), true)).rejects.toThrow('The user did not approve access.');
      expect(textOf(shown, 'error-code')).toBe(`AADSTS${code}`);
    } else {
      const answer = fragmentOf(await open(authorizeUrl(), true));
      expect({ error: answer['error'], code: codeOf(answer['error_description']) }).toEqual({
        error: form,
        code,
      });
    }
  });

  it.each(forms)('AADSTS%i never shows a page to prompt=none', async (code) => {
    const emulator = cloud({ knobs: { token: { forced: [{ code, at: 'authorize', only: 'none' }] } } });
    const open = windowOf(emulator);
    await signIn(emulator, open);
    const answer = fragmentOf(await open(authorizeUrl({ prompt: 'none' }), false));
    expect(codeOf(answer['error_description'])).toBe(code);
  });

  it.each(forms)('AADSTS%i at authorize %s, at token %s', async (code, _, error) => {
    const emulator = cloud();
    const { redeem } = await signIn(emulator, windowOf(emulator));
    emulator.knobs.token.forced.push({ code, at: 'token', times: 1 });
    const refused = await redeem();
    expect(refused.status).toBe(code === 7000218 ? 401 : 400);
    expect(refused.body).toMatchObject({ error, error_codes: [code] });
    expect(codeOf(refused.body.error_description)).toBe(code);
    expect(refused.body.error_description).not.toMatch(/\{\w+\}/);
    expect((await redeem()).status).toBe(200);
  });

  it('strike one grant, or one client, where that is asked', async () => {
    const emulator = cloud();
    const { redeem } = await signIn(emulator, windowOf(emulator));
    emulator.knobs.token.forced.push(
      { code: 70043, at: 'token', only: 'refresh_token' },
      { code: 65002, at: 'token', clientId: 'another-client' },
    );
    const { body, status } = await redeem();
    expect(status).toBe(200);
    const refused = await postToken(emulator, {
      grant_type: 'refresh_token',
      refresh_token: body.refresh_token,
    });
    expect(refused.body.error_codes).toEqual([70043]);
  });

  it('are all in the catalogue, which knows no others by accident', () => {
    expect(forms.map(([code]) => code).filter((code) => !(code in aadstsForms))).toEqual([]);
    expect(() => new Refusal(12345)).toThrow('AADSTS12345 is not in the catalogue');
  });
});

interface Metadata {
  readonly issuer: string;
  readonly jwks_uri: string;
  readonly keys: readonly unknown[];
  readonly tenant_discovery_endpoint: string;
  readonly metadata: readonly unknown[];
}

describe('metadata', () => {
  it('names the endpoints, the issuer and the key that signs', async () => {
    const emulator = cloud();
    const json = async (path: string) =>
      (await (
        await emulator.fetch(new Request(`https://login.microsoftonline.com${path}`))
      ).json()) as Metadata;
    const configuration = await json(`/${contosoTenant.id}/v2.0/.well-known/openid-configuration`);
    expect(configuration).toMatchObject({
      issuer: `https://login.microsoftonline.com/${contosoTenant.id}/v2.0`,
      token_endpoint: `https://login.microsoftonline.com/${contosoTenant.id}/oauth2/v2.0/token`,
    });
    expect((await json('/organizations/v2.0/.well-known/openid-configuration')).issuer).toContain(
      '{tenantid}',
    );
    const { keys } = await json(new URL(configuration.jwks_uri).pathname);
    expect(keys).toEqual([expect.objectContaining({ kty: 'RSA', alg: 'RS256', kid: 'contract-tests' })]);
    expect(keys[0]).not.toHaveProperty('d');
    const instance = await json(
      '/common/discovery/instance?api-version=1.1&authorization_endpoint=https%3A%2F%2Flogin.microsoftonline.com%2Forganizations%2Foauth2%2Fv2.0%2Fauthorize',
    );
    expect(instance.tenant_discovery_endpoint).toContain('/organizations/');
    expect(instance.metadata[0]).toMatchObject({
      preferred_network: 'login.microsoftonline.com',
      preferred_cache: 'login.windows.net',
    });
  });
});
