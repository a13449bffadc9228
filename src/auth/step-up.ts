/**
 * Tokens with claims: what an API, or the policy of a role, asks for beyond being signed in (pim-api.md F.2, F.3).
 * Without the person as far as that goes, otherwise in one window, whose proof serves every API that asks the same.
 */
import type { Account } from '../domain/account.ts';
import type { Resource } from '../domain/clouds.ts';
import { FailureError, needsPerson } from '../domain/failure.ts';
import { holdsClaims } from './claims-held.ts';
import type { FlowQueue } from './flow-queue.ts';
import type { MsalClient, TokenAnswer } from './msal-client.ts';
import { createProvedTokens } from './proved-tokens.ts';
import type { Renewal } from './renewal.ts';
import type { SessionCache } from './session-cache.ts';

export interface Wanted {
  readonly account: Account;
  readonly resource: Resource;
  readonly claims: string;
  /** Ends it when somebody signs out. */
  readonly signal: AbortSignal;
}

export interface StepUp {
  /**
   * @param refused whether a token that was thought to have the claims was refused all the same
   * @throws FailureError `moreProofNeeded` with the fact `claims` when only the person can help
   */
  silently(client: MsalClient, wanted: Wanted, refused: boolean): Promise<TokenAnswer>;
  /**
   * Opens a window, unless what the person proved a moment ago is enough.
   * @param wish `refused`: the API has refused the token that was kept; `anew`: only a window can help
   * @throws FailureError `signInCancelled`, `otherAccount`, or another kind of the sign-in catalogue
   */
  atWindow(
    client: MsalClient,
    wanted: Omit<Wanted, 'claims'> & { readonly claims: string | undefined },
    wish: { readonly refused: boolean; readonly anew: boolean },
  ): Promise<void>;
}

export function createStepUp(
  queue: FlowQueue,
  renewal: Renewal,
  cache: SessionCache,
  now: () => number,
): StepUp {
  const proved = createProvedTokens(cache.storage, now);

  async function keep(answer: TokenAnswer, { resource, claims, signal }: Wanted): Promise<TokenAnswer> {
    signal.throwIfAborted();
    proved.keep(answer, resource, claims);
    await cache.flush();
    return answer;
  }

  async function cached(client: MsalClient, { account, resource, claims }: Wanted) {
    const answer = await client.fromCache(account, resource);
    return answer && holdsClaims(answer.accessToken, claims) ? answer : undefined;
  }

  return {
    async silently(client, wanted, refused) {
      const { account, resource, claims } = wanted;
      if (refused) proved.forget(account, resource, claims);
      else {
        const known = proved.get(account, resource, claims) ?? (await cached(client, wanted));
        if (known) return known;
      }
      try {
        return await keep(await renewal.renew(client, account, resource, { claims }), wanted);
      } catch (thrown) {
        if (!(thrown instanceof FailureError) || !needsPerson(thrown.failure)) throw thrown;
        const { failure } = thrown;
        const facts = { ...failure.facts, claims };
        throw new FailureError({ ...failure, kind: 'moreProofNeeded', facts }, { cause: thrown });
      }
    },

    atWindow: (client, { account, resource, claims, signal }, { refused, anew }) =>
      queue.run(async () => {
        signal.throwIfAborted();
        const wanted = claims === undefined ? undefined : { account, resource, claims, signal };
        if (wanted && refused) proved.forget(account, resource, wanted.claims);
        if (!anew) {
          if (wanted && proved.get(account, resource, wanted.claims)) return;
          try {
            const wish = claims === undefined ? { forceRefresh: true } : { claims };
            const answer = await client.fromCacheOrRefresh(account, resource, wish);
            if (wanted) await keep(answer, wanted);
            return;
          } catch (thrown) {
            // Whatever the refresh token was refused for, the window says more; only silence would say nothing there.
            if (!(thrown instanceof FailureError) || unreachable.has(thrown.failure.kind)) throw thrown;
          }
        }
        const { tenantId: tenant } = account;
        const answer = await client.flow({ resource, interactive: true, account, tenant, claims });
        await renewal.noteSignIn(account);
        if (wanted) await keep(answer, wanted);
      }),
  };
}

const unreachable: ReadonlySet<string> = new Set(['offline', 'timeout', 'signInCancelled']);
