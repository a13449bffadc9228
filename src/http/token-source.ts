/** What the HTTP client needs of signing in. Implemented in `auth/`, which alone holds tokens for longer than a call. */

import type { Account } from '../domain/account.ts';
import type { Resource } from '../domain/clouds.ts';

export interface TokenOptions {
  /** Ask the token service even if a cached token would do. */
  readonly forceRefresh?: boolean;
  /** Whose token is wanted: while somebody else is signed in there is none. */
  readonly account?: Account | undefined;
  /**
   * Claims that the token must have been got with, as JSON text. One that is kept is given again unless
   * `forceRefresh` says that it was refused.
   */
  readonly claims?: string | undefined;
}

export interface TokenSource {
  /**
   * An access token for the signed-in account, from the cache, a refresh token or a flow without the person.
   * @throws FailureError `signInNeeded` when only the person can help, `moreProofNeeded` with the fact `claims` where
   *   claims were asked for, or another kind of the sign-in catalogue
   */
  getToken(resource: Resource, options?: TokenOptions): Promise<string>;
}
