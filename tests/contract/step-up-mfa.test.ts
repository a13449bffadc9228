/** Multifactor authentication that a policy or Azure asks for, and sessions that were revoked. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import {
  accepted,
  activate,
  becomes,
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
} from './step-up-rig.ts';

const mfaEntra: Name = ['Conditional Access Administrator'];
const mfaAzure: Name = ['Contoso Deployment Operator'];

// A whole worker, a sign-in and several windows each, on machines that may be busy.
vi.setConfig({ testTimeout: 20_000 });

afterEach(() => expect(rig.defects).toEqual([]));

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
