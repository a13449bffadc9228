/** The browser's web-auth flow in the place where MSAL would navigate a page. */
import type { INavigationClient } from '@azure/msal-browser';
import { FailureError, type FailureKind } from '../domain/failure.ts';
import type { LaunchWebAuthFlow } from '../platform/sign-in-window.ts';
import { type SignInContext, signInFacts } from './aadsts.ts';

/** A redirect within the token service takes a second or two; a page that waits for somebody never ends. */
const silentTimeoutMs = 15_000;

export interface WebAuthNavigation {
  readonly client: INavigationClient;
  /** Says how the next flow is shown; flows never overlap. */
  prepare(flow: { interactive: boolean; context: SignInContext }): void;
  /** The fragment of the answer to the last flow. @throws FailureError `signInOther` when there is none */
  answer(): string;
}

/** @param signal ends a flow that waits; its reason is thrown. The browser's window stays, its answer is ignored. */
export function createWebAuthNavigation(launch: LaunchWebAuthFlow, signal: AbortSignal): WebAuthNavigation {
  let prepared: { interactive: boolean; context: SignInContext } | undefined;
  let redirect: string | undefined;
  return {
    client: {
      navigateInternal: () => Promise.resolve(false),
      async navigateExternal(url) {
        if (!prepared) throw new Error('A web-auth flow was not prepared.');
        const { interactive, context } = prepared;
        redirect = undefined;
        signal.throwIfAborted();
        try {
          const flow = launch(
            url,
            interactive ? { interactive } : { interactive, timeoutMs: silentTimeoutMs },
          );
          redirect = await Promise.race([flow, aborted(signal)]);
        } catch (thrown) {
          throw thrown instanceof FailureError ? thrown : rejected(thrown, interactive, context);
        }
        return false;
      },
    },
    prepare(flow) {
      prepared = flow;
      redirect = undefined;
    },
    answer() {
      const { hash } = new URL(redirect ?? 'about:blank');
      if (hash.length > 1) return hash;
      throw new FailureError({
        kind: 'signInOther',
        message: 'The sign-in window came back without an answer.',
      });
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

/**
 * Browsers tell a closed window, a page that had to be shown and a page that did not load apart by their sentences
 * alone. A window that was closed on an error page of the token service looks like one that was cancelled: the facts
 * let the person compare (AADSTS50011, AADSTS700016).
 */
function rejected(thrown: unknown, interactive: boolean, context: SignInContext): FailureError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const kind: FailureKind = /could not be loaded|network|error loading/i.test(message)
    ? 'offline'
    : interactive
      ? 'signInCancelled'
      : 'signInNeeded';
  return new FailureError({ kind, message, facts: signInFacts(context) }, { cause: thrown });
}
