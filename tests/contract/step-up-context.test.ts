/** Roles that ask for an authentication context: one window, and what was proved in it. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { deferred } from './auth-browser.ts';
import {
  accepted,
  activate,
  becomes,
  c1Azure,
  c1Entra,
  claimsOfWindows,
  entryOf,
  eventually,
  type Name,
  plain,
  policiesRead,
  policiesUnknown,
  rig,
  sent,
  setUp,
  stateOf,
} from './step-up-rig.ts';

const c2Entra: Name = ['Security Administrator'];
const c2Azure: Name = ['Key Vault Administrator'];

// A whole worker, a sign-in and several windows each, on machines that may be busy.
vi.setConfig({ testTimeout: 20_000 });

afterEach(() => expect(rig.defects).toEqual([]));

describe('an authentication context', () => {
  it('that the policy tells of is proved before anything is sent, in one window with account and hint', async () => {
    await setUp();
    await policiesRead(c1Entra);
    await activate(c1Entra);
    await becomes('active', ...c1Entra);
    expect(claimsOfWindows()).toEqual(['c1']);
    const [window] = rig.windows;
    expect(window?.searchParams.get('login_hint')).toBe(people.ada.userPrincipalName);
    expect(window?.searchParams.get('prompt')).toBeNull();
    expect(window?.pathname).toContain(people.ada.tenantId);
    expect([sent(), accepted()]).toEqual([1, 1]);
  });

  it.each([
    ['Entra', c1Entra],
    ['Azure', c1Azure],
  ] as const)('that nobody foresaw is proved on the 400 of %s, which is sent once more', async (_, name) => {
    await setUp();
    await policiesUnknown();
    await activate(name);
    await becomes('active', ...name);
    expect(claimsOfWindows()).toEqual(['c1']);
    expect([sent(), accepted()]).toEqual([2, 1]);
  });

  it.each([
    ['wrapped in another error', { graph: { doubleEncodeErrors: true } }],
    ['with status 403', { acrsStatus: 403 }],
    ['before the other rules', { acrsBeforeRules: true }],
    ['after the other rules', { acrsBeforeRules: false }],
  ] as const)('is understood %s', async (_, pim) => {
    await setUp({ knobs: { pim } });
    await policiesUnknown();
    await activate(c1Entra);
    await becomes('active', ...c1Entra);
    expect(claimsOfWindows()).toEqual(['c1']);
    expect([sent(), accepted()]).toEqual([2, 1]);
  });

  it('is proved once for a whole bulk over both services; what needs none waits for nobody', async () => {
    await setUp();
    const all = [c1Entra, c1Azure, c2Entra, c2Azure, plain];
    await policiesRead(...all);
    const open = deferred();
    rig.person.atWindow = async (url) => {
      await open.promise;
      rig.person.atWindow = undefined;
      return rig.window(url);
    };
    await activate(...all);
    await becomes('active', ...plain);
    await eventually(() => rig.windows.length).toBe(1);
    expect(await stateOf(...c1Azure)).not.toBe('active');
    open.resolve();
    for (const name of all) await becomes('active', ...name);
    // Here multifactor authentication satisfies every context, so that the second is proved with the first.
    expect(rig.windows).toHaveLength(1);
    expect([sent(), accepted()]).toEqual([5, 5]);
  });

  it('is proved in one window a context, where each is proved by itself', async () => {
    await setUp({ knobs: { token: { authenticationContexts: { c1: 'own', c2: 'own' } } } });
    const all = [c1Entra, c1Azure, c2Entra, c2Azure];
    await policiesRead(...all);
    await activate(...all);
    for (const name of all) await becomes('active', ...name);
    expect(claimsOfWindows().toSorted()).toEqual(['c1', 'c2']);
    expect([sent(), accepted()]).toEqual([4, 4]);
  });

  it('is asked for next by a window however long the one before took', async () => {
    await setUp({ knobs: { token: { authenticationContexts: { c1: 'own', c2: 'own' } } } });
    await policiesRead(c1Entra, c2Entra);
    rig.person.atWindow = (url) => {
      rig.person.atWindow = undefined;
      rig.emulator.clock.advance(5 * 60_000);
      return rig.window(url);
    };
    await activate(c1Entra, c2Entra);
    for (const name of [c1Entra, c2Entra]) await becomes('active', ...name);
    expect(claimsOfWindows().toSorted()).toEqual(['c1', 'c2']);
  });

  it('is proved anew for each service where the organisation wants it every time', async () => {
    await setUp({ knobs: { token: { authenticationContexts: { c1: 'every-time' } } } });
    await policiesRead(c1Entra, c1Azure);
    await activate(c1Entra, c1Azure);
    for (const name of [c1Entra, c1Azure]) await becomes('active', ...name);
    expect(claimsOfWindows()).toEqual(['c1', 'c1']);
    expect([sent(), accepted()]).toEqual([2, 2]);
  });

  it('that the organisation blocks fails with its reason, and holds no other', async () => {
    await setUp({ knobs: { token: { authenticationContexts: { c1: 'blocked' } } } });
    await policiesRead(c1Entra, plain);
    await activate(c1Entra, plain);
    await becomes('active', ...plain);
    await becomes('failed', ...c1Entra);
    expect((await entryOf(...c1Entra))?.failure).toMatchObject({
      kind: 'signInBlocked',
      code: 'AADSTS53003',
    });
    expect((await rig.session()).status).toBe('signedIn');
    expect(accepted()).toBe(1);
  });

  it('needs no window where it was proved a moment ago, or by another tab', async () => {
    await setUp();
    await policiesRead(c1Entra, c1Azure);
    await activate(c1Entra);
    await becomes('active', ...c1Entra);
    rig.restart();
    await activate(c1Azure);
    await becomes('active', ...c1Azure);
    expect(claimsOfWindows()).toEqual(['c1']);
  });

  it('is asked for once more where a token without the person does not convince, and then given up', async () => {
    await setUp();
    await policiesRead(c1Entra);
    await activate(c1Entra);
    await becomes('active', ...c1Entra);
    // The next role's tokens have the context from the first, and the service goes on asking.
    const challenge = encodeURIComponent('{"access_token":{"acrs":{"essential":true,"value":"c1"}}}');
    rig.emulator.faults.add({
      host: 'management.azure.com',
      method: 'PUT',
      kind: 'refusal',
      status: 400,
      code: 'RoleAssignmentRequestAcrsValidationFailed',
      message: `&claims=${challenge}`,
    });
    await policiesRead(c1Azure);
    await activate(c1Azure);
    await becomes('failed', ...c1Azure);
    expect(claimsOfWindows()).toEqual(['c1', 'c1']);
    expect((await entryOf(...c1Azure))?.failure).toMatchObject({
      kind: 'proofNotAccepted',
      code: 'RoleAssignmentRequestAcrsValidationFailed',
      facts: { context: 'c1' },
    });
    expect(sent()).toBe(1 + 2);
  });
});

describe('what was proved', () => {
  it('is nowhere in what pages read, and goes at sign-out', async () => {
    await setUp();
    await policiesRead(c1Entra);
    await activate(c1Entra);
    await becomes('active', ...c1Entra);
    expect(rig.stored()).not.toMatch(/eyJ[A-Za-z0-9_-]{10,}\./);
    expect(JSON.stringify(rig.sessionStored())).toContain('acrs');
    await rig.send('signOut', {});
    expect(JSON.stringify(rig.sessionStored())).toBe('{}');
  });
});
