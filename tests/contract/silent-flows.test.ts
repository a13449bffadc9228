import { describe, expect, it } from 'vitest';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const minute = 60_000;
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });

/** Somebody whose activation is under way, and whose sessions at Microsoft are over. */
async function withOpenActivation(): Promise<WorkerRig> {
  const hour = 60 * minute;
  const rig = await createWorkerRig({
    knobs: { pim: { graph: { provisionMs: hour }, arm: { provisionMs: hour } } },
  });
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  await eventually(async () => (await rig.eligible('entra')).length).toBeGreaterThan(0);
  await eventually(async () => (await rig.eligible('azure')).length).toBeGreaterThan(0);
  const roles = [await rig.role('User Administrator'), await rig.role('Owner', 'IT')];
  const ask = { minutes: 30, justification: 'Daily PIM elevation' };
  const requests = roles.map(({ key }) => ({ key, ask }));
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests });
  await eventually(async () => (await rig.journal()).map(({ state }) => state)).toEqual([
    'following',
    'following',
  ]);
  // The timers of the first minutes are over, an alarm has taken over.
  await eventually(() => (rig.alarms.get('follow-activations') ?? 0) - rig.now()).toBeGreaterThan(30_000);
  await rig.endSessions();
  return rig;
}

/** A worker wakes; resolves when it has followed what is open, and set the alarm for the next time. */
async function wake(rig: WorkerRig): Promise<void> {
  const set = () => rig.alarmsSet.filter((name) => name === 'follow-activations').length;
  const before = set();
  rig.restart();
  // Once as a net before it follows, once when it has.
  await eventually(set).toBe(before + 2);
}

describe('following while the person is needed', () => {
  it('asks the browser once in five minutes, however often a worker wakes, and at once where the person acts', async () => {
    const rig = await withOpenActivation();
    await eventually(async () => (await rig.session()).status).toBe('signInNeeded');
    expect(rig.flows).toEqual([true, false]);
    for (let n = 0; n < 20; n++) {
      rig.emulator.clock.advance(minute);
      await wake(rig);
    }
    expect(rig.flows).toEqual([true, false, false, false, false, false]);
    expect((await rig.journal()).map(({ state }) => state)).toEqual(['following', 'following']);
    expect(rig.emulator.pim.accepted()).toHaveLength(2);
    await rig.send('refreshRoles', {});
    await eventually(() => rig.flows.length).toBe(7);
    expect(rig.flows.slice(1)).not.toContain(true);
    expect(rig.defects).toEqual([]);
  }, 20_000);
});
