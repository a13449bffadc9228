import { describe, expect, it } from 'vitest';
import { createNetworkClient, NetworkFailure } from '../../src/auth/network-client.ts';
import { FailureError } from '../../src/domain/failure.ts';

const url = 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token';

async function failureOfPost(answer: typeof fetch, signal = new AbortController().signal) {
  const client = createNetworkClient({ fetch: answer, signal });
  const thrown = await client.sendPostRequestAsync(url, { body: 'a=b' }).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(NetworkFailure);
  return (thrown as NetworkFailure).failure;
}

describe('network client of MSAL', () => {
  it('posts once and hands status, headers and body on', async () => {
    const seen: Request[] = [];
    const client = createNetworkClient({
      signal: new AbortController().signal,
      fetch: async (input, init) => {
        seen.push(new Request(input, init));
        return Response.json(
          { error: 'invalid_grant' },
          { status: 400, headers: { 'x-ms-request-id': '7' } },
        );
      },
    });
    const answer = await client.sendPostRequestAsync(url, {
      headers: { 'content-type': 'text/plain' },
      body: 'a=b',
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
      headers: { 'x-ms-request-id': '7' },
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]!.method).toBe('POST');
    expect(seen[0]!.headers.get('content-type')).toBe('text/plain');
    expect(await seen[0]!.text()).toBe('a=b');
  });

  it('a lost connection is being offline, and is not tried again', async () => {
    let count = 0;
    const failure = await failureOfPost(async () => {
      count++;
      throw new TypeError('fetch failed');
    });
    expect(failure).toEqual({ kind: 'offline', message: 'fetch failed' });
    expect(count).toBe(1);
  });

  it('tells a time-out from a lost connection', async () => {
    const failure = await failureOfPost(async () => {
      throw new DOMException('The operation timed out.', 'TimeoutError');
    });
    expect(failure.kind).toBe('timeout');
  });

  it.each([
    [429, 'throttled'],
    [500, 'serverError'],
    [503, 'serverError'],
  ])('status %i is %s, whatever the body says', async (status, kind) => {
    const failure = await failureOfPost(async () => Response.json({ error: 'invalid_grant' }, { status }));
    expect(failure).toEqual({ kind, status });
  });

  it.each(['<html>Bad proxy</html>', '"text"', '{"access_token":"eyJsecret'])(
    'cannot read %s, and does not quote it',
    async (text) => {
      const failure = await failureOfPost(async () => new Response(text, { status: 200 }));
      expect(failure).toEqual({ kind: 'unreadable', status: 200 });
    },
  );

  it('stops when the session ends, with the reason it ended for', async () => {
    const life = new AbortController();
    const failure = failureOfPost(
      (_, init) =>
        new Promise((_resolve, reject) =>
          init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason as Error)),
        ),
      life.signal,
    );
    life.abort(new FailureError({ kind: 'signInCancelled' }));
    expect(await failure).toEqual({ kind: 'signInCancelled' });
  });
});
