/** Sends one request once and reads its whole answer, within a limit of time. Decides nothing. */

/** The part of the platform's `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type Attempt =
  | { readonly type: 'answered'; readonly status: number; readonly headers: Headers; readonly text: string }
  | { readonly type: 'timedOut' }
  /** The connection failed, broke or was given up by the caller; how far the request came is not known. */
  | { readonly type: 'broken'; readonly message: string };

/** @param limit.signal the caller's own, if it may give up earlier */
export async function attempt(
  fetch: Fetch,
  url: string,
  init: RequestInit,
  limit: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<Attempt> {
  const timeout = AbortSignal.timeout(limit.timeoutMs);
  const signal = limit.signal ? AbortSignal.any([timeout, limit.signal]) : timeout;
  try {
    return await until(signal, async () => {
      const response = await fetch(url, {
        ...init,
        signal,
        // An answer from the browser's cache would carry yesterday's roles and yesterday's clock.
        cache: 'no-store',
        // The token is the only proof of who is asking; the portal's cookies have no business here.
        credentials: 'omit',
        // An API that redirects is not the API: the token must not follow.
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      });
      return {
        type: 'answered',
        status: response.status,
        headers: response.headers,
        text: await response.text(),
      };
    });
  } catch (thrown) {
    if (timeout.aborted) return { type: 'timedOut' };
    return { type: 'broken', message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** Rejects when the signal says so, even where `work` pays no heed to it. */
function until<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}
