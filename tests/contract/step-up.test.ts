/** The real worker and the real MSAL, before a cloud that asks for more proof than the sign-in gave. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Activation } from '../../src/domain/activation.ts';
import { sendWithinMs } from '../../src/domain/pacing.ts';
import type { RoleKey } from '../../src/domain/role.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { deferred } from './auth-browser.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });
const ask = { minutes: 30, justification: 'Daily PIM elevation' };

/** Role and scope. */
type Name = readonly [roleName: string, scopeName?: string];

/** Roles of Contoso by what their policies ask for. */
const c1Entra: Name = ['Privileged Role Administrator'];
const c1Azure: Name = ['Owner', 'Contoso Production'];
const c2Entra: Name = ['Security Administrator'];
const c2Azure: Name = ['Key Vault Administrator'];
const mfaEntra: Name = ['Conditional Access Administrator'];
const mfaAzure: Name = ['Contoso Deployment Operator'];
const plain: Name = ['User Administrator'];

const writes = { method: /^(POST|PUT)$/, path: /roleAssignmentScheduleRequests/ };

// A whole worker, a sign-in and several windows each, on machines that may be busy.
vi.setConfig({ testTimeout: 20_000 });

let rig: WorkerRig;
afterEach(() => expect(rig.defects).toEqual([]));

async function setUp(options: Parameters<typeof createWorkerRig>[0] = {}): Promise<void> {
  rig = await createWorkerRig(options);
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  const own = rig.state().of(await rig.account());
  for (const source of ['entra', 'azure'] as const) {
    for (const item of [own.eligibilities(source), own.assignments(source)])
      await eventually(async () => (await item.read()).readAt).toBeDefined();
  }
  rig.windows.length = 0;
}

async function keysOf(names: readonly Name[]): Promise<RoleKey[]> {
  return Promise.all(names.map(async (name) => (await rig.role(...name)).key));
}

/** As the popup does: the form sees to the policies before anything is sent. */
async function policiesRead(...names: Name[]): Promise<void> {
  const keys = await keysOf(names);
  await rig.send('readPolicies', { keys });
  const book = rig.state().of(await rig.account()).policies;
  await eventually(async () => {
    const pages = await book.read();
    return keys.filter((key) => !pages[key]?.policy);
  }).toEqual([]);
}

/** As where nobody has read the policies, or where they changed since. */
async function policiesUnknown(): Promise<void> {
  await rig
    .state()
    .of(await rig.account())
    .policies.write({});
}

async function activate(...names: Name[]): Promise<void> {
  const requests = (await keysOf(names)).map((key) => ({ key, ask }));
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests });
}

async function entryOf(...name: Name): Promise<Activation | undefined> {
  const { key } = await rig.role(...name);
  return (await rig.journal()).find(({ role }) => role.key === key);
}
const stateOf = async (...name: Name) => (await entryOf(...name))?.state;
const becomes = (state: string, ...name: Name) => eventually(() => stateOf(...name)).toBe(state);
const accepted = () => rig.emulator.pim.accepted().length;
const sent = () =>
  rig.emulator.journal.requests({ path: writes.path }).filter(({ method }) => writes.method.test(method))
    .length;
const claimsOfWindows = () =>
  rig.windows.map(({ searchParams }) => {
    const { access_token: asked } = JSON.parse(searchParams.get('claims') ?? '{}') as {
      access_token: Record<string, { value?: string; values?: string[] }>;
    };
    return asked['acrs']?.value ?? asked['amr']?.values?.join() ?? (asked['nbf'] ? 'nbf' : 'nothing');
  });

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

describe('tokens that were had without the person and do not convince', () => {
  it('are had anew for both services after one window', async () => {
    await setUp({ knobs: { token: { mfaAtSignIn: true } } });
    await policiesRead(c1Entra, c1Azure);
    const challenge = encodeURIComponent('{"access_token":{"acrs":{"essential":true,"value":"c1"}}}');
    const faults = [
      { host: 'graph.microsoft.com', method: 'POST' },
      { host: 'management.azure.com', method: 'PUT' },
    ].map((where) =>
      rig.emulator.faults.add({
        ...where,
        kind: 'refusal',
        status: 400,
        code: 'RoleAssignmentRequestAcrsValidationFailed',
        message: `&claims=${challenge}`,
        times: 1,
      }),
    );
    await activate(c1Entra, c1Azure);
    for (const name of [c1Entra, c1Azure]) await becomes('active', ...name);
    expect(faults.map(({ count }) => count)).toEqual([1, 1]);
    expect(claimsOfWindows()).toEqual(['c1']);
    const tokens = rig.emulator.journal
      .requests({ path: writes.path })
      .filter(({ method }) => writes.method.test(method))
      .map(({ token }) => token?.['uti']);
    expect(tokens).toHaveLength(4);
    expect(new Set(tokens).size).toBe(4);
  });
});

describe('a window that is cancelled', () => {
  it('holds only the roles that needed it, is not opened again for the others, and can be tried again', async () => {
    await setUp();
    await policiesRead(c1Entra, c1Azure, plain);
    rig.person.mfa = 'cancel';
    await activate(c1Entra, c1Azure, plain);
    await becomes('active', ...plain);
    for (const name of [c1Entra, c1Azure]) {
      await eventually(async () => (await entryOf(...name))?.failure?.kind).toBe('proofCancelled');
      expect(await stateOf(...name)).toBe('proofNeeded');
    }
    expect(rig.windows).toHaveLength(1);
    expect([sent(), accepted()]).toEqual([1, 1]);
    expect((await rig.session()).status).toBe('signedIn');
    // Who is asked in a window is not told beside.
    expect(rig.notices).toEqual([]);

    rig.person.mfa = 'approve';
    const waiting = await Promise.all([entryOf(...c1Entra), entryOf(...c1Azure)]);
    await rig.send('verify', { ids: waiting.map((entry) => entry!.id) });
    for (const name of [c1Entra, c1Azure]) await becomes('active', ...name);
    expect(rig.windows).toHaveLength(2);
    expect([sent(), accepted()]).toEqual([3, 3]);
    expect((await entryOf(...c1Entra))?.ask).toEqual(ask);
  });

  it('lets the person take the request away, which is then never sent', async () => {
    await setUp();
    await policiesRead(c1Entra);
    rig.person.mfa = 'cancel';
    await activate(c1Entra);
    await eventually(async () => (await entryOf(...c1Entra))?.failure?.kind).toBe('proofCancelled');
    const { id } = (await entryOf(...c1Entra))!;
    await rig.send('dismissOutcomes', { ids: [id] });
    rig.person.mfa = 'approve';
    await rig.send('verify', { ids: [id] });
    expect(await rig.journal()).toEqual([]);
    expect([rig.windows.length, sent()]).toEqual([1, 0]);
  });
});

describe('another account in the window', () => {
  it('is thrown away whole and said; nothing is sent, and the session stays whose it was', async () => {
    await setUp();
    await policiesRead(c1Entra, plain);
    rig.person.atWindow = (url) => {
      url.searchParams.delete('login_hint');
      url.searchParams.set('prompt', 'select_account');
      rig.person.choose = people.grace.userPrincipalName;
      return rig.window(url);
    };
    await activate(c1Entra, plain);
    await becomes('active', ...plain);
    await eventually(async () => (await entryOf(...c1Entra))?.failure).toMatchObject({
      kind: 'otherAccount',
      facts: { answered: people.grace.userPrincipalName },
    });
    expect(await stateOf(...c1Entra)).toBe('proofNeeded');
    expect(await rig.session()).toMatchObject({ status: 'signedIn', account: { objectId: people.ada.id } });
    expect(JSON.stringify(rig.sessionStored())).not.toContain(people.grace.id);
    const others = rig.emulator.journal.requests({ oid: people.grace.id });
    expect(others).toEqual([]);
    expect(accepted()).toBe(1);
  });
});

describe('a worker that is killed with the window open', () => {
  it('leaves a request that says so, sends nothing by itself, and goes on when the person says so', async () => {
    await setUp();
    await policiesRead(c1Entra);
    rig.person.atWindow = () => new Promise<string>(() => undefined);
    await activate(c1Entra);
    await eventually(() => rig.windows.length).toBe(1);
    expect((await entryOf(...c1Entra))?.proof?.windowOf).toBeDefined();

    rig.person.atWindow = undefined;
    rig.restart();
    await eventually(async () => (await entryOf(...c1Entra))?.failure?.kind).toBe('proofInterrupted');
    expect((await entryOf(...c1Entra))?.proof?.windowOf).toBeUndefined();
    expect([rig.windows.length, sent()]).toEqual([1, 0]);

    await rig.send('verify', { ids: [(await entryOf(...c1Entra))!.id] });
    await becomes('active', ...c1Entra);
    expect([rig.windows.length, sent(), accepted()]).toEqual([2, 1, 1]);
  });

  it('and that nobody goes on with is given up after 15 minutes, unsent', async () => {
    await setUp();
    await policiesRead(c1Entra);
    rig.person.mfa = 'cancel';
    await activate(c1Entra);
    await eventually(async () => (await entryOf(...c1Entra))?.failure?.kind).toBe('proofCancelled');
    expect(rig.alarms.get('follow-activations')).toBeGreaterThan(rig.emulator.clock.now());
    rig.emulator.clock.advance(sendWithinMs + 1_000);
    rig.restart();
    await becomes('failed', ...c1Entra);
    expect((await entryOf(...c1Entra))?.failure?.kind).toBe('notProvedInTime');
    rig.person.mfa = 'approve';
    await rig.send('verify', { ids: [(await entryOf(...c1Entra))!.id] });
    expect([rig.windows.length, sent()]).toEqual([1, 0]);
  });
});

describe('work that no person waits for', () => {
  it('opens no window for the menu: it says that the person is needed', async () => {
    await setUp();
    await policiesRead(c1Entra);
    await activate(c1Entra);
    await becomes('active', ...c1Entra);
    // A token that is being fetched while the clock jumps would have run out when it comes.
    await eventually(async () => (await entryOf(...c1Entra))?.effect?.state).not.toBe('waiting');
    // Another day: the role is over, and so is what was proved.
    rig.emulator.clock.advance(3 * 60 * 60_000);
    rig.emulator.knobs.token.authenticationContexts['c1'] = 'every-time';
    await rig.send('refreshRoles', {});
    await eventually(() => rig.journal()).toEqual([]);
    // Otherwise the form would come first: the role is privileged.
    const settings = await rig.state().settings.read();
    await rig.send('saveSettings', { settings: { ...settings, privilegedWithoutAsking: true } });
    await rig.clickMenu();
    await becomes('proofNeeded', ...c1Entra);
    await eventually(() => rig.notices.map(({ title }) => title)).toContain(
      'notifyProofNeeded Privileged Role Administrator Directory',
    );
    expect(rig.windows).toHaveLength(1);

    await rig.send('verify', { ids: [(await entryOf(...c1Entra))!.id] });
    await becomes('active', ...c1Entra);
    expect(rig.windows).toHaveLength(2);
  });

  it('opens no window for a challenge that comes minutes after the click', async () => {
    await setUp();
    await policiesUnknown();
    rig.emulator.faults.add({
      host: 'graph.microsoft.com',
      method: 'POST',
      kind: 'status',
      status: 429,
      retryAfter: 300,
      times: 1,
    });
    await activate(c1Entra);
    await eventually(async () => (await entryOf(...c1Entra))?.notBefore).toBeDefined();
    rig.emulator.clock.advance(301_000);
    rig.ring('follow-activations');
    await becomes('proofNeeded', ...c1Entra);
    expect(rig.windows).toHaveLength(0);
    expect(accepted()).toBe(0);
  });
});

describe('multifactor authentication', () => {
  it.each([
    ['Entra', mfaEntra],
    ['Azure', mfaAzure],
  ] as const)('that the policy tells of is proved before anything is sent to %s', async (_, name) => {
    await setUp();
    await policiesRead(name);
    await activate(name);
    await becomes('active', ...name);
    expect(claimsOfWindows()).toEqual(['ngcmfa']);
    expect([sent(), accepted()]).toEqual([1, 1]);
  });

  it('needs no window after a sign-in that had it', async () => {
    await setUp({ knobs: { token: { mfaAtSignIn: true } } });
    await policiesRead(mfaEntra, mfaAzure);
    await activate(mfaEntra, mfaAzure);
    for (const name of [mfaEntra, mfaAzure]) await becomes('active', ...name);
    expect(rig.windows).toHaveLength(0);
    expect([sent(), accepted()]).toEqual([2, 2]);
  });

  it.each(['old', 'new'] as const)(
    'that nobody foresaw is proved on the refusal, in the %s wording',
    async (policyMessages) => {
      await setUp({ knobs: { pim: { policyMessages } } });
      await policiesUnknown();
      await activate(mfaEntra);
      await becomes('active', ...mfaEntra);
      expect([rig.windows.length, sent(), accepted()]).toEqual([1, 2, 1]);
    },
  );

  it('that the token service does not know how to ask for ends with a sentence, not in a circle', async () => {
    await setUp({ knobs: { token: { amrClaims: 'ignored' } } });
    await policiesRead(mfaEntra);
    await activate(mfaEntra);
    await becomes('failed', ...mfaEntra);
    expect((await entryOf(...mfaEntra))?.failure?.kind).toBe('proofNotAccepted');
    // Once with the token as it was had, once with what the window gave.
    expect([rig.windows.length, sent(), accepted()]).toEqual([1, 2, 0]);
  });

  it('that Azure demands of every write is proved on its refusal', async () => {
    await setUp({ knobs: { pim: { arm: { mandatoryMfa: true } } } });
    const owner: Name = ['Owner', 'IT'];
    await policiesRead(owner, plain);
    await activate(owner, plain);
    for (const name of [owner, plain]) await becomes('active', ...name);
    expect(claimsOfWindows()).toEqual(['ngcmfa']);
    expect(accepted()).toBe(2);
  });
});

describe('a revoked session', () => {
  const revoke = () => rig.emulator.tokens.revokeSessions(people.ada.userPrincipalName);

  it.each([
    ['Graph', 'graph.microsoft.com'],
    ['Azure', 'management.azure.com'],
  ])('that a list of %s meets is renewed without the person where that goes', async (_, host) => {
    await setUp();
    const fault = rig.emulator.faults.add({ host, method: 'GET', kind: 'cae', times: 1 });
    await rig.send('refreshRoles', {});
    await eventually(() => fault.count).toBe(1);
    const own = rig.state().of(await rig.account());
    const source = host.startsWith('graph') ? 'entra' : 'azure';
    await eventually(async () => (await own.eligibilities(source).read()).readingSince).toBeUndefined();
    expect(await own.eligibilities(source).read()).not.toHaveProperty('failure');
    expect((await rig.session()).status).toBe('signedIn');
    expect(rig.windows).toHaveLength(0);
  });

  it('that a list meets otherwise asks the person to sign in, with the claims that were asked for', async () => {
    await setUp();
    rig.emulator.clock.advance(60_000);
    revoke();
    await rig.send('refreshRoles', {});
    await eventually(async () => (await rig.session()).status).toBe('signInNeeded');
    expect((await rig.session()).failure).toMatchObject({ kind: 'moreProofNeeded' });
    expect(rig.windows).toHaveLength(0);
    await rig.send('signIn', {});
    await eventually(async () => (await rig.session()).status).toBe('signedIn');
    expect(claimsOfWindows()).toEqual(['nbf']);
    const own = rig.state().of(await rig.account());
    for (const source of ['entra', 'azure'] as const) {
      await eventually(async () => {
        const { failure, readingSince } = await own.eligibilities(source).read();
        return failure ?? readingSince;
      }).toBeUndefined();
    }
    expect(rig.windows).toHaveLength(1);
  });

  it.each([
    ['Graph', plain],
    ['Azure', ['Owner', 'IT'] as Name],
  ] as const)(
    'that an activation meets at %s is answered in a window, and sent once more',
    async (_, name) => {
      await setUp();
      await policiesRead(name);
      rig.emulator.clock.advance(60_000);
      revoke();
      await activate(name);
      await becomes('active', ...name);
      expect(claimsOfWindows()).toEqual(['nbf']);
      expect(accepted()).toBe(1);
      expect((await rig.session()).status).toBe('signedIn');
    },
  );
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
