/** The browser's window for signing in at a web page, `identity.launchWebAuthFlow`. */
export interface WebAuthFlowOptions {
  /** Whether the person may be shown a page. */
  readonly interactive: boolean;
  /** For the flow without the person: when to give up, in ms. */
  readonly timeoutMs?: number;
}

/** Resolves with the redirect URL and its fragment; rejects when the person closes the window or a page would be needed. */
export type LaunchWebAuthFlow = (url: string, options: WebAuthFlowOptions) => Promise<string>;

export interface IdentityApi {
  launchWebAuthFlow(details: {
    url: string;
    interactive?: boolean;
    abortOnLoadForNonInteractive?: boolean;
    timeoutMsForNonInteractive?: number;
  }): Promise<string | undefined>;
}

/**
 * Chromium's flow without the person gives up at the first page by default, even one that only redirects; with
 * `abortOnLoadForNonInteractive: false` it waits for the redirect until the time is over. Firefox knows neither
 * member and would refuse a call that has them.
 */
export function createLaunchWebAuthFlow(
  identity: IdentityApi,
  browserKind: 'chromium' | 'firefox',
): LaunchWebAuthFlow {
  return async (url, { interactive, timeoutMs }) => {
    const quiet =
      interactive || browserKind === 'firefox'
        ? {}
        : { abortOnLoadForNonInteractive: false, timeoutMsForNonInteractive: timeoutMs ?? 15_000 };
    const answer = await identity.launchWebAuthFlow({ url, interactive, ...quiet });
    if (!answer) throw new Error('The sign-in window gave no answer.');
    return answer;
  };
}
