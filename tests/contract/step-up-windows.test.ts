/** What can come of the window, and when there must be none. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sendWithinMs } from '../../src/domain/pacing.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import {
  accepted,
  activate,
  ask,
  becomes,
  c1Azure,
  c1Entra,
  claimsOfWindows,
  entryOf,
  eventually,
  plain,
  policiesRead,
  policiesUnknown,
  rig,
  sent,
  setUp,
  stateOf,
  writes,
} from './step-up-rig.ts';

// A whole worker, a sign-in and several windows each, on machines that may be busy.
vi.setConfig({ testTimeout: 20_000 });

afterEach(() => expect(rig.defects).toEqual([]));

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
