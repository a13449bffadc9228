/** Tokens for work that belongs to an account: once somebody else is signed in, there are none for it. */
import { type Account, accountKey } from '../domain/account.ts';
import { FailureError } from '../domain/failure.ts';
import type { TokenSource } from '../http/token-source.ts';

export function createOwnTokens(
  tokens: TokenSource,
  signedIn: () => Promise<Account | undefined>,
): TokenSource {
  return {
    /** @throws FailureError `signInNeeded` when the account asked for is not the one that is signed in */
    async getToken(resource, options) {
      const wanted = options?.account && accountKey(options.account);
      const token = await tokens.getToken(resource, options);
      // Asked after the token came: whoever is signed in then was so when it was given out, or it was withdrawn.
      const current = wanted && (await signedIn());
      if (wanted && (!current || accountKey(current) !== wanted))
        throw new FailureError({ kind: 'signInNeeded' });
      return token;
    },
  };
}
