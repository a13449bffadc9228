import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { contosoTenant, fabrikamTenant, hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { claimsOf, deferred, failureFrom, hour, passTime } from './auth-browser.ts';
import { desk, grants, signInAnew } from './signed-in-browser.ts';

beforeEach(signInAnew);

afterEach(() => vi.useRealTimers());

const registration = () => desk.emulator.directory.registration(hoistClientId)!;

describe('tokens of one who is signed in', () => {
  it('come from the cache, also in a worker that was started since', async () => {
    const graph = await desk.auth.getToken('graph');
    const arm = await desk.auth.getToken('arm');
    expect(arm).not.toBe(graph);
    const later = desk.browser.worker();
    expect(await later.getToken('graph')).toBe(graph);
    expect(await later.getToken('arm')).toBe(arm);
    expect(desk.emulator.journal.entries).toEqual([]);
    expect(desk.browser.flows).toEqual([]);
  });

  it('are renewed by refresh token when they have run out', async () => {
    const before = await desk.auth.getToken('graph');
    passTime(2 * hour);
    const after = await desk.browser.worker().getToken('graph');
    expect(after).not.toBe(before);
    expect(claimsOf(after)['exp']).toBeGreaterThan(Date.now() / 1000);
    expect(grants()).toEqual(['refresh_token']);
    expect(desk.browser.flows).toEqual([]);
    // The next worker finds the new one.
    expect(await desk.browser.worker().getToken('graph')).toBe(after);
    expect(grants()).toHaveLength(1);
  });

  it('are made anew when forced, and the new one is kept', async () => {
    const before = await desk.auth.getToken('graph');
    passTime(1000);
    const after = await desk.auth.getToken('graph', { forceRefresh: true });
    expect(after).not.toBe(before);
    expect(await desk.auth.getToken('graph')).toBe(after);
    expect(grants()).toEqual(['refresh_token']);
  });

  it('are not handed out before the next worker could find them', async () => {
    passTime(2 * hour);
    const written = deferred();
    const events: string[] = [];
    desk.browser.beforeWrite = async () => {
      await written.promise;
      events.push('written');
    };
    const asking = desk.auth.getToken('graph').then((token) => {
      events.push('handed out');
      return token;
    });
    await vi.waitFor(() => expect(desk.emulator.journal.last({ method: 'POST' })?.status).toBe(200));
    written.resolve();
    const token = await asking;
    expect(events[0]).toBe('written');
    expect(events.indexOf('handed out')).toBe(events.length - 1);
    expect(JSON.stringify(desk.browser.stored)).toContain(token);
  });

  it('are asked for once by all who want the same', async () => {
    passTime(2 * hour);
    const [first, ...others] = await Promise.all([1, 2, 3, 4].map(() => desk.auth.getToken('graph')));
    expect(others).toEqual([first, first, first]);
    expect(grants()).toEqual(['refresh_token']);
  });

  it('are asked for in the tenant of the account, one resource a request', async () => {
    passTime(2 * hour);
    await desk.auth.getToken('arm');
    const request = desk.emulator.journal.last({ method: 'POST' })!;
    expect(request.path).toBe(`/${contosoTenant.id}/oauth2/v2.0/token`);
    const { scope, claims } = request.body as Record<string, string>;
    expect(scope).toContain('https://management.azure.com/.default');
    expect(scope).not.toContain('graph.microsoft.com');
    expect(claims).toContain('CP1');
  });

  describe('when the refresh token is refused', () => {
    beforeEach(() => passTime(2 * hour));

    it.each([70008, 700082, 700084, 700081, 70043, 50173, 50076])(
      'with AADSTS%i, come from the session at Microsoft',
      async (code) => {
        desk.emulator.knobs.token.forced.push({ code, at: 'token', only: 'refresh_token', times: 1 });
        expect(claimsOf(await desk.auth.getToken('graph'))['oid']).toBe(people.ada.id);
        expect(desk.browser.flows.map(({ interactive }) => interactive)).toEqual([false]);
      },
    );

    it('after its 24 hours, come from the session at Microsoft', async () => {
      passTime(23 * hour);
      expect(claimsOf(await desk.browser.worker().getToken('graph'))['oid']).toBe(people.ada.id);
      expect(desk.browser.flows).toHaveLength(1);
      expect(grants()).toEqual(['authorization_code']);
    });

    it('for want of proof, need the person when the session there cannot prove more', async () => {
      desk.emulator.knobs.token.mfaAtSignIn = true;
      const failure = await failureFrom(desk.auth.getToken('graph'));
      expect(failure).toMatchObject({ kind: 'moreProofNeeded', code: 'AADSTS50076' });
    });

    it('say the more telling of two reasons', async () => {
      desk.emulator.knobs.token.forced.push({ code: 53003, at: 'token', only: 'refresh_token' });
      desk.browser.dropCookies();
      expect(await failureFrom(desk.auth.getToken('graph'))).toMatchObject({
        kind: 'signInBlocked',
        code: 'AADSTS53003',
      });
    });

    it('for want of consent, do not ask the browser', async () => {
      registration().consents[contosoTenant.id]!.arm.length = 0;
      expect(await failureFrom(desk.auth.getToken('arm'))).toMatchObject({
        kind: 'consentMissing',
        code: 'AADSTS65001',
      });
      expect(desk.browser.flows).toEqual([]);
      expect(claimsOf(await desk.auth.getToken('graph'))['oid']).toBe(people.ada.id);
    });

    it('because the sessions were revoked, need the person', async () => {
      passTime(1000);
      desk.emulator.tokens.revokeSessions(people.ada.userPrincipalName);
      expect((await failureFrom(desk.auth.getToken('graph'))).kind).toBe('signInNeeded');
      await desk.auth.signIn(desk.browser.account!);
      expect(claimsOf(await desk.auth.getToken('graph'))['oid']).toBe(people.ada.id);
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
      const handle = desk.emulator.faults.add({
        ...fault,
        host: 'login.microsoftonline.com',
        method: 'POST',
      });
      const failure = await failureFrom(desk.auth.getToken('graph'));
      expect(failure.kind).toBe(kind);
      expect(JSON.stringify(failure)).not.toContain('eyJ');
      expect(handle.count).toBe(1);
      expect(desk.browser.flows).toEqual([]);
      handle.remove();
      expect(claimsOf(await desk.auth.getToken('graph'))['oid']).toBe(people.ada.id);
    });
  });

  it('are not there for nobody', async () => {
    desk.browser.account = undefined;
    expect(await failureFrom(desk.auth.getToken('graph'))).toEqual({ kind: 'signInNeeded' });
  });

  describe('of somebody else, brought by a refresh token', () => {
    /** The token service answers with the id token and the home account of another. */
    function answerWith(claims: Record<string, string>, home: { uid: string; utid: string }) {
      passTime(2 * hour);
      const send = desk.browser.networkFetch;
      desk.browser.networkFetch = async (input, init) => {
        desk.browser.networkFetch = send;
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
      const failure = await failureFrom(desk.auth.getToken('graph'));
      expect(failure).toMatchObject({
        kind: 'otherAccount',
        facts: { answered: people.alan.userPrincipalName },
      });
      expect(JSON.stringify(desk.browser.stored)).not.toContain(people.alan.id);
      expect(claimsOf(await desk.auth.getToken('graph'))['oid']).toBe(people.ada.id);
    });

    it('are thrown away with all others when it is the same person in another tenant', async () => {
      answerWith({ tid: fabrikamTenant.id }, { uid: people.ada.id, utid: contosoTenant.id });
      expect((await failureFrom(desk.auth.getToken('graph'))).kind).toBe('otherAccount');
      expect(desk.browser.stored).toEqual({});
      expect(claimsOf(await desk.auth.getToken('graph'))['tid']).toBe(contosoTenant.id);
    });
  });
});
