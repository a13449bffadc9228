import { describe, expect, it } from 'vitest';
import { sources } from '../../src/domain/role.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });
const ask = { minutes: 480, justification: 'Daily PIM elevation' };

async function signIn(rig: WorkerRig, person: { userPrincipalName: string }): Promise<void> {
  rig.person.choose = person.userPrincipalName;
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  for (const source of sources) {
    const list = rig
      .state()
      .of(await rig.account())
      .eligibilities(source);
    await eventually(async () => (await list.read()).readAt ?? (await list.read()).failure).toBeDefined();
  }
}

describe('another person signs in while an activation is under way', () => {
  it('sends nothing of the one with the token of the other, and takes the activation up again', async () => {
    const rig = await createWorkerRig({ knobs: { pim: { graph: { provisionMs: 60 * 60_000 } } } });
    await signIn(rig, people.ada);
    const { key } = await rig.role('User Administrator');
    const readBack = {
      host: 'graph.microsoft.com',
      method: 'GET',
      path: /roleAssignmentScheduleRequests\/(?!filterByCurrentUser)./,
    };
    const stall = rig.emulator.faults.add({ ...readBack, kind: 'stall' });
    await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key, ask }] });
    await eventually(() => stall.count).toBe(1);
    await rig.send('signOut', {});
    await signIn(rig, people.alan);
    stall.release();
    stall.remove();
    await eventually(() => rig.emulator.journal.last(readBack)?.status).toBe(200);
    await rig.send('refreshRoles', {});
    const lists = {
      path: /ScheduleInstances/,
      oid: people.alan.id,
      where: ({ status }: { status?: number }) => status === 200,
    };
    await eventually(() => rig.emulator.journal.count(lists)).toBe(12);
    expect(rig.emulator.journal.count({ ...readBack, oid: people.alan.id })).toBe(0);
    expect(await rig.journal()).toEqual([]);

    // Whatever names a principal names the one whose token it came with.
    for (const entry of rig.emulator.journal.requests({ where: ({ token }) => token !== undefined })) {
      const said = `${entry.path} ${JSON.stringify(entry.query)} ${JSON.stringify(entry.body ?? '')}`;
      const others = Object.values(people).filter(
        ({ id }) => id !== entry.token!['oid'] && said.includes(id),
      );
      expect([entry.path, others]).toEqual([entry.path, []]);
    }
    await rig.send('signOut', {});
    rig.emulator.clock.advance(61 * 60_000);
    await signIn(rig, people.ada);
    await eventually(async () => (await rig.journal())[0]?.toldAt).toBeDefined();
    expect(await rig.journal()).toMatchObject([{ state: 'active' }]);
    expect(rig.emulator.pim.accepted()).toHaveLength(1);
    expect(rig.defects).toEqual([]);
  }, 30_000);
});

describe('a sign-out in the middle of a request', () => {
  it.each(['entra', 'azure'] as const)('keeps the answer that still comes (%s)', async (source) => {
    const rig = await createWorkerRig();
    await signIn(rig, people.ada);
    const { key } = source === 'entra' ? await rig.role('User Administrator') : await rig.role('Owner', 'IT');
    const stall = rig.emulator.faults.add({
      host: source === 'entra' ? 'graph.microsoft.com' : 'management.azure.com',
      path: /roleAssignmentScheduleRequests/,
      method: source === 'entra' ? 'POST' : 'PUT',
      kind: 'stall',
      after: true,
    });
    await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key, ask }] });
    await eventually(() => stall.count).toBe(1);
    await rig.send('signOut', {});
    stall.release();
    stall.remove();
    await signIn(rig, people.ada);
    await eventually(async () => (await rig.journal())[0]?.state).toBe('active');
    expect(rig.emulator.pim.accepted()).toHaveLength(1);
    expect(rig.defects).toEqual([]);
  });
});

it('signs out even where the browser does not let portal tabs be told', async () => {
  const failure = new Error('Tabs cannot be queried right now');
  const rig = await createWorkerRig({ tabs: { list: () => Promise.reject(failure) } });
  await signIn(rig, people.ada);
  const news = { bulkId: 'b', roles: [], activeAt: rig.now(), revision: 1, answers: {} };
  await rig
    .state()
    .of(await rig.account())
    .portalNews.write(news);
  await rig.send('signOut', {});
  expect((await rig.session()).status).toBe('signedOut');
  expect(rig.defects).toEqual([failure]);
});
