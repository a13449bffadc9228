import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contextClaims, mfaClaims } from '../../src/domain/proof.ts';
import { createEmulator, type Emulator } from '../emulator/emulator.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { createSignInWindow } from '../emulator/sign-in-window.ts';
import {
  claimsOf,
  createTestBrowser,
  deferred,
  failureFrom,
  hour,
  passTime,
  type TestBrowser,
  tokenRequests,
} from './auth-browser.ts';
import { sharedKeys } from './shared-keys.ts';

vi.setConfig({ testTimeout: 20_000 });

const claims = contextClaims('c1');

let emulator: Emulator;
let browser: TestBrowser;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  emulator = createEmulator({ keys: sharedKeys });
  browser = createTestBrowser(emulator);
});
afterEach(() => void vi.useRealTimers());

const windows = () => browser.flows.filter(({ interactive }) => interactive);
const ada = () => browser.account!;
const stepUp = (resource: 'graph' | 'arm' = 'graph') => ({ resource, claims }) as const;
const isKept = () => JSON.stringify(browser.stored).includes('hoist.proved');

describe('a token with claims', () => {
  it('is not to be had without the person, which says what is missing and shows nothing', async () => {
    const auth = await browser.signIn();
    expect(await failureFrom(auth.getToken('graph', { claims }))).toMatchObject({
      kind: 'moreProofNeeded',
      code: 'AADSTS50076',
      facts: { claims },
    });
    expect(windows()).toHaveLength(1);
    expect(isKept()).toBe(false);
  });

  it('is kept after a window, for another worker too, and given again without asking', async () => {
    await (await browser.signIn()).stepUp(ada(), stepUp());
    expect(windows()).toHaveLength(2);
    const { url } = windows()[1]!;
    expect(JSON.parse(url.searchParams.get('claims')!)).toMatchObject({
      access_token: { acrs: { value: 'c1' }, xms_cc: { values: ['CP1'] } },
    });
    expect(url.searchParams.get('login_hint')).toBe(ada().username);
    const before = tokenRequests(emulator).length;
    const token = await browser.worker().getToken('graph', { claims });
    expect(claimsOf(token)).toMatchObject({ acrs: ['p1', 'c1'], xms_cc: ['cp1'], oid: ada().objectId });
    expect(tokenRequests(emulator)).toHaveLength(before);
  });

  it('is proved for the other API too, without another window', async () => {
    const auth = await browser.signIn();
    await Promise.all([auth.stepUp(ada(), stepUp('graph')), auth.stepUp(ada(), stepUp('arm'))]);
    expect(windows()).toHaveLength(2);
    for (const resource of ['graph', 'arm'] as const) {
      expect(claimsOf(await auth.getToken(resource, { claims }))['acrs']).toContain('c1');
    }
  });

  it('is shared by whoever asks while the window is open', async () => {
    const auth = await browser.signIn();
    await Promise.all([auth.stepUp(ada(), stepUp()), auth.stepUp(ada(), stepUp())]);
    expect(windows()).toHaveLength(2);
  });

  it('is asked for anew when it was refused, and when it has run out', async () => {
    const auth = await browser.signIn();
    await auth.stepUp(ada(), stepUp());
    const first = await auth.getToken('graph', { claims });
    const second = await auth.getToken('graph', { claims, forceRefresh: true });
    expect(second).not.toBe(first);
    expect(await auth.getToken('graph', { claims })).toBe(second);
    passTime(2 * hour);
    const third = await browser.worker().getToken('graph', { claims });
    expect([first, second]).not.toContain(third);
    expect(claimsOf(third)['acrs']).toContain('c1');
    expect(windows()).toHaveLength(2);
  });

  it('is not asked for where the token at hand has them already', async () => {
    browser.mfa = 'approve';
    emulator.knobs.token.mfaAtSignIn = true;
    const auth = await browser.signIn();
    const plain = await auth.getToken('graph');
    const before = tokenRequests(emulator).length;
    expect(await auth.getToken('graph', { claims: mfaClaims })).toBe(plain);
    expect(tokenRequests(emulator)).toHaveLength(before);
  });

  it('does not stand in for an ordinary one, nor for one with other claims', async () => {
    const auth = await browser.signIn();
    await auth.stepUp(ada(), stepUp());
    emulator.knobs.token.authenticationContexts['c2'] = 'own';
    expect((await failureFrom(auth.getToken('graph', { claims: contextClaims('c2') }))).kind).toBe(
      'moreProofNeeded',
    );
    expect(claimsOf(await auth.getToken('graph', { forceRefresh: true }))).not.toHaveProperty('acrs');
  });
});

describe('the window', () => {
  it('opens anew where the API was not convinced, though the session would do', async () => {
    const auth = await browser.signIn();
    await auth.stepUp(ada(), stepUp());
    await auth.stepUp(ada(), stepUp());
    expect(windows()).toHaveLength(2);
    await auth.stepUp(ada(), { ...stepUp(), anew: true });
    expect(windows()).toHaveLength(3);
  });

  it('can be cancelled and tried again', async () => {
    const auth = await browser.signIn();
    browser.mfa = 'cancel';
    expect((await failureFrom(auth.stepUp(ada(), stepUp()))).kind).toBe('signInCancelled');
    expect(JSON.stringify(browser.stored)).not.toContain('interaction');
    browser.mfa = 'approve';
    await auth.stepUp(ada(), stepUp());
    expect(claimsOf(await auth.getToken('graph', { claims }))['acrs']).toContain('c1');
  });

  it('that another account answers leaves nothing of it, and the session as it was', async () => {
    const auth = await browser.signIn();
    const others = createSignInWindow(emulator, { choose: () => people.grace.userPrincipalName });
    browser.launch = (url, { interactive }) => {
      const asked = new URL(url);
      asked.searchParams.delete('login_hint');
      asked.searchParams.set('prompt', 'select_account');
      return others(asked.href, interactive);
    };
    expect(await failureFrom(auth.stepUp(ada(), stepUp()))).toMatchObject({
      kind: 'otherAccount',
      facts: { expected: ada().username, answered: people.grace.userPrincipalName },
    });
    browser.launch = undefined;
    expect(JSON.stringify(browser.stored)).not.toContain(people.grace.id);
    expect(isKept()).toBe(false);
    expect(claimsOf(await auth.getToken('graph'))['oid']).toBe(ada().objectId);
  });

  it('is not opened where the network is gone', async () => {
    const auth = await browser.signIn();
    browser.networkFetch = () => Promise.reject(new TypeError('Failed to fetch'));
    expect((await failureFrom(auth.stepUp(ada(), stepUp()))).kind).toBe('offline');
    expect(windows()).toHaveLength(1);
  });

  it('that is open at sign-out is given up, and what comes of it is not kept', async () => {
    const auth = await browser.signIn();
    const open = deferred<string>();
    browser.launch = (_, { interactive }) =>
      interactive ? open.promise : Promise.reject(new Error('User interaction required.'));
    const proving = failureFrom(auth.stepUp(ada(), stepUp()));
    await vi.waitFor(() => expect(windows()).toHaveLength(2));
    await auth.signOut();
    expect((await proving).kind).toBe('signInCancelled');
    expect(browser.stored).toEqual({});
  });

  it('leaves the keys of what was proved to sign-out', async () => {
    const auth = await browser.signIn();
    await auth.stepUp(ada(), stepUp());
    expect(isKept()).toBe(true);
    await auth.signOut();
    expect(browser.stored).toEqual({});
  });
});

describe('signing in with claims', () => {
  it('asks for them in the window', async () => {
    await browser.worker().signIn(undefined, claims);
    expect(windows()[0]!.url.searchParams.get('claims')).toContain('"c1"');
  });
});
