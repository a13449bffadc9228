/**
 * The one HTTP client: token, limit of time, retries, and every refusal as a typed failure.
 *
 * Reads are tried again on 429, 500, 502, 503, 504 and broken connections, within bounds. A write is sent again
 * only when it is known not to have been carried out: after a 429, and once after a 401, with or without a claims
 * challenge, which is answered before anything is carried out. Whatever else happens to a
 * write is a {@link WriteLostError}, because sending it twice could activate twice (pim-api.md F.4). A schedule
 * request, which stands in a journal, is not waited for here: a worker killed in the wait would forget the refusal.
 */
import type { Account } from '../domain/account.ts';
import { FailureError, type Failure } from '../domain/failure.ts';
import { mergedClaims } from '../domain/proof.ts';
import { failureOfAnswer, failureOfSilence, parseBody } from './answer.ts';
import { attempt, type Fetch } from './attempt.ts';
import type { Cloud, Resource } from '../domain/clouds.ts';
import { ThrottledError, WriteLostError } from './errors.ts';
import { createGates } from './gate.ts';
import { retryAfterMs } from './retry-after.ts';
import { createServerClock, type OffsetStore } from './server-clock.ts';
import type { TokenSource } from './token-source.ts';

export interface HttpRequest {
  readonly resource: Resource;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A path on the API's host, or an absolute address there (a next link); anything else is refused. */
  readonly url: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** A POST that changes nothing, such as a batch of reads or a validation: it is tried again as a GET is. */
  readonly readsOnly?: boolean;
  /** `false`: every wait is the caller's, who writes it down first; a 429 or a shut gate is thrown at once. */
  readonly waits?: false;
  readonly signal?: AbortSignal | undefined;
  /** Claims that the token must have, as JSON text. */
  readonly claims?: string | undefined;
  /** For a request that is known to be slow; below the 30 s after which the worker is stopped. */
  readonly timeoutMs?: number | undefined;
  /** Names the request in the service's own logs; made up where absent. */
  readonly requestId?: string | undefined;
}

export interface HttpResponse {
  /** 200 to 299. */
  readonly status: number;
  /** Parsed JSON; `undefined` when the answer was empty. */
  readonly body: unknown;
  readonly headers: Headers;
  /** The service's time when it answered, ms since the epoch. */
  readonly serverNow: number;
}

export interface HttpClient {
  /**
   * @throws ThrottledError when the service, or the gate before it, puts the request off for longer than is waited
   *   here; nothing was carried out then
   * @throws WriteLostError when nobody can say whether a write was carried out
   * @throws FailureError when the service refused, could not be reached or could not be understood, and whatever
   *   the token source throws
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** The service's time, ms since the epoch; the browser's until the service has answered once. */
  serverNow(resource: Resource): number;
  /** Ms by which the service's clock is ahead of the browser's, as steady as can be: for times that are stored. */
  aheadMs(resource: Resource): Promise<number>;
  /** The same client for the requests of one account, which are never sent with the token of another. */
  as(account: Account): HttpClient;
}

export interface HttpClientOptions {
  readonly fetch: Fetch;
  readonly tokens: TokenSource;
  /** Ms since the epoch. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly newId: () => string;
  readonly cloud: Cloud;
  /** From 0 to 1; spreads the tries of many clients. */
  readonly random: () => number;
  /** What earlier workers learned of the services' clocks. */
  readonly offsets?: OffsetStore;
  /** For one try, answer included. The worker stops on a fetch of 30 s. */
  readonly timeoutMs?: number;
}

const noOffsets: OffsetStore = { read: async () => ({}), write: () => undefined };
const maxTries = 3;
const maxWaitMs = 20_000;
const concurrencyPerHost = 6;
const retriedOnReads = new Set([500, 502, 503, 504]);

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { fetch, tokens, now, sleep, newId, cloud, random, timeoutMs: usualMs = 20_000 } = options;
  const clock = createServerClock(now, options.offsets ?? noOffsets);
  const gateOf = createGates(now, concurrencyPerHost);
  /** 0.5 to 1 s, then 1 to 2 s, then 2 to 4 s. */
  const backoffMs = (tries: number) => 500 * 2 ** (tries - 1) * (1 + random());

  function throttleMs(headers: Headers, serverNow: number, tries: number): number {
    const wait = retryAfterMs(headers.get('retry-after'), serverNow);
    // A service that says "at once" again and again does not mean it.
    return wait === undefined || (wait === 0 && tries > 1) ? backoffMs(tries) : wait;
  }

  async function request(asked: HttpRequest, account?: Account): Promise<HttpResponse> {
    const { resource, signal, timeoutMs = usualMs } = asked;
    const url = addressOf(cloud.hosts[resource], asked.url);
    const isRead = asked.method === 'GET' || asked.readsOnly === true;
    const gate = gateOf(url.host);
    const requestId = asked.requestId ?? newId();
    let tries = 0;
    let waited = 0;
    let renewals = 0;
    let renew = false;
    let { claims } = asked;
    let throttled: Failure | undefined;
    await clock.ready();

    /** Waits, unless that would be longer than one waits in all. */
    const rest = async (ms: number) => {
      if (asked.waits === false || waited + ms > maxWaitMs) return false;
      waited += ms;
      await sleep(ms);
      return true;
    };

    for (;;) {
      signal?.throwIfAborted();
      const closed = gate.closedForMs();
      if (closed > 0) {
        if (await rest(closed)) continue;
        throw new ThrottledError(now(), closed, throttled);
      }
      const wanted = {
        ...(renew ? { forceRefresh: true } : {}),
        ...(account ? { account } : {}),
        ...(claims ? { claims } : {}),
      };
      const token = await tokens.getToken(resource, renew || account || claims ? wanted : undefined);
      renew = false;
      signal?.throwIfAborted();
      const init = initOf(asked, token, requestId);
      const outcome = await gate.pass(isRead ? 'read' : 'write', async () => {
        const sentAt = now();
        const tried = await attempt(fetch, url.href, init, { timeoutMs, signal });
        if (tried.type !== 'answered') return tried;
        const serverNow = clock.learn(resource, tried.headers, sentAt);
        // Shut before the next one gets the room that this one leaves.
        if (tried.status === 429) gate.closeFor(throttleMs(tried.headers, serverNow, tries + 1));
        return { ...tried, serverNow };
      });
      if (!outcome) continue;

      if (outcome.type !== 'answered') {
        const failure = failureOfSilence(outcome, token, timeoutMs);
        if (!isRead) throw new WriteLostError(failure);
        signal?.throwIfAborted();
        tries++;
        // A read that took the whole time once would take it again.
        const again = outcome.type === 'broken' && tries < maxTries && (await rest(backoffMs(tries)));
        if (!again) throw new FailureError(failure);
        continue;
      }

      const { status, headers, serverNow } = outcome;
      if (status >= 200 && status < 300) {
        const parsed = parseBody(outcome.text);
        if (parsed) return { status, body: parsed.body, headers, serverNow };
        const failure: Failure = { kind: 'unreadable', status };
        throw isRead ? new FailureError(failure) : new WriteLostError(failure);
      }
      const failure = failureOfAnswer(outcome, token);
      if (status === 401 && renewals++ === 0) {
        renew = true;
        // What a challenge asks for is asked for on top (pim-api.md F.3); the token source opens no window for it.
        claims = mergedClaims(claims, failure.facts?.['claims']);
        continue;
      }
      if (status === 429) {
        throttled = failure;
        if (++tries >= maxTries || asked.waits === false)
          throw new ThrottledError(now(), gate.closedForMs(), failure);
        continue;
      }
      // 408 comes from whatever stands before the service, which does not say how far the request came.
      if (status >= 500 || status < 400 || status === 408) {
        if (!isRead) throw new WriteLostError(failure);
        tries++;
        const wait = retryAfterMs(headers.get('retry-after'), serverNow) ?? backoffMs(tries);
        const again = retriedOnReads.has(status) && tries < maxTries && (await rest(wait));
        if (again) continue;
      }
      throw new FailureError(failure);
    }
  }

  const clientOf = (account?: Account): HttpClient => ({
    request: (asked) => request(asked, account),
    serverNow: (resource) => clock.now(resource),
    async aheadMs(resource) {
      await clock.ready();
      return clock.aheadMs(resource);
    },
    as: clientOf,
  });
  return clientOf();
}

/** @throws FailureError `unreadable`, where a token would go to another host or unencrypted: only a next link could ask so */
function addressOf(host: string, url: string): URL {
  const base = `https://${host}`;
  const address = URL.canParse(url, base) ? new URL(url, base) : undefined;
  if (address?.origin === base && !address.username && !address.password) return address;
  throw new FailureError({ kind: 'unreadable', message: `Not an address on ${host}` });
}

function initOf(asked: HttpRequest, token: string, requestId: string): RequestInit {
  const idHeader = asked.resource === 'graph' ? 'client-request-id' : 'x-ms-client-request-id';
  return {
    method: asked.method,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      [idHeader]: requestId,
      ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
  };
}
