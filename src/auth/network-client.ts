/**
 * How MSAL speaks to the token service. In place of its own client, which sends a request again by itself and tells
 * neither a time-out from a lost connection nor a broken proxy from a refusal.
 */
import {
  AuthError,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-browser';
import { type Failure, FailureError } from '../domain/failure.ts';
import type { Fetch } from '../http/attempt.ts';

/** Under 30 s, after which a browser stops the worker together with its fetch. */
const timeoutMs = 20_000;

/** A {@link Failure} in a coat that MSAL hands through unopened; any other error it would replace. */
export class NetworkFailure extends AuthError {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind, '');
    // The constructor of `AuthError` fixes the prototype.
    Object.setPrototypeOf(this, NetworkFailure.prototype);
    this.failure = failure;
  }
}

/**
 * Throws a {@link NetworkFailure} `offline`, `timeout`, `serverError`, `throttled` or `unreadable`.
 * @param signal ends every request; its reason is thrown when it is a `FailureError`
 */
export function createNetworkClient(options: { fetch: Fetch; signal: AbortSignal }): INetworkModule {
  async function send<T>(url: string, init: RequestInit): Promise<NetworkResponse<T>> {
    let response: Response;
    let text: string;
    try {
      const signal = AbortSignal.any([options.signal, AbortSignal.timeout(timeoutMs)]);
      response = await options.fetch(url, { ...init, signal });
      text = await response.text();
    } catch (thrown) {
      throw new NetworkFailure(lost(thrown, options.signal));
    }
    const { status } = response;
    if (status === 429) throw new NetworkFailure({ kind: 'throttled', status });
    if (status >= 500) throw new NetworkFailure({ kind: 'serverError', status });
    return { status, headers: Object.fromEntries(response.headers), body: parse<T>(text, status) };
  }

  return {
    sendGetRequestAsync: <T>(url: string, request?: NetworkRequestOptions) =>
      send<T>(url, { method: 'GET', headers: request?.headers ?? {} }),
    sendPostRequestAsync: <T>(url: string, request?: NetworkRequestOptions) =>
      send<T>(url, { method: 'POST', headers: request?.headers ?? {}, body: request?.body ?? '' }),
  };
}

function lost(thrown: unknown, ended: AbortSignal): Failure {
  if (ended.aborted && ended.reason instanceof FailureError) return ended.reason.failure;
  if (thrown instanceof DOMException && thrown.name === 'TimeoutError') return { kind: 'timeout' };
  return { kind: 'offline', message: thrown instanceof Error ? thrown.message : String(thrown) };
}

function parse<T>(text: string, status: number): T {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which may hold a token.
    body = undefined;
  }
  if (typeof body !== 'object' || body === null) throw new NetworkFailure({ kind: 'unreadable', status });
  return body as T;
}
