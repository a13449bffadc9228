import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { consentedGraphScopes, contosoTenant, people } from '../emulator/seeds/contoso-directory.ts';
import { claimsOf, failureFrom, passTime } from './auth-browser.ts';
import { desk, grants, signInAnew } from './signed-in-browser.ts';

beforeEach(signInAnew);

afterEach(() => vi.useRealTimers());

describe('tokens of one who is signed in', () => {
  describe('in a new browser session', () => {
    beforeEach(() => desk.browser.quit());

    it('come from the session at Microsoft, without the person', async () => {
      const token = await desk.browser.worker().getToken('graph');
      expect(claimsOf(token)['oid']).toBe(people.ada.id);
      expect(desk.browser.flows).toHaveLength(1);
      const { url, interactive } = desk.browser.flows[0]!;
      expect(interactive).toBe(false);
      expect(url.searchParams.get('prompt')).toBe('none');
      expect(url.searchParams.get('login_hint')).toBe(people.ada.userPrincipalName);
      expect(url.pathname).toContain(contosoTenant.id);
    });

    it('need one flow for both APIs, however they are asked for', async () => {
      const worker = desk.browser.worker();
      await Promise.all([worker.getToken('graph'), worker.getToken('arm'), worker.getToken('graph')]);
      expect(desk.browser.flows).toHaveLength(1);
      expect(grants().toSorted()).toEqual(['authorization_code', 'refresh_token']);
    });

    it('bring the whole session back', async () => {
      const { account, granted } = await desk.browser.worker().resume(desk.browser.account!);
      expect(account).toEqual(desk.browser.account);
      expect(granted.graph.toSorted()).toEqual(consentedGraphScopes.toSorted());
      expect(granted.arm).toEqual(['user_impersonation']);
      expect(desk.browser.flows).toHaveLength(1);
    });

    it('are taken from the cache by a session that is resumed twice', async () => {
      await desk.browser.worker().resume(desk.browser.account!);
      desk.emulator.journal.clear();
      const { granted } = await desk.browser.worker().resume(desk.browser.account!);
      expect(granted.graph.toSorted()).toEqual(consentedGraphScopes.toSorted());
      expect(granted.arm).toEqual(['user_impersonation']);
      expect(desk.emulator.journal.entries).toEqual([]);
    });

    it('need the person when nobody is signed in at Microsoft', async () => {
      desk.browser.dropCookies();
      expect(await failureFrom(desk.browser.worker().resume(desk.browser.account!))).toMatchObject({
        kind: 'signInNeeded',
        code: 'AADSTS50058',
      });
    });

    it('ask the browser once when nobody is signed in, however many ask', async () => {
      desk.browser.dropCookies();
      const worker = desk.browser.worker();
      const kinds = await Promise.all([
        failureFrom(worker.getToken('graph')),
        failureFrom(worker.getToken('arm')),
        failureFrom(worker.getToken('graph', { forceRefresh: true })),
      ]);
      expect(kinds.map(({ kind }) => kind)).toEqual(['signInNeeded', 'signInNeeded', 'signInNeeded']);
      expect(desk.browser.flows).toHaveLength(1);
    });

    it('ask the browser again only after some minutes, in the next worker too', async () => {
      desk.browser.dropCookies();
      const kinds: string[] = [];
      for (let n = 0; n < 16; n++) {
        kinds.push((await failureFrom(desk.browser.worker().getToken(n % 2 ? 'arm' : 'graph'))).kind);
        passTime(60_000);
      }
      expect(new Set(kinds)).toEqual(new Set(['signInNeeded']));
      expect(desk.browser.flows).toHaveLength(4);
    });

    it('ask the browser at once where the person does something, which may know better by then', async () => {
      desk.browser.dropCookies();
      const worker = desk.browser.worker();
      const first = await failureFrom(worker.getToken('graph'));
      expect(await failureFrom(worker.getToken('graph'))).toEqual(first);
      expect(desk.browser.flows).toHaveLength(1);
      await worker.askAgain();
      await failureFrom(worker.getToken('graph'));
      expect(desk.browser.flows).toHaveLength(2);
    });

    it('are had at once where the person signed out and another signs in', async () => {
      desk.browser.dropCookies();
      await failureFrom(desk.browser.worker().getToken('graph'));
      await desk.browser.worker().signOut();
      await failureFrom(desk.browser.worker().getToken('graph'));
      expect(desk.browser.flows).toHaveLength(2);
    });

    it('need the person when a page would have to be shown', async () => {
      desk.browser.launch = () => Promise.reject(new Error('User interaction required.'));
      expect((await failureFrom(desk.browser.worker().getToken('graph'))).kind).toBe('signInNeeded');
    });

    it('are not thought to need the person when there is no network', async () => {
      desk.browser.launch = () => Promise.reject(new Error('Authorization page could not be loaded.'));
      expect((await failureFrom(desk.browser.worker().resume(desk.browser.account!))).kind).toBe('offline');
    });

    it('can be had after the person signed in again', async () => {
      desk.browser.dropCookies();
      const worker = desk.browser.worker();
      await failureFrom(worker.getToken('graph'));
      await worker.signIn();
      expect(claimsOf(await worker.getToken('arm'))['oid']).toBe(people.ada.id);
    });

    it('wait for a window that is open, and profit from it', async () => {
      desk.browser.dropCookies();
      const worker = desk.browser.worker();
      const signingIn = worker.signIn();
      const token = worker.getToken('arm');
      await signingIn;
      expect(claimsOf(await token)['oid']).toBe(people.ada.id);
      expect(desk.browser.flows.map(({ interactive }) => interactive)).toEqual([true]);
    });
  });
});
