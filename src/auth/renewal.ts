/**
 * A token without the person: from the cache, by refresh token, or by a web-auth flow in which the browser's own
 * session at Microsoft answers.
 */
import { type Account, type AccountKey, accountKey } from '../domain/account.ts';
import { FailureError, type FailureKind, needsPerson } from '../domain/failure.ts';
import type { Resource } from '../domain/clouds.ts';
import type { FlowQueue } from './flow-queue.ts';
import type { MsalClient, TokenAnswer, TokenWish } from './msal-client.ts';
import type { SilentPause } from './silent-pause.ts';

/** Failures of a refresh token that the session at Microsoft may make good: it knows more proofs, and the device. */
const browserMayHelp: ReadonlySet<FailureKind> = new Set([
  'signInNeeded',
  'moreProofNeeded',
  'signInBlocked',
]);

export interface Renewal {
  /** @throws FailureError */
  renew(client: MsalClient, account: Account, resource: Resource, wish: TokenWish): Promise<TokenAnswer>;
  /** The person signed in: those who wait in the queue need not ask the browser any more. */
  noteSignIn(account: Account): Promise<void>;
}

export function createRenewal(queue: FlowQueue, pause: SilentPause): Renewal {
  /** How the newest flow ended, so that those who waited for it need not repeat it. */
  let lastFlow:
    | { readonly owner: AccountKey; readonly failure?: FailureError; readonly claims?: string | undefined }
    | undefined;

  async function askBrowser(
    client: MsalClient,
    account: Account,
    resource: Resource,
    claims: string | undefined,
  ): Promise<TokenAnswer> {
    const owner = accountKey(account);
    const tooSoon = await pause.reason(account, resource, claims);
    if (tooSoon) throw new FailureError(tooSoon);
    try {
      const tenant = account.tenantId;
      const answer = await client.flow({ resource, interactive: false, account, tenant, claims });
      lastFlow = { owner };
      await pause.end();
      return answer;
    } catch (thrown) {
      const failure = thrown as FailureError;
      const { kind } = failure.failure;
      if (kind === 'signInNeeded') lastFlow = { owner, failure };
      // Another API asks for the same: the session that could not show it a moment ago still cannot.
      else if (kind === 'moreProofNeeded' && claims) lastFlow = { owner, failure, claims };
      if (needsPerson(failure.failure)) await pause.begin(account, resource, failure.failure, claims);
      throw failure;
    }
  }

  return {
    async renew(client, account, resource, wish) {
      const { claims } = wish;
      const refresh = (): Promise<TokenAnswer> => client.fromCacheOrRefresh(account, resource, wish);
      try {
        return await refresh();
      } catch (thrown) {
        const refused = thrown as FailureError;
        if (!browserMayHelp.has(refused.failure.kind)) throw refused;
        const before = lastFlow;
        return queue.run(async () => {
          if (lastFlow !== before && lastFlow?.owner === accountKey(account)) {
            const { failure, claims: failedFor = claims } = lastFlow;
            if (failure && failedFor === claims) throw moreTelling(refused, failure);
            const answer = await refresh().catch(() => undefined);
            if (answer) return answer;
          }
          return askBrowser(client, account, resource, claims).catch((failure: FailureError) => {
            throw moreTelling(refused, failure);
          });
        });
      }
    },
    async noteSignIn(account) {
      lastFlow = { owner: accountKey(account) };
      await pause.end();
    },
  };
}

/** What a refresh token was refused for says more than the browser's "somebody must sign in". */
function moreTelling(refused: FailureError, failure: FailureError): FailureError {
  return failure.failure.kind === 'signInNeeded' && refused.failure.kind !== 'signInNeeded'
    ? refused
    : failure;
}
