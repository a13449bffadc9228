import { describe, expect, it } from 'vitest';
import { createSaveSettings } from '../../src/background/use-cases/save-settings.ts';
import { createSignIn, type SignInAuth, type SignedIn } from '../../src/background/use-cases/sign-in.ts';
import { createWorkerState } from '../../src/background/worker-state.ts';
import type { Account } from '../../src/domain/account.ts';
import { FailureError } from '../../src/domain/failure.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { ada, eligibility } from './simulated-worker.ts';

const granted = { graph: ['User.Read'], arm: ['user_impersonation'] };

function setUp(
  auth: Partial<SignInAuth>,
  area = createMemoryStorage(),
  workerId = 'first',
  afterwards: () => Promise<void> = async () => undefined,
) {
  const state = createWorkerState(createItemStore(area));
  const signedIn: Account[] = [];
  const defects: unknown[] = [];
  const useCases = createSignIn({
    state,
    workerId,
    auth: {
      signIn: async () => ({ account: ada, granted }),
      signOut: async () => undefined,
      resume: async () => ({ account: ada, granted }),
      ...auth,
    },
    async onSignedIn(account) {
      signedIn.push(account);
      await afterwards();
    },
    goOn: (work) => void work.catch((error: unknown) => defects.push(error)),
  });
  return { area, state, signedIn, defects, ...useCases };
}

/** A window that stays open until the test closes it. */
function openWindow() {
  let close!: (end: SignedIn | FailureError) => void;
  const window = new Promise<SignedIn>((resolve, reject) => {
    close = (end) => (end instanceof FailureError ? reject(end) : resolve(end));
  });
  return { signIn: () => window, close };
}

describe('signing in', () => {
  it('says at once that a window is open, and then who is signed in', async () => {
    const window = openWindow();
    const { signIn, settled, state, signedIn } = setUp(window);
    await signIn();
    expect(await state.session.read()).toEqual({ status: 'signingIn', workerId: 'first' });
    window.close({ account: ada, granted });
    await settled();
    expect(await state.session.read()).toEqual({ status: 'signedIn', account: ada, granted });
    expect(signedIn).toEqual([ada]);
  });

  it('opens one window however often it is asked', async () => {
    let windows = 0;
    const window = openWindow();
    const { signIn, settled } = setUp({
      signIn() {
        windows++;
        return window.signIn();
      },
    });
    await Promise.all([signIn(), signIn()]);
    await signIn();
    window.close({ account: ada, granted });
    await settled();
    expect(windows).toBe(1);
  });

  it('says that the window was cancelled, and signs in the next time', async () => {
    let cancel = true;
    const { signIn, settled, state } = setUp({
      async signIn() {
        if (cancel) throw new FailureError({ kind: 'signInCancelled' });
        return { account: ada, granted };
      },
    });
    await signIn();
    await settled();
    expect(await state.session.read()).toEqual({ status: 'signedOut', failure: { kind: 'signInCancelled' } });
    cancel = false;
    await signIn();
    await settled();
    expect(await state.session.read()).toEqual({ status: 'signedIn', account: ada, granted });
  });

  it('says in the next worker that signing in was interrupted; the worker that opened the window knows better', async () => {
    const first = setUp(openWindow());
    await first.signIn();
    await first.noticeInterruption();
    expect((await first.state.session.read()).status).toBe('signingIn');

    const second = setUp({}, first.area, 'second');
    await second.noticeInterruption();
    expect(await second.state.session.read()).toEqual({
      status: 'signedOut',
      failure: { kind: 'signInInterrupted' },
    });
    await second.signIn();
    await second.settled();
    expect((await second.state.session.read()).status).toBe('signedIn');
  });

  it('renews the session of the account it has, and keeps it when another account answers', async () => {
    const asked: (Account | undefined)[] = [];
    const { signIn, settled, state, noteSignInNeeded } = setUp({
      async signIn(account) {
        asked.push(account);
        throw new FailureError({ kind: 'otherAccount' });
      },
    });
    await state.session.write({ status: 'signedIn', account: ada, granted });
    await noteSignInNeeded({ kind: 'signInNeeded' });
    expect((await state.session.read()).status).toBe('signInNeeded');
    await signIn();
    await settled();
    expect(asked).toEqual([ada]);
    expect(await state.session.read()).toEqual({
      status: 'signInNeeded',
      account: ada,
      granted,
      failure: { kind: 'otherAccount' },
    });
  });

  it('passes on the claims that a service asked for', async () => {
    const asked: (string | undefined)[] = [];
    const { signIn, settled, state, noteSignInNeeded } = setUp({
      async signIn(_, claims) {
        asked.push(claims);
        return { account: ada, granted };
      },
    });
    await state.session.write({ status: 'signedIn', account: ada, granted });
    await noteSignInNeeded({ kind: 'moreProofNeeded', facts: { claims: '{"access_token":{}}' } });
    await signIn();
    await settled();
    await signIn();
    await settled();
    expect(asked).toEqual(['{"access_token":{}}', undefined]);
  });

  it('is renewed by a proof of the same account, where it needed that, and left alone otherwise', async () => {
    const { state, noteSignInNeeded, noteProved } = setUp({});
    await state.session.write({ status: 'signedIn', account: ada, granted });
    await noteSignInNeeded({ kind: 'signInNeeded' });
    await noteProved({ ...ada, objectId: 'somebody-else' });
    expect((await state.session.read()).status).toBe('signInNeeded');
    await noteProved(ada);
    expect(await state.session.read()).toEqual({ status: 'signedIn', account: ada, granted });
    await state.session.write({ status: 'signedOut' });
    await noteProved(ada);
    expect(await state.session.read()).toEqual({ status: 'signedOut' });
  });

  it('takes up yesterday’s session quietly, or says that signing in is needed', async () => {
    let needed = false;
    const { resume, state } = setUp({
      async resume() {
        if (needed) throw new FailureError({ kind: 'signInNeeded' });
        return { account: ada, granted };
      },
    });
    await resume();
    expect((await state.session.read()).status).toBe('signedOut');
    await state.session.write({ status: 'signedIn', account: ada });
    await resume();
    expect(await state.session.read()).toEqual({ status: 'signedIn', account: ada, granted });
    needed = true;
    await resume();
    expect((await state.session.read()).status).toBe('signInNeeded');
    needed = false;
    await resume();
    expect(await state.session.read()).toEqual({ status: 'signedIn', account: ada, granted });
  });

  it('stays signed in when what follows fails, and reports that', async () => {
    const { signIn, settled, state, defects } = setUp({}, undefined, undefined, async () => {
      throw new Error('no menu');
    });
    await signIn();
    await expect(settled()).rejects.toThrow('no menu');
    expect(await state.session.read()).toEqual({ status: 'signedIn', account: ada, granted });
    expect(defects).toMatchObject([{ message: 'no menu' }]);
  });
});

describe('signing out', () => {
  it('forgets lists and drafts; the journal and the habits stay', async () => {
    const { signOut, state, area } = setUp({});
    await state.session.write({ status: 'signedIn', account: ada });
    const own = state.of(ada);
    await own.eligibilities('azure').write({ rows: [eligibility('azure', 'owner')] });
    await own.roleDrafts.write([]);
    await own.habits.write({ justification: 'Deploy' });
    await own.journal.write([]);
    await signOut();
    expect(Object.keys(area.all()).toSorted()).toEqual([
      `habits/${own.key}`,
      `journal/${own.key}`,
      'session',
    ]);
    expect(await state.session.read()).toEqual({ status: 'signedOut' });
  });

  it('is finished by the next worker when one was stopped in the middle of it', async () => {
    const { finishSignOut, state, area } = setUp({});
    await state.session.write({ status: 'signInNeeded', account: ada });
    await state
      .of(ada)
      .eligibilities('azure')
      .write({ rows: [eligibility('azure', 'owner')] });
    await finishSignOut();
    expect(Object.keys(area.all())).toContain(`eligibilities/${state.of(ada).key}/azure`);
    await state.session.write({ status: 'signedOut' });
    await finishSignOut();
    expect(Object.keys(area.all())).toEqual(['session']);
  });

  it('happens when another registration or tenant is set, not when the portal setting changes', async () => {
    const happened: string[] = [];
    const { state } = setUp({});
    const save = createSaveSettings({
      state,
      signOut: async () => void happened.push('signed out'),
      withdrawPrompts: async () => void happened.push('prompts withdrawn'),
      onSaved: () => undefined,
    });
    await save({ clientId: '', tenant: 'organizations', portal: 'reload' });
    expect(happened).toEqual([]);
    await save({ clientId: '', tenant: 'organizations', portal: 'off' });
    expect(happened).toEqual(['prompts withdrawn']);
    await save({ clientId: '', tenant: 'Contoso.com', portal: 'off' });
    expect(happened).toEqual(['prompts withdrawn', 'signed out']);
    expect(await state.settings.read()).toEqual({ clientId: '', tenant: 'contoso.com', portal: 'off' });
  });
});
