/**
 * Signing in and out. The session item says at every moment where it stands, so that a popup that closed when the
 * window took the focus, and a worker that was stopped while it was open, find the truth there.
 */
import { type Failure, failureOf, needsPerson } from '../../domain/failure.ts';
import { type Session, signedOut } from '../../domain/session.ts';
import { type Account, accountKey } from '../../domain/account.ts';
import type { WorkerState } from '../worker-state.ts';

export interface SignedIn {
  readonly account: Account;
  readonly granted: { readonly graph: string[]; readonly arm: string[] };
}

/** The part of `auth/` that signing in needs. */
export interface SignInAuth {
  /**
   * @param account renews the session of this account: another's answer is refused. Without it the person picks.
   * @param claims that a service asked for, as JSON text
   */
  signIn(account?: Account, claims?: string): Promise<SignedIn>;
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
  /** Goes on with work that nobody waits for. */
  readonly goOn: (work: Promise<unknown>) => void;
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
  /** New tokens without the person say what is granted now, and that the session is good. */
  noteGranted(account: Account, granted: SignedIn['granted']): Promise<void>;
  /** The person proved who they are in a window, which renews a session that needed it. */
  noteProved(account: Account): Promise<void>;
  /** On wake: what a worker left behind that was stopped in the middle of signing out. */
  finishSignOut(): Promise<void>;
  /** Resolves when no sign-in of this worker is under way. */
  settled(): Promise<void>;
}

export function createSignIn({ state, auth, workerId, onSignedIn, goOn }: SignInOptions): SignInUseCases {
  let underWay: Promise<void> | undefined;

  async function carryOut(claims: string | undefined): Promise<void> {
    let signedIn: SignedIn;
    try {
      const { account: known } = await state.session.read();
      signedIn = await auth.signIn(known, claims);
      const { account, granted } = signedIn;
      await state.session.write({ status: 'signedIn', account, granted });
    } catch (thrown) {
      const failure = failureOf(thrown);
      await state.session.update((session) => notSignedIn(session, failure));
      return;
    }
    // What fails from here on leaves the person signed in.
    await onSignedIn(signedIn.account);
  }

  async function noteSignInNeeded(failure: Failure): Promise<void> {
    await state.session.update((session) =>
      session.status === 'signedIn' ? { ...session, status: 'signInNeeded', failure } : session,
    );
  }

  async function noteGranted(account: Account, granted: SignedIn['granted']): Promise<void> {
    await state.session.update((session) => (isOf(session, account) ? resumed(session, granted) : session));
  }

  return {
    async signIn() {
      if (underWay) return;
      let claims: string | undefined;
      const started = (async () => {
        await state.session.update(({ failure, ...session }) => {
          claims = failure?.facts?.['claims'];
          return { ...session, status: 'signingIn', workerId };
        });
      })();
      underWay = started
        .then(() => carryOut(claims))
        .finally(() => {
          underWay = undefined;
        });
      goOn(underWay);
      await started;
    },
    async signOut() {
      const { account } = await state.session.read();
      await auth.signOut();
      await state.session.write(signedOut);
      if (account) await state.of(account).forget();
      await forget(state);
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
        await noteGranted(account, granted);
      } catch (thrown) {
        const failure = failureOf(thrown);
        if (needsPerson(failure)) await noteSignInNeeded(failure);
      }
    },
    noteSignInNeeded,
    noteGranted,
    async noteProved(account) {
      await state.session.update((session) => {
        if (session.status !== 'signInNeeded' || !isOf(session, account)) return session;
        const { failure: _, ...renewed } = session;
        return { ...renewed, status: 'signedIn' };
      });
    },
    async finishSignOut() {
      // Tokens are gone by then, because signing out begins with them.
      if ((await state.session.read()).status === 'signedOut') await forget(state);
    },
    async settled() {
      await underWay;
    },
  };
}

function isOf(session: Session, account: Account): boolean {
  return session.account !== undefined && accountKey(session.account) === accountKey(account);
}

/** A window that is open meanwhile tells its own end. */
function resumed({ failure, ...session }: Session, granted: SignedIn['granted']): Session {
  if (session.status === 'signInNeeded') return { ...session, status: 'signedIn', granted };
  return { ...session, granted, ...(failure ? { failure } : {}) };
}

/** Back to where it was before the window opened: with an account its lists stay, without one there is none. */
function notSignedIn({ account, granted }: Session, failure: Failure): Session {
  return account
    ? { status: 'signInNeeded', account, failure, ...(granted ? { granted } : {}) }
    : { status: 'signedOut', failure };
}

/** Lists, policies, drafts and portal news go with the account; the journals, the habits and the marks of roles stay for its next sign-in. */
async function forget(state: WorkerState): Promise<void> {
  const rooms = [
    'eligibilities',
    'assignments',
    // Parts of lists whose head a worker did not come to write.
    'rows',
    'policies',
    'groupRoles',
    'childScopes',
    'draft',
    'roleDrafts',
    'check',
    'portalNews',
    'approvals',
    'decisionDraft',
    'ending',
  ];
  const keys = await Promise.all(rooms.map((room) => state.store.keys(`${room}/`)));
  if (keys.flat().length > 0) await state.store.removeAll(keys.flat());
}
