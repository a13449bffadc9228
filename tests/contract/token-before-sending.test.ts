import { afterEach, describe, expect, it, vi } from 'vitest';
import { hour, passTime } from './auth-browser.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });
vi.setConfig({ testTimeout: 20_000 });
afterEach(() => vi.useRealTimers());

/** Somebody whose tokens have run out since the lists were read. */
async function withOldTokens(): Promise<WorkerRig> {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-04T09:30:00Z') });
  const rig = await createWorkerRig();
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  await eventually(async () => (await rig.eligible('entra')).length).toBeGreaterThan(0);
  await eventually(async () => (await rig.eligible('azure')).length).toBeGreaterThan(0);
  // What is read ahead of groups comes last.
  const { policies } = rig.state().of(await rig.account());
  const isOfGroup = (key: string) => key.startsWith('groups|');
  await eventually(async () => Object.keys(await policies.read()).some(isOfGroup)).toBe(true);
  passTime(2 * hour);
  rig.emulator.journal.clear();
  return rig;
}

const token = { host: 'login.microsoftonline.com', method: 'POST' };

describe.each([
  ['entra', ['User Administrator']],
  ['azure', ['Owner', 'IT']],
] as const)('a token that has run out (%s)', (_source, [name, scope]) => {
  async function activate(rig: WorkerRig): Promise<void> {
    const { key } = await rig.role(name, scope);
    const ask = { minutes: 30, justification: 'Daily PIM elevation' };
    await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key, ask }] });
  }

  it('is renewed before anything says that the request may have left: a worker killed meanwhile sent nothing', async () => {
    const rig = await withOldTokens();
    const stall = rig.emulator.faults.add({ ...token, kind: 'stall', times: 1 });
    await activate(rig);
    await eventually(() => stall.count).toBe(1);
    expect(await rig.journal()).toMatchObject([{ state: 'recorded' }]);
    rig.restart();
    await eventually(async () => (await rig.journal())[0]?.state).toBe('active');
    expect(rig.emulator.pim.accepted({ action: 'selfActivate' })).toHaveLength(1);
    expect(rig.defects).toEqual([]);
  });

  it('that cannot be renewed fails the activation with nothing sent', async () => {
    const rig = await withOldTokens();
    rig.emulator.faults.add({ ...token, kind: 'status', status: 503 });
    await activate(rig);
    await eventually(async () => (await rig.journal())[0]?.toldAt).toBeDefined();
    expect(await rig.journal()).toMatchObject([{ state: 'failed', failure: { kind: 'serverError' } }]);
    expect((await rig.journal())[0]).not.toHaveProperty('sentAt');
    expect(rig.emulator.journal.requests({ path: /ScheduleRequests/ })).toEqual([]);
  });

  it('is fetched once for the request', async () => {
    const rig = await withOldTokens();
    await activate(rig);
    await eventually(async () => (await rig.journal())[0]?.state).toBe('active');
    const { entries } = rig.emulator.journal;
    const sent = entries.findIndex(({ path, method }) => /ScheduleRequests/.test(path) && method !== 'GET');
    // What is asked for afterwards tells whether the role is in effect.
    expect(entries.slice(0, sent).filter(({ host }) => host === token.host)).toHaveLength(1);
  });
});
