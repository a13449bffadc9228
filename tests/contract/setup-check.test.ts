/** The check of the setup, over the real worker and the embedded cloud: what is wrong is said, and nothing else. */
import { describe, expect, it, vi } from 'vitest';
import { optionalPermissions, permissions } from '../../src/domain/permissions.ts';
import {
  adviceOf,
  type LineState,
  missingPermissions,
  type SetupCheck,
} from '../../src/domain/setup-check.ts';
import { contosoTenant, hoistClientId } from '../emulator/seeds/contoso-directory.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

vi.setConfig({ testTimeout: 60_000 });

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 30_000, interval: 10 });
const login = 'login.microsoftonline.com';

async function signIn(rig: WorkerRig): Promise<void> {
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).not.toBe('signingIn');
}

/** Runs a check to its end; nothing but the person may open a window. */
async function check(rig: WorkerRig): Promise<SetupCheck> {
  const windows = rig.windows.length;
  await rig.send('checkSetup', {});
  const read = () => rig.state().setupCheck.read();
  await eventually(async () => (await read())?.finishedAt).toBeDefined();
  expect(rig.windows).toHaveLength(windows);
  expect(rig.defects).toEqual([]);
  return (await read())!;
}

async function connect(rig: WorkerRig, connection: { clientId?: string; tenant?: string }): Promise<void> {
  const settings = await rig.state().settings.read();
  await rig.send('saveSettings', { settings: { ...settings, ...connection } });
}

/** `clientId:ok tenant:ok …` */
const said = ({ questions }: SetupCheck) =>
  Object.entries(questions)
    .map(([name, { state }]) => `${name}:${state}`)
    .join(' ');

const permissionStates = (found: SetupCheck, state: LineState) =>
  permissions.map(({ name }) => name).filter((name) => found.permissions[name]?.state === state);

describe('a setup that is right', () => {
  it('is found right in every line, and needs nothing', async () => {
    const rig = await createWorkerRig();
    await signIn(rig);
    const found = await check(rig);
    expect(said(found)).toBe('clientId:ok tenant:ok redirectUri:ok signIn:ok graph:ok azure:ok');
    expect(permissionStates(found, 'ok')).toHaveLength(permissions.length);
    expect(adviceOf(found)).toBeUndefined();
    // What is optional is told, and asked of nobody.
    for (const name of Object.values(optionalPermissions)) expect(found.permissions[name]).toBeDefined();
  });

  it('asks the token service with prompt=none alone, and ends no session', async () => {
    const rig = await createWorkerRig();
    await signIn(rig);
    const before = rig.emulator.journal.requests({ path: /authorize$/ }).length;
    await check(rig);
    const asked = rig.emulator.journal.requests({ path: /authorize$/ }).slice(before);
    expect(asked.map(({ query }) => query['prompt'])).toEqual(['none']);
    expect((await rig.session()).status).toBe('signedIn');
  });
});

describe('before anybody signed in', () => {
  it('says what can be known, and that signing in comes next', async () => {
    const rig = await createWorkerRig();
    const found = await check(rig);
    expect(said(found)).toBe(
      'clientId:ok tenant:ok redirectUri:ok signIn:missing graph:unknown azure:unknown',
    );
    expect(permissionStates(found, 'unknown')).toHaveLength(permissions.length);
    expect(adviceOf(found)).toEqual({ step: 'signIn' });
  });

  it('is checked again by itself once somebody did, and only then', async () => {
    const rig = await createWorkerRig();
    await signIn(rig);
    expect(await rig.state().setupCheck.read()).toBeNull();
    await rig.send('signOut', {});
    await check(rig);
    await signIn(rig);
    await eventually(async () => {
      const found = await rig.state().setupCheck.read();
      return found?.finishedAt !== undefined && said(found);
    }).toContain('signIn:ok graph:ok azure:ok');
  });
});

describe.each(permissions)('without $name', ({ api, name }) => {
  it('names it alone, and finds it again once it was granted', async () => {
    const rig = await createWorkerRig();
    rig.emulator.directory.withdrawConsent(hoistClientId, contosoTenant.id, api, [name]);
    await signIn(rig);
    const found = await check(rig);
    expect(missingPermissions(found)).toEqual([name]);
    expect(permissionStates(found, 'ok')).toHaveLength(permissions.length - 1);
    expect(adviceOf(found)).toEqual({ step: 'consent' });

    rig.emulator.directory.consent(hoistClientId, contosoTenant.id, api, [name]);
    const again = await check(rig);
    expect(adviceOf(again)).toBeUndefined();
    expect(said(again)).toContain('graph:ok azure:ok');
    // What the check learned opens what was closed, without another sign-in.
    const { granted } = await rig.session();
    expect([...granted!.graph, ...granted!.arm]).toContain(name);
  });
});

describe('a setup that is wrong', () => {
  it('without any consent: everything of Graph is missing, and consent comes next', async () => {
    const rig = await createWorkerRig();
    for (const api of ['graph', 'arm'] as const) {
      rig.emulator.directory.withdrawConsent(hoistClientId, contosoTenant.id, api);
    }
    rig.person.atWindow = async (url) => {
      const back = new URL(url.searchParams.get('redirect_uri')!);
      const state = url.searchParams.get('state')!;
      back.hash = String(
        new URLSearchParams({
          error: 'consent_required',
          error_description: 'AADSTS65001: The user or administrator has not consented.',
          state,
        }),
      );
      return back.href;
    };
    await signIn(rig);
    const found = await check(rig);
    expect(said(found)).toContain('redirectUri:ok signIn:failed');
    expect(found.questions.signIn.failure?.kind).toBe('consentMissing');
    const ofGraph = permissions.filter(({ api }) => api === 'graph').map(({ name }) => name);
    expect(missingPermissions(found)).toEqual(ofGraph);
    expect(adviceOf(found)).toMatchObject({ step: 'consent', failure: { kind: 'consentMissing' } });
  });

  it('with consent withdrawn from somebody who is signed in', async () => {
    const rig = await createWorkerRig();
    await signIn(rig);
    rig.emulator.directory.withdrawConsent(hoistClientId, contosoTenant.id, 'graph');
    expect(adviceOf(await check(rig))).toMatchObject({ step: 'consent' });
  });

  it('with a client id that Microsoft does not know', async () => {
    const rig = await createWorkerRig();
    await connect(rig, { clientId: '11111111-2222-4333-8444-555555555555' });
    const found = await check(rig);
    expect(said(found)).toContain('clientId:failed tenant:ok redirectUri:unknown');
    expect(found.questions.clientId.failure).toMatchObject({ kind: 'wrongClient', code: 'AADSTS700016' });
    expect(adviceOf(found)?.step).toBe('correctClientId');
  });

  it('with a redirect URI that is not registered', async () => {
    const rig = await createWorkerRig();
    rig.emulator.directory.registration(hoistClientId)!.redirectUris.length = 0;
    const found = await check(rig);
    expect(said(found)).toContain('clientId:ok tenant:ok redirectUri:failed');
    expect(found.questions.redirectUri.failure).toMatchObject({
      kind: 'redirectMissing',
      code: 'AADSTS50011',
      facts: { redirectUri: 'https://efpjjpodlkkajmkjpljlpnnbpajdcbnc.chromiumapp.org/' },
    });
    expect(adviceOf(found)?.step).toBe('registerRedirectUri');
  });

  it('with a tenant that does not exist', async () => {
    const rig = await createWorkerRig();
    await connect(rig, { tenant: 'nobody.example.com' });
    const found = await check(rig);
    expect(said(found)).toContain('clientId:ok tenant:failed redirectUri:unknown');
    expect(found.questions.tenant.failure).toMatchObject({ kind: 'wrongTenant', code: 'AADSTS90002' });
    expect(adviceOf(found)?.step).toBe('correctTenant');
  });

  it('with a registration for one tenant, used from any', async () => {
    const rig = await createWorkerRig();
    Object.assign(rig.emulator.directory.registration(hoistClientId)!, { multiTenant: false });
    const found = await check(rig);
    expect(said(found)).toContain('clientId:ok tenant:failed');
    expect(adviceOf(found)).toMatchObject({ step: 'correctTenant', failure: { code: 'AADSTS50194' } });
  });

  it('offline: says so at once, asks no further, and keeps the session', async () => {
    const rig = await createWorkerRig();
    await signIn(rig);
    const cut = rig.emulator.faults.add({ host: login, kind: 'reset' });
    const found = await check(rig);
    expect(cut.count).toBe(1);
    expect(found.questions.tenant.failure?.kind).toBe('offline');
    expect(adviceOf(found)?.step).toBe('tryAgain');
    expect(missingPermissions(found)).toEqual([]);
    expect((await rig.session()).status).toBe('signedIn');
  });

  it('with Azure out of reach: the rest is right, and it is to be tried again', async () => {
    const rig = await createWorkerRig();
    await signIn(rig);
    rig.emulator.faults.add({ host: 'management.azure.com', kind: 'reset' });
    const found = await check(rig);
    expect(said(found)).toContain('signIn:ok graph:ok azure:failed');
    expect(adviceOf(found)).toMatchObject({ step: 'tryAgain', failure: { kind: 'offline' } });
  });

  it('with a session that only the person can renew', async () => {
    const rig = await createWorkerRig();
    await signIn(rig);
    rig.emulator.tokens.revokeSessions(rig.person.choose);
    await rig.endSessions();
    const found = await check(rig);
    expect(said(found)).toContain('redirectUri:ok signIn:failed');
    expect(adviceOf(found)?.step).toBe('signIn');
    expect((await rig.session()).status).toBe('signInNeeded');
  });
});

describe('what is stored of it', () => {
  it('goes with a sign-out and with another registration', async () => {
    const rig = await createWorkerRig();
    await signIn(rig);
    await check(rig);
    await rig.send('signOut', {});
    expect(await rig.state().setupCheck.read()).toBeNull();
    await check(rig);
    await connect(rig, { tenant: contosoTenant.id });
    expect(await rig.state().setupCheck.read()).toBeNull();
  });

  it('is finished by the next worker when the one that ran it was stopped', async () => {
    const rig = await createWorkerRig();
    await signIn(rig);
    rig.emulator.faults.add({ host: login, path: /openid-configuration$/, kind: 'stall', times: 1 });
    await rig.send('checkSetup', {});
    expect((await rig.state().setupCheck.read())?.finishedAt).toBeUndefined();
    rig.restart();
    await eventually(async () => (await rig.state().setupCheck.read())?.finishedAt).toBeDefined();
    const found = (await rig.state().setupCheck.read())!;
    expect(said(found)).not.toMatch(/waiting|checking/);
    expect(adviceOf(found)?.step).toBe('tryAgain');
  });
});
