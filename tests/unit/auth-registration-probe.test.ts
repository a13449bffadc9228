import { describe, expect, it } from 'vitest';
import { createRegistrationProbe } from '../../src/auth/registration-probe.ts';

const redirectUri = 'https://example.chromiumapp.org/';
const connection = { clientId: '11111111-2222-4333-8444-555555555555', tenant: 'contoso.com' };

/** A probe whose every request is answered so; `asked` lists the requests. */
function probeOf(answer: () => Response | Promise<Response>) {
  const asked: { url: URL; init: RequestInit }[] = [];
  const probe = createRegistrationProbe({
    redirectUri,
    cloud: 'public',
    async fetch(url, init) {
      asked.push({ url: new URL(url), init });
      return answer();
    },
  });
  return { probe, asked };
}

const page = (text: string, status = 200) => new Response(`<html><p>${text}</p></html>`, { status });

describe('what the token service says of a registration', () => {
  it('is asked as Hoist signs in, without cookies and without following where it leads', async () => {
    const { probe, asked } = probeOf(
      () => new Response(null, { status: 302, headers: { location: redirectUri } }),
    );
    expect(await probe.registration(connection)).toBe('accepted');
    const [{ url, init }] = asked as [(typeof asked)[0]];
    expect(url.origin + url.pathname).toBe(
      'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize',
    );
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: connection.clientId,
      redirect_uri: redirectUri,
      prompt: 'none',
      response_type: 'code',
      code_challenge_method: 'S256',
    });
    expect(url.searchParams.get('code_challenge')).toHaveLength(43);
    expect(init).toMatchObject({ redirect: 'manual', credentials: 'omit' });
  });

  it('is taken from a redirect that the browser does not let anybody look into', async () => {
    const opaque = Object.defineProperty(page(''), 'type', { value: 'opaqueredirect' });
    expect(await probeOf(() => opaque).probe.registration(connection)).toBe('accepted');
  });

  it.each([
    ['AADSTS50011: The redirect URI does not match.', 'redirectMissing'],
    ['AADSTS700016: Application was not found.', 'wrongClient'],
    ['AADSTS50194: Application is not configured as multi-tenant.', 'singleTenantApp'],
  ])('is read from its error page: %s', async (text, kind) => {
    const { probe } = probeOf(() => page(text));
    expect(await probe.registration(connection)).toMatchObject({
      kind,
      code: text.slice(0, text.indexOf(':')),
      message: text,
      facts: { redirectUri, clientId: connection.clientId, tenant: 'contoso.com' },
    });
  });

  it.each([
    ['a page that says nothing of it', 'Pick an account'],
    ['an error that is about the person', 'AADSTS50058: A silent sign-in request was sent.'],
  ])('is unclear after %s', async (_, text) => {
    expect(await probeOf(() => page(text)).probe.registration(connection)).toBe('unclear');
  });
});

describe('what it says of a tenant', () => {
  it('is nothing where there is one', async () => {
    const { probe, asked } = probeOf(() => Response.json({ issuer: 'https://login.microsoftonline.com/…' }));
    expect(await probe.tenant(connection)).toBeUndefined();
    expect(asked[0]?.url.pathname).toBe('/contoso.com/v2.0/.well-known/openid-configuration');
  });

  it('is its own error where there is none', async () => {
    const error_description = "AADSTS90002: Tenant 'contoso.com' not found.\r\nTrace ID: 1";
    const { probe } = probeOf(() =>
      Response.json({ error: 'invalid_tenant', error_description }, { status: 400 }),
    );
    expect(await probe.tenant(connection)).toMatchObject({
      kind: 'wrongTenant',
      code: 'AADSTS90002',
      message: "AADSTS90002: Tenant 'contoso.com' not found.",
    });
  });

  it.each([
    ['offline', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['timeout', () => Promise.reject(new DOMException('too long', 'TimeoutError'))],
    ['throttled', () => page('', 429)],
    ['serverError', () => page('', 503)],
    ['unreadable', () => page('Not here', 404)],
  ] as const)('is %s where nobody could be asked', async (kind, answer) => {
    expect(await probeOf(answer).probe.tenant(connection)).toMatchObject({ kind });
  });
});
