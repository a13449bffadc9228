/** An HTTP client over a scripted service, with a clock of its own: nothing waits, every wait is written down. */
import { createHttpClient, type HttpClient } from '../../src/http/client.ts';
import { clouds } from '../../src/domain/clouds.ts';
import type { Resource } from '../../src/domain/clouds.ts';
import type { TokenOptions } from '../../src/http/token-source.ts';

export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly signal: AbortSignal | null;
  readonly init: RequestInit;
  /** The rig's clock when the request was sent. */
  readonly at: number;
}

/** Answers the n-th request, counted from 0; a thrown error is a broken connection. */
export type Service = (request: Sent, n: number) => Response | Promise<Response>;

export interface Rig {
  readonly http: HttpClient;
  readonly sent: Sent[];
  /** Every wait, in ms. */
  readonly waits: number[];
  readonly tokensAsked: { resource: Resource; options: TokenOptions | undefined }[];
  now(): number;
}

export const start = Date.UTC(2026, 9, 9, 8, 0, 0);

export function createRig(service: Service, options: { timeoutMs?: number; token?: () => string } = {}): Rig {
  let now = start;
  let ids = 0;
  const sent: Sent[] = [];
  const waits: number[] = [];
  const tokensAsked: Rig['tokensAsked'] = [];
  const http = createHttpClient({
    fetch: async (url, init) => {
      const request: Sent = {
        url,
        method: init.method ?? 'GET',
        headers: new Headers(init.headers),
        body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
        signal: init.signal ?? null,
        init,
        at: now,
      };
      sent.push(request);
      return service(request, sent.length - 1);
    },
    tokens: {
      async getToken(resource, tokenOptions) {
        tokensAsked.push({ resource, options: tokenOptions });
        return options.token?.() ?? `${tokenOptions?.forceRefresh ? 'fresh' : 'cached'}-${resource}-token`;
      },
    },
    now: () => now,
    sleep: async (ms) => {
      waits.push(ms);
      now += ms;
    },
    newId: () => `id-${++ids}`,
    cloud: clouds.public,
    random: () => 0.5,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  return { http, sent, waits, tokensAsked, now: () => now };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}

export const refusal = (code: string, message = 'No.') => ({ error: { code, message } });

/** What a promise throws; fails the test when it does not. */
export async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (thrown) {
    return thrown;
  }
  throw new Error('Nothing was thrown');
}
