import { expect, it, vi } from 'vitest';
import type { RoleKey } from '../../src/domain/role.ts';
import type { GroupPimKnobs } from '../emulator/pim/group-knobs.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

// Longer than the waits within: a wait that is in vain says what for.
vi.setConfig({ testTimeout: 30_000 });

const minute = 60_000;
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });

async function signedIn(group: Partial<GroupPimKnobs> = {}): Promise<WorkerRig> {
  const rig = await createWorkerRig({ knobs: { pim: { group } } });
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  await eventually(async () => (await rig.eligible('groups')).length).toBeGreaterThan(0);
  return rig;
}

async function activate(rig: WorkerRig, access: 'Member' | 'Owner', group: string): Promise<RoleKey> {
  const { key } = await rig.role(access, group);
  const ask = { minutes: 30, justification: 'Daily PIM elevation' };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key, ask }] });
  return key;
}

const effectOf = async (rig: WorkerRig, key: RoleKey) =>
  (await rig.journal()).find(({ role }) => role.key === key)?.effect;

it('a membership is in effect at once where it is listed and a new token names the group', async () => {
  const rig = await signedIn();
  const key = await activate(rig, 'Member', 'Finance Data Readers');
  await eventually(async () => (await effectOf(rig, key))?.state).toBe('inEffect');
  expect(rig.defects).toEqual([]);
});

it('a membership is never said to be in effect before a token names the group', async () => {
  const rig = await signedIn({ effectLagMs: 2 * minute, listLagMs: 30_000 });
  const states = new Set<string>();
  rig
    .state()
    .of(await rig.account())
    .journal.watch((entries) => {
      for (const { effect } of entries) if (effect) states.add(effect.state);
    });
  const key = await activate(rig, 'Member', 'Finance Data Readers');
  await eventually(async () => (await effectOf(rig, key))?.state).toBe('inEffect');
  expect([...states]).toEqual(['waiting', 'inEffect']);
  const [accepted] = rig.emulator.pim.accepted({ action: 'selfActivate' });
  expect((await effectOf(rig, key))!.settledAt! - accepted!.createdAt).toBeGreaterThanOrEqual(2 * minute);
  expect(rig.defects).toEqual([]);
});

it('an ownership is said not to be visible from outside, once it is listed', async () => {
  const rig = await signedIn({ listLagMs: 30_000 });
  const key = await activate(rig, 'Owner', 'Payroll App Owners');
  await eventually(async () => (await effectOf(rig, key))?.state).toBe('cannotTell');
  const [accepted] = rig.emulator.pim.accepted({ action: 'selfActivate' });
  expect((await effectOf(rig, key))!.settledAt! - accepted!.createdAt).toBeGreaterThanOrEqual(30_000);
});
