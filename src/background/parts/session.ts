/** Who is signed in, and the check of the setup that it rests on: their use cases, constructed. */
import type { Account } from '../../domain/account.ts';
import type { WorkerLife } from '../ports.ts';
import { type CheckSetup, createCheckSetup } from '../use-cases/check-setup.ts';
import { createSignIn, type SignInUseCases } from '../use-cases/sign-in.ts';

/** What the rest of the worker does then. */
export interface SessionOptions {
  readonly onSignedIn: (account: Account) => Promise<void>;
  /** The permissions are not those that were known before. */
  readonly onGrantsChanged: (account: Account) => void;
  /** While the account is still known. */
  readonly onSigningOut: () => Promise<void>;
  readonly onSignedOut: () => Promise<void>;
}

export interface SessionPart {
  readonly signIn: SignInUseCases;
  readonly checkSetup: CheckSetup;
  signOut(): Promise<void>;
  /** On wake: ends what an earlier life left half done; who is signed in then. */
  takeUp(): Promise<Account | undefined>;
}

export function createSession(life: WorkerLife, options: SessionOptions): SessionPart {
  const { ports, state, services, workerId, goOn } = life;
  const { auth, providers } = services;

  const signIn = createSignIn({
    state,
    auth,
    workerId,
    async onSignedIn(account) {
      const done = options.onSignedIn(account);
      goOn(checkSetup.repeat());
      await done;
    },
    goOn,
  });

  const checkSetup = createCheckSetup({
    state,
    connection: services.connection,
    probe: services.registrationProbe,
    renew: (account) => auth.resume(account, true),
    ask: {
      graph: (account) => providers.entra.listEligibilities(account),
      azure: (account) => providers.azure.listEligibilities(account),
    },
    async onGranted({ account, granted }) {
      const before = (await state.session.read()).granted;
      await signIn.noteGranted(account, granted);
      if (JSON.stringify(before) !== JSON.stringify(granted)) options.onGrantsChanged(account);
    },
    onSignInNeeded: signIn.noteSignInNeeded,
    workerId,
    now: ports.now,
    goOn,
  });

  return {
    signIn,
    checkSetup,
    async signOut() {
      await options.onSigningOut();
      await signIn.signOut();
      await checkSetup.forget();
      await options.onSignedOut();
    },
    async takeUp() {
      await signIn.noticeInterruption();
      await checkSetup.noticeInterruption();
      await signIn.finishSignOut();
      return state.account();
    },
  };
}
