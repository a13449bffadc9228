/**
 * Signing in, and tokens for the one who is signed in. Only the worker holds tokens, and only here.
 *
 * A token comes from the cache, by refresh token, or, where these are gone (a new browser session; the 24 hours of a
 * single-page application's refresh token are over), by a web-auth flow without the person.
 */
import { type Account, accountKey, type CloudName } from '../domain/account.ts';
import { type Failure, FailureError, failureOf } from '../domain/failure.ts';
import type { Resource } from '../domain/clouds.ts';
import type { TokenOptions, TokenSource } from '../http/token-source.ts';
import { grantedPermissions } from './endpoints.ts';
import { prepareEnvironment } from './environment.ts';
import { createFlowQueue } from './flow-queue.ts';
import { createMsalClient, type MsalClient, type TokenAnswer, type TokenWish } from './msal-client.ts';
import type { Fetch } from '../http/attempt.ts';
import { createRenewal } from './renewal.ts';
import { createSilentPause } from './silent-pause.ts';
import { createSessionCache, type SessionArea } from './session-cache.ts';
import { createStepUp } from './step-up.ts';
import { groupIdsOf, roleIdsOf } from './token-roles.ts';
import type { LaunchWebAuthFlow } from '../platform/sign-in-window.ts';

export interface AuthConfiguration {
  /** Application (client) id of the registration; empty when there is none. */
  readonly clientId: string;
  /** `organizations`, a tenant id or a verified domain. */
  readonly tenant: string;
  readonly cloud: CloudName;
}

export interface SignedIn {
  readonly account: Account;
  /** Short names of what the tenant consented to, by API, read from the answers. */
  readonly granted: { readonly graph: string[]; readonly arm: string[] };
  /** Why there is no token for Azure; Entra works without. */
  readonly armFailure?: Failure;
}

export interface Auth extends TokenSource {
  /**
   * Opens the sign-in window. Calls that come while it is open share it. Where the token service asks for more proof
   * before it gives a token for Azure, a second window follows; whatever fails there leaves the person signed in.
   * @param account renews the session of this account: its answer alone is accepted. Without it the person picks.
   * @param claims that a refusal asked for, as JSON text
   * @throws FailureError `signInCancelled`, `otherAccount`, or another kind of the sign-in catalogue
   */
  signIn(account?: Account, claims?: string): Promise<SignedIn>;
  /**
   * Has the person prove what the claims ask for, in a window unless it was proved a moment ago; after it `getToken`
   * with these claims needs nobody. Callers that want the same share it, and windows open one after the other.
   * @throws FailureError `signInCancelled`, `otherAccount` with nothing kept, or another kind of the sign-in catalogue
   */
  stepUp(account: Account, wish: StepUpWish): Promise<void>;
  /**
   * Template ids of the directory roles that a Graph token minted now names; `undefined` where it tells none. Later
   * requests use that token.
   * @throws FailureError as {@link TokenSource.getToken}
   */
  roleIdsInNewToken(): Promise<readonly string[] | undefined>;
  /** The same of the groups that it names its holder a member of. */
  groupIdsInNewToken(): Promise<readonly string[] | undefined>;
  /** Forgets the tokens and ends what is under way. Needs no network; the sign-in at Microsoft stays. */
  signOut(): Promise<void>;
  /**
   * Takes up the session of an account without the person.
   * @param anew with new tokens, which name what is granted now
   * @throws FailureError that `needsPerson` when only the person can help
   */
  resume(account: Account, anew?: boolean): Promise<SignedIn>;
  /** The person does something: the browser may be asked for a token again, however short ago that was in vain. */
  askAgain(): Promise<void>;
}

export interface StepUpWish {
  readonly resource: Resource;
  /** As JSON text; `undefined` where nobody said what is missing. */
  readonly claims: string | undefined;
  /** The API has refused the token that was had with these claims: it is not given again. */
  readonly refused?: boolean;
  /** Only a window can help. */
  readonly anew?: boolean;
}

export interface AuthOptions {
  /** Read anew each time. */
  readonly configuration: () => Promise<AuthConfiguration>;
  /** Who is signed in. */
  readonly account: () => Promise<Account | undefined>;
  readonly redirectUri: string;
  readonly launchWebAuthFlow: LaunchWebAuthFlow;
  /** `storage.session`; the only keys there are this module's. */
  readonly session: SessionArea;
  readonly networkFetch: Fetch;
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** The session that a piece of work belongs to. */
interface Begun {
  /** Aborted when somebody signs out. */
  readonly signal: AbortSignal;
  /** The sign-out before, if it is still under way. */
  readonly after: Promise<unknown>;
}

/** One a context: MSAL keeps its cache under a global name. */
export function createAuth(options: AuthOptions): Auth {
  const { redirectUri, launchWebAuthFlow, networkFetch } = options;
  const cache = createSessionCache(options.session);
  const queue = createFlowQueue();
  const pause = createSilentPause(options.session, options.now);
  const renewal = createRenewal(queue, pause);
  const stepUp = createStepUp(queue, renewal, cache, options.now);
  const shared = new Map<string, Promise<unknown>>();
  const underWay = new Set<Promise<unknown>>();
  let life = new AbortController();
  let signingOut: Promise<unknown> = Promise.resolve();
  let opened: { readonly name: string; readonly client: Promise<MsalClient> } | undefined;

  prepareEnvironment(globalThis as never, { storage: cache.storage, pageUrl: redirectUri });

  /** Taken before anything is awaited: work that began before a sign-out must end, and not wait for it. */
  const begin = (): Begun => ({ signal: life.signal, after: signingOut });

  async function open({ signal, after }: Begun): Promise<{ client: MsalClient; tenant: string }> {
    await after.catch(() => undefined);
    const { cloud, clientId, tenant } = await options.configuration();
    if (!clientId) throw new FailureError({ kind: 'notConfigured', facts: { redirectUri } });
    await cache.hydrate();
    signal.throwIfAborted();
    const name = `${cloud}/${clientId}`;
    if (opened?.name !== name) {
      const client = createMsalClient({
        cloud,
        clientId,
        redirectUri,
        cache,
        launchWebAuthFlow,
        networkFetch,
        signal,
      });
      const fresh = { name, client };
      opened = fresh;
      client.catch(() => {
        if (opened === fresh) opened = undefined;
      });
    }
    return { client: await opened.client, tenant };
  }

  /** Callers that ask for the same while it is under way share it; signing out waits for its end. */
  function share<T>(name: string, work: () => Promise<T>): Promise<T> {
    const known = shared.get(name) as Promise<T> | undefined;
    if (known) return known;
    const started = work().finally(() => {
      underWay.delete(started);
      if (shared.get(name) === started) shared.delete(name);
    });
    underWay.add(started);
    shared.set(name, started);
    return started;
  }

  const renew = (
    begun: Begun,
    account: Account,
    resource: Resource,
    { forceRefresh = false, claims }: TokenWish = {},
  ): Promise<TokenAnswer> =>
    share(`${accountKey(account)}/${resource}/${forceRefresh}/${claims ?? ''}`, async () => {
      const { client } = await open(begun);
      if (claims === undefined) return renewal.renew(client, account, resource, { forceRefresh });
      const wanted = { account, resource, claims, signal: begun.signal };
      return stepUp.silently(client, wanted, forceRefresh);
    });

  async function signInAtWindow(wanted: Account | undefined, asked?: string): Promise<SignedIn> {
    const begun = begin();
    const { client, tenant } = await open(begun);
    const graph = await queue.run(async () => {
      const answer = await client.flow({
        resource: 'graph',
        interactive: true,
        account: wanted,
        tenant,
        claims: asked,
      });
      await client.keepOnly(answer.account);
      await renewal.noteSignIn(answer.account);
      return answer;
    });
    const { account } = graph;
    return withArm(begun, graph, async () => {
      try {
        return await client.fromCacheOrRefresh(account, 'arm');
      } catch (thrown) {
        const refused = thrown as FailureError;
        if (refused.failure.kind !== 'moreProofNeeded') throw refused;
        const claims = refused.failure.facts?.['claims'];
        return queue.run(() => client.flow({ resource: 'arm', interactive: true, account, tenant, claims }));
      }
    });
  }

  async function getToken(
    resource: Resource,
    { forceRefresh = false, claims }: TokenOptions = {},
  ): Promise<string> {
    const account = await options.account();
    if (!account) throw new FailureError({ kind: 'signInNeeded' });
    return (await renew(begin(), account, resource, { forceRefresh, claims })).accessToken;
  }

  return {
    getToken,
    roleIdsInNewToken: async () => roleIdsOf(await getToken('graph', { forceRefresh: true })),
    groupIdsInNewToken: async () => groupIdsOf(await getToken('graph', { forceRefresh: true })),
    signIn: (account, claims) => share('signIn', () => signInAtWindow(account, claims)),
    stepUp: (account, { resource, claims, refused = false, anew = false }) =>
      share(`${accountKey(account)}/${resource}/stepUp/${refused}/${anew}/${claims ?? ''}`, async () => {
        const begun = begin();
        const { client } = await open(begun);
        await stepUp.atWindow(client, { account, resource, claims, signal: begun.signal }, { refused, anew });
      }),
    resume: (account, anew = false) =>
      share(`${accountKey(account)}/resume/${anew}`, async () => {
        const begun = begin();
        const token = (resource: Resource) => renew(begun, account, resource, { forceRefresh: anew });
        return withArm(begun, await token('graph'), () => token('arm'));
      }),
    askAgain: pause.end,
    async signOut() {
      life.abort(new FailureError({ kind: 'signInCancelled' }));
      life = new AbortController();
      opened = undefined;
      shared.clear();
      signingOut = Promise.allSettled([signingOut, ...underWay]).then(() =>
        Promise.all([cache.clear(), pause.end()]),
      );
      await signingOut;
    },
  };
}

/** A sign-in with what Azure answered; `granted.arm` is empty when there is no token for it. */
async function withArm(
  { signal }: Begun,
  { account, scopes }: TokenAnswer,
  askArm: () => Promise<TokenAnswer>,
): Promise<SignedIn> {
  const graph = grantedPermissions(scopes);
  const arm = await askArm().catch((thrown: unknown) => failureOf(thrown));
  // Somebody signed out meanwhile: there is no sign-in to tell of, with or without Azure.
  signal.throwIfAborted();
  if ('kind' in arm) return { account, granted: { graph, arm: [] }, armFailure: arm };
  return { account, granted: { graph, arm: grantedPermissions(arm.scopes) } };
}
