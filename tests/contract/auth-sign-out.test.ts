import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmulator, type Emulator } from '../emulator/emulator.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import {
  claimsOf,
  createTestBrowser,
  deferred,
  failureFrom,
  redirectUri,
  type TestBrowser,
} from './auth-browser.ts';
import { sharedKeys } from './shared-keys.ts';

describe('signing out', () => {
  let emulator: Emulator;
  let browser: TestBrowser;

  beforeEach(() => {
    emulator = createEmulator({ keys: sharedKeys });
    browser = createTestBrowser(emulator);
  });

  it('leaves no key, and needs no network', async () => {
    const auth = await browser.signIn();
    expect(Object.keys(browser.stored)).not.toEqual([]);
    browser.networkFetch = () => Promise.reject(new TypeError('Failed to fetch'));
    browser.launch = () => Promise.reject(new Error('Authorization page could not be loaded.'));
    await auth.signOut();
    expect(browser.stored).toEqual({});
    browser.account = undefined;
    expect((await failureFrom(auth.getToken('graph'))).kind).toBe('signInNeeded');
  });

  it('works for a worker that has just been started', async () => {
    await browser.signIn();
    await browser.worker().signOut();
    expect(browser.stored).toEqual({});
  });

  it('ends a sign-in whose window is open, and the next one works', async () => {
    const auth = browser.worker();
    const answer = deferred<string>();
    browser.launch = () => answer.promise;
    const signingIn = failureFrom(auth.signIn());
    await vi.waitFor(() => expect(browser.flows).toHaveLength(1));
    await auth.signOut();
    answer.resolve(`${redirectUri}#code=late&state=late`);
    expect((await signingIn).kind).toBe('signInCancelled');
    expect(browser.stored).toEqual({});

    browser.launch = undefined;
    expect((await auth.signIn()).account.objectId).toBe(people.ada.id);
  });

  it('ends a sign-in that has not come to its window, which then never opens', async () => {
    const auth = browser.worker();
    const signingIn = failureFrom(auth.signIn());
    await auth.signOut();
    expect((await signingIn).kind).toBe('signInCancelled');
    expect(browser.flows).toEqual([]);
    expect((await auth.signIn()).account.objectId).toBe(people.ada.id);
  });

  it('does not end the sign-in that follows at once', async () => {
    const auth = browser.worker();
    browser.launch = () => new Promise<string>(() => undefined);
    const first = failureFrom(auth.signIn());
    await vi.waitFor(() => expect(browser.flows).toHaveLength(1));
    browser.launch = undefined;
    const signedOut = auth.signOut();
    const second = auth.signIn();
    expect((await first).kind).toBe('signInCancelled');
    await signedOut;
    browser.account = (await second).account;
    expect(claimsOf(await auth.getToken('graph'))['oid']).toBe(people.ada.id);
  });

  describe('while an answer is on its way that cannot be stopped', () => {
    const arrived = deferred();
    const released = deferred();

    beforeEach(() => {
      Object.assign(arrived, deferred());
      Object.assign(released, deferred());
    });

    /** Holds the next token answer. */
    function hold() {
      const send = browser.networkFetch;
      browser.networkFetch = async (input, init) => {
        browser.networkFetch = send;
        const response = await send(input, { ...init, signal: null });
        arrived.resolve();
        await released.promise;
        return response;
      };
    }

    it('waits for it and keeps none of it', async () => {
      const auth = await browser.signIn();
      hold();
      const asking = auth.getToken('graph', { forceRefresh: true });
      await arrived.promise;
      const signedOut = auth.signOut();
      released.resolve();
      await Promise.allSettled([signedOut, asking]);
      expect(browser.stored).toEqual({});
      expect(Object.keys(globalThis.sessionStorage)).toEqual([]);
    });

    it('lets the next sign-in wait for it, too', async () => {
      const auth = await browser.signIn();
      hold();
      const asking = auth.getToken('graph', { forceRefresh: true });
      await arrived.promise;
      const signedOut = auth.signOut();
      const before = browser.flows.length;
      const second = auth.signIn();
      // Time enough to open a window, were it not waiting.
      const opened = vi.waitFor(() => expect(browser.flows.length).toBeGreaterThan(before), {
        timeout: 300,
      });
      await expect(opened).rejects.toThrow();
      released.resolve();
      await Promise.allSettled([signedOut, asking]);
      browser.account = (await second).account;
      expect(claimsOf(await auth.getToken('graph'))['oid']).toBe(people.ada.id);
    });

    it.each(['signIn', 'resume'] as const)('does not let %s go on', async (way) => {
      await browser.signIn();
      browser.quit();
      const auth = browser.worker();
      hold();
      const working = failureFrom(auth[way](browser.account!));
      await arrived.promise;
      const signedOut = auth.signOut();
      released.resolve();
      expect((await working).kind).toBe('signInCancelled');
      await signedOut;
      expect(browser.stored).toEqual({});
    });
  });

  it('ends a token request under way, whose answer is not kept', async () => {
    const auth = await browser.signIn();
    const stall = emulator.faults.add({ kind: 'stall', host: 'login.microsoftonline.com', method: 'POST' });
    const asking = failureFrom(auth.getToken('graph', { forceRefresh: true }));
    await vi.waitFor(() => expect(stall.count).toBe(1));
    await auth.signOut();
    stall.remove();
    expect((await asking).kind).toBe('signInCancelled');
    expect(browser.stored).toEqual({});
  });

  it('does not end the sign-in at Microsoft', async () => {
    const auth = await browser.signIn();
    await auth.signOut();
    const { account } = await auth.resume(browser.account!);
    expect(account.objectId).toBe(people.ada.id);
    expect(browser.flows.at(-1)!.interactive).toBe(false);
  });
});
