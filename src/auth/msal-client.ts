/**
 * MSAL for one registration: tokens from its cache or by refresh token, and the web-auth flow. It runs unpatched in
 * a service worker once its environment is prepared; its hidden iframes, which no worker has, are never reached.
 */
import {
  type AuthenticationResult,
  CacheLookupPolicy,
  createStandardPublicClientApplication,
  type IPublicClientApplication,
} from '@azure/msal-browser';
import type { Account, CloudName } from '../domain/account.ts';
import { FailureError } from '../domain/failure.ts';
import type { Resource } from '../domain/clouds.ts';
import type { SignInContext } from './aadsts.ts';
import { authority, scopesOf } from './endpoints.ts';
import { toFailureError } from './msal-failure.ts';
import type { Fetch } from '../http/attempt.ts';
import { createNetworkClient } from './network-client.ts';
import type { SessionCache } from './session-cache.ts';
import { accountOf, assertSameAccount } from './token-answer.ts';
import type { LaunchWebAuthFlow } from '../platform/sign-in-window.ts';
import { createWebAuthNavigation } from './web-auth.ts';

export interface TokenAnswer {
  readonly account: Account;
  readonly accessToken: string;
  /** As the token service wrote them, resource and all. */
  readonly scopes: readonly string[];
  /** Ms since the epoch. */
  readonly expiresAt: number;
}

export interface FlowRequest {
  readonly resource: Resource;
  /** May the person be shown a page? Without it the flow is asked for with `prompt=none`. */
  readonly interactive: boolean;
  /** Whose answer is wanted; without it the person picks. */
  readonly account?: Account | undefined;
  /** The tenant to sign in to where no account is given. */
  readonly tenant: string;
  /** Claims that a refusal asked for, as JSON text. */
  readonly claims?: string | undefined;
}

/** Of a token that is wanted without the person. */
export interface TokenWish {
  readonly forceRefresh?: boolean;
  /** Claims that it must have, as JSON text; never from MSAL's cache, which does not know what a token was got with. */
  readonly claims?: string | undefined;
}

/** Every method throws a `FailureError`, and `otherAccount` with nothing kept when somebody else's answer came. */
export interface MsalClient {
  fromCacheOrRefresh(account: Account, resource: Resource, wish?: TokenWish): Promise<TokenAnswer>;
  /** The token that lies in the cache and is good, if any; the token service is not asked. */
  fromCache(account: Account, resource: Resource): Promise<TokenAnswer | undefined>;
  /** One at a time: see `flow-queue.ts`. */
  flow(request: FlowRequest): Promise<TokenAnswer>;
  /** Removes the tokens of everybody else. */
  keepOnly(account: Account): Promise<void>;
}

export interface MsalClientOptions {
  readonly cloud: CloudName;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly cache: SessionCache;
  readonly launchWebAuthFlow: LaunchWebAuthFlow;
  readonly networkFetch: Fetch;
  /** Ends whatever waits for the network or a window. */
  readonly signal: AbortSignal;
}

/** The environment must be prepared and the cache hydrated. */
export async function createMsalClient(options: MsalClientOptions): Promise<MsalClient> {
  const { cloud, clientId, redirectUri, cache, signal } = options;
  const navigation = createWebAuthNavigation(options.launchWebAuthFlow, signal);
  const app = await createStandardPublicClientApplication({
    auth: {
      clientId,
      authority: authority(cloud, 'organizations'),
      redirectUri,
      // Without it PIM gives the same authentication-context challenge again and again (pim-api.md 0.4).
      clientCapabilities: ['CP1'],
    },
    cache: { cacheLocation: 'sessionStorage' },
    system: {
      navigationClient: navigation.client,
      networkClient: createNetworkClient({ fetch: options.networkFetch, signal }),
    },
  });

  const contextOf = (tenant: string): SignInContext => ({ cloud, clientId, redirectUri, tenant });

  /** Reads an answer; one that must not be used is thrown away whole. */
  async function accept(result: AuthenticationResult, expected: Account | undefined): Promise<TokenAnswer> {
    try {
      const account = accountOf(cloud, result);
      if (expected) assertSameAccount(expected, account);
      // MSAL leaves the date out only of answers that do not say it: such a token is not kept.
      const expiresAt = result.expiresOn?.getTime() ?? 0;
      return { account, accessToken: result.accessToken, scopes: result.scopes, expiresAt };
    } catch (thrown) {
      // Tokens lie under the home account: a person's other tenant cannot be told apart there, so all goes.
      if (result.account.homeAccountId === expected?.homeAccountId) await cache.clear();
      else await app.clearCache({ account: result.account });
      await cache.flush();
      throw thrown;
    }
  }

  async function runFlow({
    resource,
    interactive,
    account,
    tenant,
    claims,
  }: FlowRequest): Promise<AuthenticationResult> {
    cache.forgetFlow();
    navigation.prepare({ interactive, context: contextOf(account?.tenantId ?? tenant) });
    try {
      await app.acquireTokenRedirect({
        scopes: scopesOf(cloud, resource),
        authority: authority(cloud, account?.tenantId ?? tenant),
        redirectStartPage: redirectUri,
        ...(interactive ? (account ? {} : { prompt: 'select_account' }) : { prompt: 'none' }),
        ...(account ? { loginHint: account.username } : {}),
        ...(claims ? { claims } : {}),
      });
      const hash = navigation.answer();
      const result = await app.handleRedirectPromise({ hash, navigateToLoginRequestUrl: false });
      if (result) return result;
      throw new FailureError({
        kind: 'signInOther',
        message: 'The answer belongs to no sign-in that Hoist began.',
      });
    } finally {
      cache.forgetFlow();
    }
  }

  return {
    async fromCacheOrRefresh(account, resource, { forceRefresh = false, claims } = {}) {
      try {
        const result = await silently(app, account, {
          scopes: scopesOf(cloud, resource),
          authority: authority(cloud, account.tenantId),
          forceRefresh,
          ...(claims ? { claims } : {}),
          // The policies beyond this one end in a hidden iframe.
          cacheLookupPolicy: CacheLookupPolicy.AccessTokenAndRefreshToken,
        });
        const answer = await accept(result, account);
        if (!result.fromCache) await cache.flush();
        return answer;
      } catch (thrown) {
        throw toFailureError(thrown, contextOf(account.tenantId));
      }
    },
    async fromCache(account, resource) {
      try {
        const result = await silently(app, account, {
          scopes: scopesOf(cloud, resource),
          authority: authority(cloud, account.tenantId),
          cacheLookupPolicy: CacheLookupPolicy.AccessToken,
        });
        return await accept(result, account);
      } catch {
        return undefined;
      }
    },
    async flow(request) {
      try {
        const answer = await accept(await runFlow(request), request.account);
        await cache.flush();
        return answer;
      } catch (thrown) {
        throw toFailureError(thrown, contextOf(request.account?.tenantId ?? request.tenant));
      }
    },
    async keepOnly(account) {
      const others = app
        .getAllAccounts()
        .filter(({ homeAccountId }) => homeAccountId !== account.homeAccountId);
      for (const other of others) await app.clearCache({ account: other });
      await cache.flush();
    },
  };
}

type Silent = Omit<Parameters<IPublicClientApplication['acquireTokenSilent']>[0], 'account'>;

async function silently(
  app: IPublicClientApplication,
  { homeAccountId, tenantId }: Account,
  request: Silent,
) {
  const account = app.getAccount({ homeAccountId, tenantId });
  if (!account) throw new FailureError({ kind: 'signInNeeded', code: 'no_tokens_found' });
  return app.acquireTokenSilent({ ...request, account });
}
