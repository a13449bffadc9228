/** A permission that the tenant did not consent to takes its own part away and no other, and says so. */
import { describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import { adminConsentUrl, permissions } from '../../src/domain/permissions.ts';
import { type Eligibility, type Source, sources } from '../../src/domain/role.ts';
import { contosoTenant, hoistClientId } from '../emulator/seeds/contoso-directory.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

// A test outlasts the waits in it.
vi.setConfig({ testTimeout: 60_000 });

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 30_000, interval: 10 });
const ask = { minutes: 30, justification: 'Daily PIM elevation' };

type Part = 'eligible' | 'active' | 'rules' | 'activation';
type Feature = `${Source} ${Part}`;
const features: readonly Feature[] = sources.flatMap((source) =>
  (['eligible', 'active', 'rules', 'activation'] as const).map((part) => `${source} ${part}` as const),
);

/** What is lost without a permission; "none" where it cannot be tried, because there is no row to try it on. */
interface Loss {
  readonly lost: readonly Feature[];
  readonly none?: readonly Feature[];
  readonly kind: Failure['kind'];
}

const losses: Readonly<Record<string, Loss>> = {
  'RoleEligibilitySchedule.Read.Directory': {
    lost: ['entra eligible'],
    none: ['entra rules', 'entra activation'],
    kind: 'permissionMissing',
  },
  'RoleAssignmentSchedule.ReadWrite.Directory': {
    lost: ['entra active', 'entra activation'],
    kind: 'permissionMissing',
  },
  'RoleManagementPolicy.Read.Directory': { lost: ['entra rules'], kind: 'permissionMissing' },
  'PrivilegedEligibilitySchedule.Read.AzureADGroup': {
    lost: ['groups eligible'],
    none: ['groups rules', 'groups activation'],
    kind: 'permissionMissing',
  },
  'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup': {
    // A list of what nobody may activate is of no use, so it is closed too.
    lost: ['groups active', 'groups eligible'],
    none: ['groups rules', 'groups activation'],
    kind: 'permissionMissing',
  },
  'RoleManagementPolicy.Read.AzureADGroup': { lost: ['groups rules'], kind: 'permissionMissing' },
  user_impersonation: {
    lost: ['azure eligible', 'azure active'],
    none: ['azure rules', 'azure activation'],
    kind: 'consentMissing',
  },
};

/** Signed in without one permission, with every list read or failed. */
async function signedInWithout(name: string): Promise<WorkerRig> {
  const rig = await createWorkerRig();
  const { api } = permissions.find((one) => one.name === name)!;
  rig.emulator.directory.withdrawConsent(hoistClientId, contosoTenant.id, api, [name]);
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  const own = rig.state().of(await rig.account());
  for (const source of sources) {
    for (const item of [own.eligibilities(source), own.assignments(source)]) {
      await eventually(async () => {
        const { readAt, readingSince, failure } = await item.read();
        return readingSince === undefined && (readAt ?? failure) !== undefined;
      }).toBe(true);
    }
  }
  return rig;
}

/** What each feature failed with, `undefined` where it works; without an entry where it could not be tried. */
async function tryAll(rig: WorkerRig): Promise<Map<Feature, Failure | undefined>> {
  const own = rig.state().of(await rig.account());
  const tried = new Map<Feature, Failure | undefined>();
  const wanted: Eligibility[] = [];
  for (const [source, name, scope] of [
    ['entra', 'User Administrator', undefined],
    ['azure', 'Contributor', 'Contoso Web Shop'],
    ['groups', 'Member', 'Finance Data Readers'],
  ] as const) {
    const [eligible, active] = await Promise.all([
      own.eligibilities(source).read(),
      own.assignments(source).read(),
    ]);
    tried.set(`${source} eligible`, eligible.failure);
    tried.set(`${source} active`, active.failure);
    if (!eligible.failure) wanted.push(await rig.role(name, scope));
    if (!active.failure) expect(active.rows.length).toBeGreaterThan(0);
  }
  await rig.send('readPolicies', { keys: wanted.map(({ key }) => key) });
  for (const { key, source } of wanted) {
    await eventually(async () => (await own.policies.read())[key]).toBeDefined();
    tried.set(`${source} rules`, (await own.policies.read())[key]?.failure);
  }
  await rig.send('activate', {
    bulkId: crypto.randomUUID(),
    requests: wanted.map(({ key }) => ({ key, ask })),
  });
  await eventually(async () =>
    (await rig.journal()).every(({ state }) => state === 'active' || state === 'failed'),
  ).toBe(true);
  for (const { role, failure } of await rig.journal()) tried.set(`${role.source} activation`, failure);
  return tried;
}

describe.each(Object.entries(losses))('without %s', (name, { lost, none = [], kind }) => {
  it('only what needs it is lost, with the name of it and the link on which it is granted', async () => {
    const rig = await signedInWithout(name);
    const tried = await tryAll(rig);
    expect([...tried.keys()].toSorted()).toEqual(features.filter((one) => !none.includes(one)).toSorted());
    const failures = Object.fromEntries([...tried].filter(([, failure]) => failure));
    expect(failures).toEqual(Object.fromEntries(lost.map((feature) => [feature, expect.anything()])));
    const consentUrl = adminConsentUrl({
      tenant: contosoTenant.id,
      clientId: hoistClientId,
      redirectUri: 'https://efpjjpodlkkajmkjpljlpnnbpajdcbnc.chromiumapp.org/',
    });
    for (const feature of lost) {
      expect(tried.get(feature), feature).toMatchObject({
        kind,
        facts: { consentUrl, ...(kind === 'permissionMissing' ? { scope: name } : {}) },
      });
    }
    const { granted } = await rig.session();
    expect([...granted!.graph, ...granted!.arm]).not.toContain(name);
    expect(rig.defects).toEqual([]);
  });
});

it('with every permission nothing is lost', async () => {
  const rig = await createWorkerRig();
  await rig.send('signIn', {});
  for (const source of sources) {
    await eventually(async () =>
      (await rig.session()).status === 'signedIn' ? (await rig.eligible(source)).length : 0,
    ).toBeGreaterThan(0);
    const list = async () =>
      (
        await rig
          .state()
          .of(await rig.account())
          .assignments(source)
          .read()
      ).readAt;
    await eventually(list).toBeDefined();
  }
  const tried = await tryAll(rig);
  expect([...tried.keys()].toSorted()).toEqual(features.toSorted());
  expect([...tried.values()].filter(Boolean)).toEqual([]);
});

it('every permission was taken away above', () => {
  expect(permissions.map(({ name }) => name).filter((name) => !(name in losses))).toEqual([]);
});
