import { describe, expect, test } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { createHttpClient, type HttpRequest } from '../../src/http/client.ts';
import { clouds } from '../../src/domain/clouds.ts';
import { createRig, json, refusal, start, thrownBy } from './http-rig.ts';

const read: HttpRequest = { resource: 'graph', method: 'GET', url: '/v1.0/things' };
const write: HttpRequest = { resource: 'arm', method: 'PUT', url: '/things/1', body: { a: [1, null] } };

const challenge =
  'Bearer authorization_uri="https://login.windows.net/", error="invalid_token", ' +
  'claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwgInZhbHVlIjoiMTYwMzc0MjgwMCJ9fX0="';

describe('what is sent', () => {
  test('goes to the host of the API with its own token, never with cookies, never from a cache', async () => {
    const rig = createRig(() => json(200, {}));
    await rig.http.request(write);
    const [request] = rig.sent;
    expect(request).toMatchObject({
      url: 'https://management.azure.com/things/1',
      method: 'PUT',
      body: { a: [1, null] },
      init: { credentials: 'omit', cache: 'no-store', redirect: 'error', referrerPolicy: 'no-referrer' },
    });
    expect(request?.headers.get('authorization')).toBe('Bearer cached-arm-token');
    expect(request?.headers.get('content-type')).toBe('application/json');
    expect(request?.headers.get('x-ms-client-request-id')).toBe('id-1');
    expect(rig.tokensAsked).toEqual([{ resource: 'arm', options: undefined }]);
  });

  test.each([
    'https://example.org/v1.0/things',
    'http://graph.microsoft.com/v1.0/things',
    'https://graph.microsoft.com.example.org/',
    'https://graph.microsoft.com:8443/v1.0/things',
    'https://user:pw@graph.microsoft.com/v1.0/things',
    '//example.org/v1.0/things',
    'https://management.azure.com/things',
    'javascript:alert(1)',
    'https://',
  ])('is never sent to %s', async (url) => {
    const rig = createRig(() => json(200, {}));
    expect(await thrownBy(rig.http.request({ ...read, url }))).toBeInstanceOf(FailureError);
    expect(rig.sent).toHaveLength(0);
    expect(rig.tokensAsked).toHaveLength(0);
  });

  test('may be an absolute address on the host', async () => {
    const rig = createRig(() => json(200, {}));
    await rig.http.request({ ...read, url: 'https://graph.microsoft.com:443/v1.0/things?$skiptoken=x' });
    expect(rig.sent[0]?.url).toBe('https://graph.microsoft.com/v1.0/things?$skiptoken=x');
  });
});

describe('a 401', () => {
  test.each([read, write])('is answered with a renewed token, once: $method', async (request) => {
    const rig = createRig((_sent, n) =>
      n === 0 ? json(401, refusal('InvalidAuthenticationToken')) : json(200, {}),
    );
    await rig.http.request(request);
    expect(rig.tokensAsked.map(({ options }) => options)).toEqual([undefined, { forceRefresh: true }]);
    expect(rig.sent.map(({ headers }) => headers.get('authorization'))).toEqual([
      `Bearer cached-${request.resource}-token`,
      `Bearer fresh-${request.resource}-token`,
    ]);
  });

  test('a second time needs the person, with the claims that were asked for', async () => {
    const rig = createRig(() =>
      json(401, refusal('InvalidAuthenticationToken', 'Continuous access evaluation'), {
        'www-authenticate': challenge,
      }),
    );
    const thrown = await thrownBy(rig.http.request(read));
    expect(thrown).toMatchObject({
      failure: {
        kind: 'moreProofNeeded',
        code: 'InvalidAuthenticationToken',
        status: 401,
        facts: { claims: '{"access_token":{"nbf":{"essential":true, "value":"1603742800"}}}' },
      },
    });
    expect(rig.sent).toHaveLength(2);
    expect(rig.tokensAsked.map(({ options }) => options)).toEqual([
      undefined,
      { forceRefresh: true, claims: '{"access_token":{"nbf":{"essential":true, "value":"1603742800"}}}' },
    ]);
  });

  test.each([read, write])(
    'with a challenge adds its claims to those of the request: $method',
    async (request) => {
      const rig = createRig((_sent, n) =>
        n === 0
          ? json(401, refusal('InvalidAuthenticationToken'), { 'www-authenticate': challenge })
          : json(200, {}),
      );
      const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
      await rig.http.request({ ...request, claims });
      expect(rig.tokensAsked[0]?.options).toEqual({ claims });
      const { forceRefresh, claims: both } = rig.tokensAsked[1]!.options!;
      expect(forceRefresh).toBe(true);
      expect(JSON.parse(both!)).toEqual({
        access_token: {
          acrs: { essential: true, value: 'c1' },
          nbf: { essential: true, value: '1603742800' },
        },
      });
      expect(rig.sent).toHaveLength(2);
    },
  );

  test('that a renewed token with the claims cannot be had for is the token source’s to explain', async () => {
    const failure = { kind: 'moreProofNeeded' as const, facts: { claims: '{}' } };
    let asked = 0;
    const rig = createRig(
      () => json(401, refusal('InvalidAuthenticationToken'), { 'www-authenticate': challenge }),
      {
        token: () => {
          if (asked++ === 0) return 'a-token';
          throw new FailureError(failure);
        },
      },
    );
    expect(await thrownBy(rig.http.request(write))).toMatchObject({ failure });
    expect(rig.sent).toHaveLength(1);
  });

  test('does not renew again when a 429 stands between', async () => {
    const answers = [
      json(401, refusal('x')),
      json(429, refusal('x'), { 'retry-after': '1' }),
      json(401, refusal('x')),
    ];
    const rig = createRig((_sent, n) => answers[n]!);
    expect(await thrownBy(rig.http.request(write))).toMatchObject({ failure: { kind: 'signInNeeded' } });
    expect(rig.tokensAsked.filter(({ options }) => options?.forceRefresh)).toHaveLength(1);
  });

  test('what the token source throws is the caller’s to see, and nothing was sent', async () => {
    const failure = { kind: 'signInNeeded' as const };
    const rig = createRig(() => json(200, {}), {
      token: () => {
        throw new FailureError(failure);
      },
    });
    expect(await thrownBy(rig.http.request(write))).toMatchObject({ failure });
    expect(rig.sent).toHaveLength(0);
  });
});

describe('a token', () => {
  const token = 'eyJhbGciOiJub25lIn0.eyJvaWQiOiIxIn0.c2lnbmF0dXJl';

  test.each([token, 'an-opaque-one'])(
    'that the service quotes is taken out of the failure: %s',
    async (quoted) => {
      const message = `The token ${quoted} is expired`;
      const rig = createRig(() => json(400, refusal('InvalidAuthenticationToken', message)), {
        token: () => quoted,
      });
      const thrown = (await thrownBy(rig.http.request(read))) as FailureError;
      expect(thrown.failure.message).toBe('The token [token] is expired');
      expect(JSON.stringify([thrown.message, thrown.failure, String(thrown.stack)])).not.toContain(quoted);
    },
  );

  test('of somebody else’s that the service quotes is taken out too', async () => {
    const rig = createRig(() => json(400, refusal('InvalidAuthenticationToken', `Not ${token}`)));
    expect(await thrownBy(rig.http.request(read))).toMatchObject({ failure: { message: 'Not [token]' } });
  });

  test('that the platform quotes, because it cannot be sent, is taken out too', async () => {
    const broken = 'not\na-header';
    const http = createHttpClient({
      fetch: (url, init) => fetch(new Request(url, init)),
      tokens: { getToken: async () => broken },
      now: () => start,
      sleep: async () => {},
      newId: () => 'id',
      random: () => 0,
      cloud: clouds.public,
    });
    const thrown = (await thrownBy(http.request(read))) as FailureError;
    expect(thrown).toBeInstanceOf(FailureError);
    expect(JSON.stringify([thrown.message, thrown.failure, String(thrown.stack)])).not.toContain(
      'c2lnbmF0dXJl',
    );
  });
});

describe('the service’s clock', () => {
  test('is learned from its answers, for each API by itself', async () => {
    const ahead = 90_000;
    const rig = createRig(() => json(200, {}, { date: new Date(start + ahead).toUTCString() }));
    expect(rig.http.serverNow('graph')).toBe(start);
    const { serverNow } = await rig.http.request(read);
    expect(serverNow).toBe(start + ahead);
    expect(rig.http.serverNow('graph')).toBe(start + ahead);
    expect(rig.http.serverNow('arm')).toBe(start);
  });

  test('is learned from refusals too, and kept when an answer says nothing', async () => {
    const rig = createRig((_sent, n) =>
      n === 0 ? json(403, refusal('x'), { date: new Date(start - 60_000).toUTCString() }) : json(200, {}),
    );
    await thrownBy(rig.http.request(read));
    expect((await rig.http.request(read)).serverNow).toBe(start - 60_000);
  });
});
