/** Tokens for work that belongs to an account: once somebody else is signed in, there are none for it. */
import { type Account, accountKey } from '../domain/account.ts';
import { FailureError } from '../domain/failure.ts';
import type { TokenSource } from '../http/token-source.ts';

/** Wraps what auth gives out for whoever is signed in, so that it is given out for one account only. */
export interface OwnTokens extends TokenSource {
  /** @throws FailureError `signInNeeded` when the account is not the one that is signed in */
  own<T>(account: Account, ask: () => Promise<T>): Promise<T>;
}

export function createOwnTokens(
  tokens: TokenSource,
  signedIn: () => Promise<Account | undefined>,
): OwnTokens {
  async function own<T>(account: Account, ask: () => Promise<T>): Promise<T> {
    const wanted = accountKey(account);
    const given = await ask();
    // Asked after the token came: whoever is signed in then was so when it was given out, or it was withdrawn.
    const current = await signedIn();
    if (!current || accountKey(current) !== wanted) throw new FailureError({ kind: 'signInNeeded' });
    return given;
  }
  return {
    own,
    /** @throws FailureError `signInNeeded` when the account asked for is not the one that is signed in */
    getToken(resource, options) {
      const ask = () => tokens.getToken(resource, options);
      return options?.account ? own(options.account, ask) : ask();
    },
  };
}
