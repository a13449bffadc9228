import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmulator, type Emulator } from '../emulator/emulator.ts';
import {
  consentedGraphScopes,
  contosoTenant,
  hoistClientId,
  people,
} from '../emulator/seeds/contoso-directory.ts';
import { createSignInWindow } from '../emulator/sign-in-window.ts';
import {
  claimsOf,
  createTestBrowser,
  failureFrom,
  redirectUri,
  type TestBrowser,
  tokenRequests,
} from './auth-browser.ts';
import { sharedKeys } from './shared-keys.ts';

const never = () => new Promise<string>(() => undefined);

describe('signing in', () => {
  let emulator: Emulator;
  let browser: TestBrowser;

  beforeEach(() => {
    emulator = createEmulator({ keys: sharedKeys });
    browser = createTestBrowser(emulator);
  });

  const consents = () => emulator.directory.registration(hoistClientId)!.consents[contosoTenant.id]!;

  it('tells who signed in and what the tenant consented to, by API', async () => {
    const signedIn = await browser.worker().signIn();
    expect(signedIn.account).toEqual({
      cloud: 'public',
      objectId: people.ada.id,
      tenantId: contosoTenant.id,
      homeAccountId: `${people.ada.id}.${contosoTenant.id}`,
      username: people.ada.userPrincipalName,
      name: people.ada.displayName,
    });
    expect(signedIn.granted.graph.toSorted()).toEqual(consentedGraphScopes.toSorted());
    expect(signedIn.granted.arm).toEqual(['user_impersonation']);
    expect(signedIn.armFailure).toBeUndefined();
  });

  it('lets the person pick, in one window, with one request a resource', async () => {
    await browser.worker().signIn();
    expect(browser.flows).toHaveLength(1);
    const { url, interactive } = browser.flows[0]!;
    expect(interactive).toBe(true);
    expect(url.pathname).toBe('/organizations/oauth2/v2.0/authorize');
    expect(url.searchParams.get('prompt')).toBe('select_account');
    expect(url.searchParams.get('redirect_uri')).toBe(redirectUri);
    expect(url.searchParams.get('scope')).toContain('https://graph.microsoft.com/.default');
    expect(url.searchParams.get('scope')).not.toContain('management.azure.com');
    expect(tokenRequests(emulator).map(({ grant_type }) => grant_type)).toEqual([
      'authorization_code',
      'refresh_token',
    ]);
  });

  it('gets tokens for each API that declare the client capability', async () => {
    const auth = await browser.signIn();
    const graph = claimsOf(await auth.getToken('graph'));
    const arm = claimsOf(await auth.getToken('arm'));
    expect(graph['aud']).toMatch(/graph\.microsoft\.com|00000003-0000-0000-c000-000000000000/);
    expect(arm['aud']).toMatch(/management\.azure\.com|797f4846-ba00-4fd7-ba43-dac1f8f63013/);
    for (const { oid, tid, xms_cc } of [graph, arm]) {
      expect({ oid, tid, xms_cc }).toEqual({ oid: people.ada.id, tid: contosoTenant.id, xms_cc: ['cp1'] });
    }
  });

  it('can be cancelled and tried again', async () => {
    const auth = browser.worker();
    browser.choose = 'cancel';
    const failure = await failureFrom(auth.signIn());
    expect(failure.kind).toBe('signInCancelled');
    expect(failure.facts).toMatchObject({ redirectUri, clientId: hoistClientId });
    expect(JSON.stringify(browser.stored)).not.toContain('interaction');

    browser.choose = people.ada.userPrincipalName;
    expect((await auth.signIn()).account.objectId).toBe(people.ada.id);
  });

  it('can be cancelled and tried again by another worker', async () => {
    browser.choose = 'cancel';
    await failureFrom(browser.worker().signIn());
    browser.choose = people.ada.userPrincipalName;
    expect((await browser.worker().signIn()).account.objectId).toBe(people.ada.id);
  });

  it('can be tried again after the worker was killed with the window open', async () => {
    browser.launch = vi.fn(never);
    void browser.worker().signIn();
    await vi.waitFor(() => expect(browser.launch).toHaveBeenCalled());
    expect(JSON.stringify(browser.stored)).not.toMatch(/interaction|request\.|verifier/);

    browser.launch = undefined;
    const auth = await browser.signIn();
    expect(claimsOf(await auth.getToken('graph'))['oid']).toBe(people.ada.id);
  });

  it('shares the window with whoever asks while it is open', async () => {
    const auth = browser.worker();
    const [first, second] = await Promise.all([auth.signIn(), auth.signIn()]);
    expect(second).toBe(first);
    expect(browser.flows).toHaveLength(1);
  });

  it('stands without Azure when the tenant did not consent to it, and says whom to ask', async () => {
    consents().arm.length = 0;
    const { account, granted, armFailure } = await browser.worker().signIn();
    expect(account.objectId).toBe(people.ada.id);
    expect(granted.arm).toEqual([]);
    expect(granted.graph).toContain('RoleAssignmentSchedule.ReadWrite.Directory');
    expect(armFailure).toMatchObject({ kind: 'consentMissing', code: 'AADSTS65001' });
    expect(armFailure!.facts!['consentUrl']).toBe(
      `https://login.microsoftonline.com/${contosoTenant.id}/adminconsent?client_id=${hoistClientId}` +
        `&redirect_uri=${encodeURIComponent(redirectUri)}`,
    );
    expect(browser.flows).toHaveLength(1);
  });

  it('reads what was consented to from the answers', async () => {
    consents().graph.splice(
      0,
      Number.POSITIVE_INFINITY,
      'User.Read',
      'RoleEligibilitySchedule.Read.Directory',
    );
    const { granted } = await browser.worker().signIn();
    expect(granted.graph.toSorted()).toEqual(['RoleEligibilitySchedule.Read.Directory', 'User.Read']);
  });

  describe('when Azure asks for more proof than Graph', () => {
    beforeEach(() => {
      const send = browser.networkFetch;
      browser.networkFetch = async (input, init) => {
        const response = await send(input, init);
        // From the second token request on, which is Azure's.
        emulator.knobs.token.mfaAtSignIn = true;
        return response;
      };
    });

    it('shows a second window, for the same account and with the claims asked for', async () => {
      const { granted, armFailure } = await browser.worker().signIn();
      expect(armFailure).toBeUndefined();
      expect(granted.arm).toEqual(['user_impersonation']);
      expect(browser.flows.map(({ interactive }) => interactive)).toEqual([true, true]);
      const { searchParams } = browser.flows[1]!.url;
      expect(searchParams.get('login_hint')).toBe(people.ada.userPrincipalName);
      expect(searchParams.get('prompt')).toBeNull();
      expect(searchParams.get('scope')).toContain('https://management.azure.com/.default');
      expect(searchParams.get('claims')).toMatch(/capolids.*CP1/);
    });

    it('stands without Azure when that window is cancelled', async () => {
      browser.mfa = 'cancel';
      const auth = browser.worker();
      const { account, granted, armFailure } = await auth.signIn();
      expect(armFailure).toMatchObject({ kind: 'signInCancelled' });
      expect(granted.arm).toEqual([]);
      browser.account = account;
      expect(claimsOf(await auth.getToken('graph'))['oid']).toBe(people.ada.id);
    });
  });

  it('keeps nothing of the account before when the person picks another', async () => {
    await browser.signIn();
    browser.choose = people.alan.userPrincipalName;
    await browser.signIn();
    expect(browser.account?.objectId).toBe(people.alan.id);
    expect(JSON.stringify(browser.stored)).toContain(people.alan.id);
    expect(JSON.stringify(browser.stored)).not.toContain(people.ada.id);
    expect(claimsOf(await browser.worker().getToken('graph'))['oid']).toBe(people.alan.id);
  });

  it('asks in the tenant that is set', async () => {
    browser.configuration = { ...browser.configuration, tenant: contosoTenant.defaultDomain };
    await browser.worker().signIn();
    expect(browser.flows[0]!.url.pathname).toBe('/contoso.onmicrosoft.com/oauth2/v2.0/authorize');
  });

  it('says that there is no registration before it opens a window', async () => {
    browser.configuration = { ...browser.configuration, clientId: '' };
    const failure = await failureFrom(browser.worker().signIn());
    expect(failure).toEqual({ kind: 'notConfigured', facts: { redirectUri } });
    expect(browser.flows).toHaveLength(0);
  });

  it('takes a changed registration at the next sign-in, in the same worker', async () => {
    const auth = browser.worker();
    browser.configuration = { ...browser.configuration, clientId: '99999999-0000-4000-8000-000000000000' };
    expect((await failureFrom(auth.signIn())).kind).toBe('signInCancelled');
    browser.configuration = { ...browser.configuration, clientId: hoistClientId };
    expect((await auth.signIn()).account.objectId).toBe(people.ada.id);
  });

  it('says when an answer belongs to no sign-in of ours', async () => {
    const auth = browser.worker();
    browser.launch = async () => `${redirectUri}#code=stolen&state=other`;
    expect((await failureFrom(auth.signIn())).kind).toBe('signInOther');
    browser.launch = async () => redirectUri;
    expect((await failureFrom(auth.signIn())).kind).toBe('signInOther');
    expect(tokenRequests(emulator)).toEqual([]);
    expect(Object.keys(globalThis.sessionStorage).filter((key) => /interaction|request/.test(key))).toEqual(
      [],
    );

    browser.launch = undefined;
    expect((await auth.signIn()).account.objectId).toBe(people.ada.id);
  });

  describe('again, for an account that is known', () => {
    /** Another person answers: the hint is lost on the way and somebody else is picked. */
    function answerAs(person: { userPrincipalName: string }) {
      const elsewhere = windowOf(person.userPrincipalName);
      browser.launch = (url) => {
        const changed = new URL(url);
        changed.searchParams.delete('login_hint');
        changed.searchParams.set('prompt', 'select_account');
        return elsewhere(changed.href, true);
      };
    }
    const windowOf = (upn: string) => createSignInWindow(emulator, { choose: () => upn });

    it('asks for that account by its hint', async () => {
      const auth = await browser.signIn();
      await auth.signIn(browser.account!);
      const { url } = browser.flows.at(-1)!;
      expect(url.searchParams.get('login_hint')).toBe(people.ada.userPrincipalName);
      expect(url.pathname).toContain(contosoTenant.id);
    });

    it('throws the answer of somebody else away, whole, and says so', async () => {
      const auth = await browser.signIn();
      answerAs(people.alan);
      const failure = await failureFrom(auth.signIn(browser.account!));
      expect(failure).toEqual({
        kind: 'otherAccount',
        facts: { expected: people.ada.userPrincipalName, answered: people.alan.userPrincipalName },
      });
      expect(JSON.stringify(browser.stored)).not.toContain(people.alan.id);
      expect(claimsOf(await auth.getToken('graph'))['oid']).toBe(people.ada.id);
      expect(claimsOf(await browser.worker().getToken('arm'))['oid']).toBe(people.ada.id);
    });

    it('throws it away at a renewal without the person, too', async () => {
      await browser.signIn();
      browser.quit();
      answerAs(people.alan);
      const failure = await failureFrom(browser.worker().getToken('graph'));
      expect(failure.kind).toBe('otherAccount');
      expect(JSON.stringify(browser.stored)).not.toContain(people.alan.id);

      browser.launch = undefined;
      const worker = browser.worker();
      await worker.askAgain();
      expect(claimsOf(await worker.getToken('graph'))['oid']).toBe(people.ada.id);
    });
  });
});
