/**
 * Signing in and out. The session item says at every moment where it stands, so that a popup that closed when the
 * window took the focus, and a worker that was stopped while it was open, find the truth there.
 */
import { type Failure, failureOf, needsPerson } from '../../domain/failure.ts';
import { type Session, signedOut } from '../../domain/session.ts';
import { type Account, type AccountKey, accountKey } from '../../domain/account.ts';
import type { WorkerState } from '../worker-state.ts';

export interface SignedIn {
  readonly account: Account;
  readonly granted: { readonly graph: string[]; readonly arm: string[] };
}

/** The part of `auth/` that signing in needs. */
export interface SignInAuth {
  /** @param account renews the session of this account: another's answer is refused. Without it the person picks. */
  signIn(account?: Account): Promise<SignedIn>;
  signOut(): Promise<void>;
  /** Takes up the session of an account without the person. */
  resume(account: Account): Promise<SignedIn>;
}

export interface SignInOptions {
  readonly state: WorkerState;
  readonly auth: SignInAuth;
  /** Names this life of the worker. */
  readonly workerId: string;
  /** What follows a sign-in: the lists are read, open activations are followed. */
  readonly onSignedIn: (account: Account) => Promise<void>;
}

export interface SignInUseCases {
  /** Records that a window is opening and returns; the window's end is told by the session item. */
  signIn(): Promise<void>;
  signOut(): Promise<void>;
  /** On wake: a window that another life of the worker opened has nobody waiting for it any more. */
  noticeInterruption(): Promise<void>;
  /** When the browser starts: takes up the session of yesterday, if it can be done without the person. */
  resume(): Promise<void>;
  /** A token could not be had without the person: the lists stay, the session says what is needed. */
  noteSignInNeeded(failure: Failure): Promise<void>;
  /** Resolves when no sign-in of this worker is under way. */
  settled(): Promise<void>;
}

export function createSignIn({ state, auth, workerId, onSignedIn }: SignInOptions): SignInUseCases {
  let underWay: Promise<void> | undefined;

  async function carryOut(): Promise<void> {
    try {
      const { account: known } = await state.session.read();
      const { account, granted } = await auth.signIn(known);
      await state.session.write({ status: 'signedIn', account, granted });
      await onSignedIn(account);
    } catch (thrown) {
      const failure = failureOf(thrown);
      await state.session.update((session) => notSignedIn(session, failure));
    }
  }

  async function noteSignInNeeded(failure: Failure): Promise<void> {
    await state.session.update((session) =>
      session.status === 'signedIn' ? { ...session, status: 'signInNeeded', failure } : session,
    );
  }

  return {
    async signIn() {
      if (underWay) return;
      const started = (async () => {
        await state.session.update(({ failure: _, ...session }) => ({
          ...session,
          status: 'signingIn',
          workerId,
        }));
      })();
      underWay = started.then(carryOut).finally(() => {
        underWay = undefined;
      });
      await started;
    },
    async signOut() {
      const account = await state.account();
      await state.session.write(signedOut);
      await auth.signOut();
      if (account) await forget(state, accountKey(account));
    },
    async noticeInterruption() {
      await state.session.update((session) =>
        session.status === 'signingIn' && session.workerId !== workerId
          ? notSignedIn(session, { kind: 'signInInterrupted' })
          : session,
      );
    },
    async resume() {
      const account = await state.account();
      if (!account) return;
      try {
        const { granted } = await auth.resume(account);
        await state.session.update((session) => (isOf(session, account) ? { ...session, granted } : session));
      } catch (thrown) {
        const failure = failureOf(thrown);
        if (needsPerson(failure)) await noteSignInNeeded(failure);
      }
    },
    noteSignInNeeded,
    async settled() {
      await underWay;
    },
  };
}

function isOf(session: Session, account: Account): boolean {
  return session.account !== undefined && accountKey(session.account) === accountKey(account);
}

/** Back to where it was before the window opened: with an account its lists stay, without one there is none. */
function notSignedIn({ account, granted }: Session, failure: Failure): Session {
  return account
    ? { status: 'signInNeeded', account, failure, ...(granted ? { granted } : {}) }
    : { status: 'signedOut', failure };
}

/** Lists, policies and drafts go with the account; the journal and the habits stay for its next sign-in. */
async function forget(state: WorkerState, account: AccountKey): Promise<void> {
  const rooms = ['eligibilities', 'assignments', 'policies', 'draft'];
  const keys = await Promise.all(rooms.map((room) => state.store.keys(`${room}/${account}`)));
  await state.store.removeAll(keys.flat());
}
