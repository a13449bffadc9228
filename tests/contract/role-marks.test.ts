import { describe, expect, it } from 'vitest';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });
const ask = { minutes: 30, justification: 'Daily PIM elevation' };

async function signedIn(): Promise<WorkerRig> {
  const rig = await createWorkerRig();
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  await eventually(async () => (await rig.eligible('azure')).length).toBeGreaterThan(0);
  return rig;
}

const marksOf = async (rig: WorkerRig, account = rig.account()) =>
  rig
    .state()
    .of(await account)
    .roleMarks.read();

describe('what a person made of their roles', () => {
  it('is kept by the account, also over a sign-out', async () => {
    const rig = await signedIn();
    const account = rig.account();
    await account;
    const { key } = await rig.role('Owner', 'IT');
    await Promise.all([
      rig.send('setFavourite', { key, favourite: true }),
      rig.send('setAlias', { key, alias: ' daily  driver ' }),
    ]);
    const kept = { [key]: { favourite: true, alias: 'daily driver' } };
    expect(await marksOf(rig)).toEqual(kept);
    await rig.send('signOut', {});
    expect(await marksOf(rig, account)).toEqual(kept);
    await expect(rig.send('setFavourite', { key, favourite: false })).rejects.toThrow();
    await rig.send('signIn', {});
    await eventually(async () => (await rig.session()).status).toBe('signedIn');
    await rig.send('setFavourite', { key, favourite: false });
    await rig.send('setAlias', { key, alias: '' });
    expect(await marksOf(rig)).toEqual({});
    expect(rig.defects).toEqual([]);
  });

  it('counts a use of each role that is asked for, once a request', async () => {
    const rig = await signedIn();
    const [owner, other] = [await rig.role('Owner', 'IT'), await rig.role('User Administrator')];
    const bulkId = crypto.randomUUID();
    const requests = [owner, other].map(({ key }) => ({ key, ask }));
    await rig.send('activate', { bulkId, requests });
    await rig.send('activate', { bulkId, requests });
    const marks = await marksOf(rig);
    expect(marks[owner.key]?.uses).toBe(1);
    expect(marks[other.key]?.uses).toBe(1);
    expect(rig.defects).toEqual([]);
  });

  it('counts a role asked for below its eligible scope for its eligibility', async () => {
    const rig = await signedIn();
    const { key } = await rig.role('Owner', 'IT');
    const scope = {
      kind: 'subscription',
      id: '/subscriptions/00000000-0000-4000-8000-000000000001',
      name: 'X',
    } as const;
    await rig.send('activate', {
      bulkId: crypto.randomUUID(),
      requests: [{ key, ask, target: { scope, between: [] } }],
    });
    expect(Object.keys(await marksOf(rig))).toEqual([key]);
  });
});
