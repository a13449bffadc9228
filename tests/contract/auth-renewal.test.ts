import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Auth } from '../../src/auth/auth.ts';
import { createEmulator, type Emulator } from '../emulator/emulator.ts';
import {
  consentedGraphScopes,
  contosoTenant,
  fabrikamTenant,
  hoistClientId,
  people,
} from '../emulator/seeds/contoso-directory.ts';
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

describe('tokens of one who is signed in', () => {
  let emulator: Emulator;
  let browser: TestBrowser;
  let auth: Auth;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-04T09:30:00Z') });
    emulator = createEmulator({ keys: sharedKeys });
    browser = createTestBrowser(emulator);
    auth = await browser.signIn();
    emulator.journal.clear();
    (browser.flows as unknown[]).length = 0;
  });

  afterEach(() => vi.useRealTimers());

  const grants = () => tokenRequests(emulator).map(({ grant_type }) => grant_type);
  const registration = () => emulator.directory.registration(hoistClientId)!;

  it('come from the cache, also in a worker that was started since', async () => {
    const graph = await auth.getToken('graph');
    const arm = await auth.getToken('arm');
    expect(arm).not.toBe(graph);
    const later = browser.worker();
    expect(await later.getToken('graph')).toBe(graph);
    expect(await later.getToken('arm')).toBe(arm);
    expect(emulator.journal.entries).toEqual([]);
    expect(browser.flows).toEqual([]);
  });

  it('are renewed by refresh token when they have run out', async () => {
    const before = await auth.getToken('graph');
    passTime(2 * hour);
    const after = await browser.worker().getToken('graph');
    expect(after).not.toBe(before);
    expect(claimsOf(after)['exp']).toBeGreaterThan(Date.now() / 1000);
    expect(grants()).toEqual(['refresh_token']);
    expect(browser.flows).toEqual([]);
    // The next worker finds the new one.
    expect(await browser.worker().getToken('graph')).toBe(after);
    expect(grants()).toHaveLength(1);
  });

  it('are made anew when forced, and the new one is kept', async () => {
    const before = await auth.getToken('graph');
    passTime(1000);
    const after = await auth.getToken('graph', { forceRefresh: true });
    expect(after).not.toBe(before);
    expect(await auth.getToken('graph')).toBe(after);
    expect(grants()).toEqual(['refresh_token']);
  });

  it('are not handed out before the next worker could find them', async () => {
    passTime(2 * hour);
    const written = deferred();
    const events: string[] = [];
    browser.beforeWrite = async () => {
      await written.promise;
      events.push('written');
    };
    const asking = auth.getToken('graph').then((token) => {
      events.push('handed out');
      return token;
    });
    await vi.waitFor(() => expect(emulator.journal.last({ method: 'POST' })?.status).toBe(200));
    written.resolve();
    const token = await asking;
    expect(events[0]).toBe('written');
    expect(events.indexOf('handed out')).toBe(events.length - 1);
    expect(JSON.stringify(browser.stored)).toContain(token);
  });

  it('are asked for once by all who want the same', async () => {
    passTime(2 * hour);
    const [first, ...others] = await Promise.all([1, 2, 3, 4].map(() => auth.getToken('graph')));
    expect(others).toEqual([first, first, first]);
    expect(grants()).toEqual(['refresh_token']);
  });

  it('are asked for in the tenant of the account, one resource a request', async () => {
    passTime(2 * hour);
    await auth.getToken('arm');
    const request = emulator.journal.last({ method: 'POST' })!;
    expect(request.path).toBe(`/${contosoTenant.id}/oauth2/v2.0/token`);
    const { scope, claims } = request.body as Record<string, string>;
    expect(scope).toContain('https://management.azure.com/.default');
    expect(scope).not.toContain('graph.microsoft.com');
    expect(claims).toContain('CP1');
  });

  describe('in a new browser session', () => {
    beforeEach(() => browser.quit());

    it('come from the session at Microsoft, without the person', async () => {
      const token = await browser.worker().getToken('graph');
      expect(claimsOf(token)['oid']).toBe(people.ada.id);
      expect(browser.flows).toHaveLength(1);
      const { url, interactive } = browser.flows[0]!;
      expect(interactive).toBe(false);
      expect(url.searchParams.get('prompt')).toBe('none');
      expect(url.searchParams.get('login_hint')).toBe(people.ada.userPrincipalName);
      expect(url.pathname).toContain(contosoTenant.id);
    });

    it('need one flow for both APIs, however they are asked for', async () => {
      const worker = browser.worker();
      await Promise.all([worker.getToken('graph'), worker.getToken('arm'), worker.getToken('graph')]);
      expect(browser.flows).toHaveLength(1);
      expect(grants().toSorted()).toEqual(['authorization_code', 'refresh_token']);
    });

    it('bring the whole session back', async () => {
      const { account, granted } = await browser.worker().resume(browser.account!);
      expect(account).toEqual(browser.account);
      expect(granted.graph.toSorted()).toEqual(consentedGraphScopes.toSorted());
      expect(granted.arm).toEqual(['user_impersonation']);
      expect(browser.flows).toHaveLength(1);
    });

    it('are taken from the cache by a session that is resumed twice', async () => {
      await browser.worker().resume(browser.account!);
      emulator.journal.clear();
      const { granted } = await browser.worker().resume(browser.account!);
      expect(granted.graph.toSorted()).toEqual(consentedGraphScopes.toSorted());
      expect(granted.arm).toEqual(['user_impersonation']);
      expect(emulator.journal.entries).toEqual([]);
    });

    it('need the person when nobody is signed in at Microsoft', async () => {
      browser.dropCookies();
      expect(await failureFrom(browser.worker().resume(browser.account!))).toMatchObject({
        kind: 'signInNeeded',
        code: 'AADSTS50058',
      });
    });

    it('ask the browser once when nobody is signed in, however many ask', async () => {
      browser.dropCookies();
      const worker = browser.worker();
      const kinds = await Promise.all([
        failureFrom(worker.getToken('graph')),
        failureFrom(worker.getToken('arm')),
        failureFrom(worker.getToken('graph', { forceRefresh: true })),
      ]);
      expect(kinds.map(({ kind }) => kind)).toEqual(['signInNeeded', 'signInNeeded', 'signInNeeded']);
      expect(browser.flows).toHaveLength(1);
    });

    it('ask the browser again only after some minutes, in the next worker too', async () => {
      browser.dropCookies();
      const kinds: string[] = [];
      for (let n = 0; n < 16; n++) {
        kinds.push((await failureFrom(browser.worker().getToken(n % 2 ? 'arm' : 'graph'))).kind);
        passTime(60_000);
      }
      expect(new Set(kinds)).toEqual(new Set(['signInNeeded']));
      expect(browser.flows).toHaveLength(4);
    });

    it('ask the browser at once where the person does something, which may know better by then', async () => {
      browser.dropCookies();
      const worker = browser.worker();
      const first = await failureFrom(worker.getToken('graph'));
      expect(await failureFrom(worker.getToken('graph'))).toEqual(first);
      expect(browser.flows).toHaveLength(1);
      await worker.askAgain();
      await failureFrom(worker.getToken('graph'));
      expect(browser.flows).toHaveLength(2);
    });

    it('are had at once where the person signed out and another signs in', async () => {
      browser.dropCookies();
      await failureFrom(browser.worker().getToken('graph'));
      await browser.worker().signOut();
      await failureFrom(browser.worker().getToken('graph'));
      expect(browser.flows).toHaveLength(2);
    });

    it('need the person when a page would have to be shown', async () => {
      browser.launch = () => Promise.reject(new Error('User interaction required.'));
      expect((await failureFrom(browser.worker().getToken('graph'))).kind).toBe('signInNeeded');
    });

    it('are not thought to need the person when there is no network', async () => {
      browser.launch = () => Promise.reject(new Error('Authorization page could not be loaded.'));
      expect((await failureFrom(browser.worker().resume(browser.account!))).kind).toBe('offline');
    });

    it('can be had after the person signed in again', async () => {
      browser.dropCookies();
      const worker = browser.worker();
      await failureFrom(worker.getToken('graph'));
      await worker.signIn();
      expect(claimsOf(await worker.getToken('arm'))['oid']).toBe(people.ada.id);
    });

    it('wait for a window that is open, and profit from it', async () => {
      browser.dropCookies();
      const worker = browser.worker();
      const signingIn = worker.signIn();
      const token = worker.getToken('arm');
      await signingIn;
      expect(claimsOf(await token)['oid']).toBe(people.ada.id);
      expect(browser.flows.map(({ interactive }) => interactive)).toEqual([true]);
    });
  });

  describe('when the refresh token is refused', () => {
    beforeEach(() => passTime(2 * hour));

    it.each([70008, 700082, 700084, 700081, 70043, 50173, 50076])(
      'with AADSTS%i, come from the session at Microsoft',
      async (code) => {
        emulator.knobs.token.forced.push({ code, at: 'token', only: 'refresh_token', times: 1 });
        expect(claimsOf(await auth.getToken('graph'))['oid']).toBe(people.ada.id);
        expect(browser.flows.map(({ interactive }) => interactive)).toEqual([false]);
      },
    );

    it('after its 24 hours, come from the session at Microsoft', async () => {
      passTime(23 * hour);
      expect(claimsOf(await browser.worker().getToken('graph'))['oid']).toBe(people.ada.id);
      expect(browser.flows).toHaveLength(1);
      expect(grants()).toEqual(['authorization_code']);
    });

    it('for want of proof, need the person when the session there cannot prove more', async () => {
      emulator.knobs.token.mfaAtSignIn = true;
      const failure = await failureFrom(auth.getToken('graph'));
      expect(failure).toMatchObject({ kind: 'moreProofNeeded', code: 'AADSTS50076' });
    });

    it('say the more telling of two reasons', async () => {
      emulator.knobs.token.forced.push({ code: 53003, at: 'token', only: 'refresh_token' });
      browser.dropCookies();
      expect(await failureFrom(auth.getToken('graph'))).toMatchObject({
        kind: 'signInBlocked',
        code: 'AADSTS53003',
      });
    });

    it('for want of consent, do not ask the browser', async () => {
      registration().consents[contosoTenant.id]!.arm.length = 0;
      expect(await failureFrom(auth.getToken('arm'))).toMatchObject({
        kind: 'consentMissing',
        code: 'AADSTS65001',
      });
      expect(browser.flows).toEqual([]);
      expect(claimsOf(await auth.getToken('graph'))['oid']).toBe(people.ada.id);
    });

    it('because the sessions were revoked, need the person', async () => {
      passTime(1000);
      emulator.tokens.revokeSessions(people.ada.userPrincipalName);
      expect((await failureFrom(auth.getToken('graph'))).kind).toBe('signInNeeded');
      await auth.signIn(browser.account!);
      expect(claimsOf(await auth.getToken('graph'))['oid']).toBe(people.ada.id);
    });
  });

  describe('when the network fails', () => {
    beforeEach(() => passTime(2 * hour));

    it.each([
      [{ kind: 'reset' }, 'offline'],
      [{ kind: 'status', status: 429, retryAfter: 7 }, 'throttled'],
      [{ kind: 'status', status: 503 }, 'serverError'],
      [{ kind: 'html', status: 200 }, 'unreadable'],
      [{ kind: 'truncated-json' }, 'unreadable'],
    ] as const)('%j is said, and nothing is lost', async (fault, kind) => {
      const handle = emulator.faults.add({ ...fault, host: 'login.microsoftonline.com', method: 'POST' });
      const failure = await failureFrom(auth.getToken('graph'));
      expect(failure.kind).toBe(kind);
      expect(JSON.stringify(failure)).not.toContain('eyJ');
      expect(handle.count).toBe(1);
      expect(browser.flows).toEqual([]);
      handle.remove();
      expect(claimsOf(await auth.getToken('graph'))['oid']).toBe(people.ada.id);
    });
  });

  it('are not there for nobody', async () => {
    browser.account = undefined;
    expect(await failureFrom(auth.getToken('graph'))).toEqual({ kind: 'signInNeeded' });
  });

  describe('of somebody else, brought by a refresh token', () => {
    /** The token service answers with the id token and the home account of another. */
    function answerWith(claims: Record<string, string>, home: { uid: string; utid: string }) {
      passTime(2 * hour);
      const send = browser.networkFetch;
      browser.networkFetch = async (input, init) => {
        browser.networkFetch = send;
        const answer = (await (await send(input, init)).json()) as Record<string, unknown>;
        const idToken = String(answer['id_token']);
        const [head, , tail] = idToken.split('.');
        const body = Buffer.from(JSON.stringify({ ...claimsOf(idToken), ...claims })).toString('base64url');
        const client_info = Buffer.from(JSON.stringify(home)).toString('base64url');
        return Response.json({ ...answer, id_token: `${head}.${body}.${tail}`, client_info });
      };
    }

    it('are thrown away', async () => {
      const alan = { oid: people.alan.id, preferred_username: people.alan.userPrincipalName };
      answerWith(alan, { uid: people.alan.id, utid: contosoTenant.id });
      const failure = await failureFrom(auth.getToken('graph'));
      expect(failure).toMatchObject({
        kind: 'otherAccount',
        facts: { answered: people.alan.userPrincipalName },
      });
      expect(JSON.stringify(browser.stored)).not.toContain(people.alan.id);
      expect(claimsOf(await auth.getToken('graph'))['oid']).toBe(people.ada.id);
    });

    it('are thrown away with all others when it is the same person in another tenant', async () => {
      answerWith({ tid: fabrikamTenant.id }, { uid: people.ada.id, utid: contosoTenant.id });
      expect((await failureFrom(auth.getToken('graph'))).kind).toBe('otherAccount');
      expect(browser.stored).toEqual({});
      expect(claimsOf(await auth.getToken('graph'))['tid']).toBe(contosoTenant.id);
    });
  });
});
