/**
 * Tokens that were got with claims, kept until they expire: MSAL gives one only once and may answer the next silent
 * request with an older token (pim-api.md F.2). They lie beside MSAL's own in the session cache, so that what the
 * person proved outlives the worker, and go with them at sign-out.
 */
import { type Account, accountKey } from '../domain/account.ts';
import type { Resource } from '../domain/clouds.ts';
import type { TokenAnswer } from './msal-client.ts';
import type { CacheStorage } from './session-cache.ts';

export interface ProvedTokens {
  /** A token for these claims that is good for another while. */
  get(account: Account, resource: Resource, claims: string): TokenAnswer | undefined;
  keep(answer: TokenAnswer, resource: Resource, claims: string): void;
  forget(account: Account, resource: Resource, claims: string): void;
}

const prefix = 'hoist.proved.';
/** A token is not handed out so shortly before its end. */
const marginMs = 60_000;

export function createProvedTokens(storage: CacheStorage, now: () => number): ProvedTokens {
  const nameOf = (account: Account, resource: Resource, claims: string) =>
    `${prefix}${accountKey(account)}/${resource}/${claims}`;

  function dropExpired(): void {
    for (const name of Object.keys(storage)) {
      if (name.startsWith(prefix) && !read(storage, name, now())) storage.removeItem(name);
    }
  }

  return {
    get: (account, resource, claims) => read(storage, nameOf(account, resource, claims), now()),
    keep(answer, resource, claims) {
      dropExpired();
      storage.setItem(nameOf(answer.account, resource, claims), JSON.stringify(answer));
    },
    forget(account, resource, claims) {
      storage.removeItem(nameOf(account, resource, claims));
    },
  };
}

function read(storage: CacheStorage, name: string, now: number): TokenAnswer | undefined {
  const text = storage.getItem(name);
  if (text === null) return undefined;
  // Written by this module alone, in this browser session.
  const answer = JSON.parse(text) as TokenAnswer;
  return answer.expiresAt - marginMs > now ? answer : undefined;
}
