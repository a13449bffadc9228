import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { ServerClock } from '../types.ts';
import type { TokenKnobs } from './knobs.ts';
import type { SignedIn, TokenServiceState } from './state.ts';

const COOKIE = 'ESTSAUTHPERSISTENT';
const NINETY_DAYS = 90 * 24 * 3600;

/** The single sign-on session of one browser with the login host. */
export interface Session {
  accounts(): SignedIn[];
  find(personId: string): SignedIn | undefined;
  /** Records a password sign-in, opening the session where there is none. */
  signIn(personId: string): SignedIn;
  signOut(personId?: string): void;
}

/** Reads the session of this request's browser; writes its cookie when somebody signs in. */
export function openSession(
  c: Context,
  options: { state: TokenServiceState; clock: ServerClock; knobs: TokenKnobs; newId: () => string },
): Session {
  const { state, clock, knobs, newId } = options;
  let id = getCookie(c, COOKIE);
  const all = (): SignedIn[] => (id === undefined ? [] : (state.sessions.get(id) ?? []));
  const valid = (account: SignedIn): boolean => account.at >= (state.validFrom.get(account.personId) ?? 0);

  return {
    accounts: () => all().filter(valid),
    find: (personId) => all().find((account) => account.personId === personId && valid(account)),
    signIn(personId) {
      const account: SignedIn = { personId, sid: newId(), at: clock.now(), amr: ['pwd'], contexts: [] };
      const others = all().filter((other) => other.personId !== personId);
      id ??= newId();
      state.sessions.set(id, [...others, account]);
      setCookie(c, COOKIE, id, {
        path: '/',
        httpOnly: true,
        secure: true,
        sameSite: 'None',
        ...(knobs.persistentSession ? { maxAge: NINETY_DAYS } : {}),
      });
      return account;
    },
    signOut(personId) {
      if (id === undefined) return;
      const left = personId === undefined ? [] : all().filter((account) => account.personId !== personId);
      state.sessions.set(id, left);
      if (left.length === 0) deleteCookie(c, COOKIE, { path: '/', secure: true });
    },
  };
}
