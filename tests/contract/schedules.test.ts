import { describe, expect, it } from 'vitest';
import { epochMs, isoInstant } from '../../src/domain/duration.ts';
import type { RoleKey, Source } from '../../src/domain/role.ts';
import type { FaultKind } from '../emulator/faults.ts';
import { createWorkerRig, type WorkerRig, type WorkerRigOptions } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });
const minute = 60_000;
const hour = 60 * minute;

const services = {
  entra: { host: 'graph.microsoft.com', method: 'POST', role: ['User Administrator', 'Directory'] },
  azure: { host: 'management.azure.com', method: 'PUT', role: ['Owner', 'IT'] },
} as const;
type Known = keyof typeof services;

async function signedIn(
  source: Known,
  options: WorkerRigOptions = {},
): Promise<{ rig: WorkerRig; key: RoleKey }> {
  const rig = await createWorkerRig(options);
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  await eventually(async () => (await rig.eligible(source)).length).toBeGreaterThan(0);
  const { key } = await rig.role(services[source].role[0], services[source].role[1]);
  return { rig, key };
}

/** A full minute, so many minutes after the next one, by the browser's clock. */
const inMinutes = (rig: WorkerRig, minutes: number) => (Math.ceil(rig.now() / minute) + minutes) * minute;

async function ask(rig: WorkerRig, key: RoleKey, minutes: number, start?: number): Promise<void> {
  const startsAt = start === undefined ? {} : { startsAt: isoInstant(start) };
  const request = { key, ask: { minutes, justification: 'Change window', ...startsAt } };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [request] });
}

const states = async (rig: WorkerRig) => (await rig.journal()).map(({ state }) => state);
const sent = (rig: WorkerRig, source: Known) =>
  rig.emulator.journal.requests({
    host: services[source].host,
    path: /roleAssignmentScheduleRequests(\/[^/]+)?$/i,
    where: ({ method }) => method === services[source].method,
  });

describe.each<Extract<Source, Known>>(['entra', 'azure'])('a later start (%s)', (source) => {
  it.each([
    ['right', 0],
    ['10 minutes ahead', 10 * minute],
    ['10 minutes behind', -10 * minute],
  ])(
    'is sent as the service’s time, waits, and is active when it has come; clock %s',
    async (_, browserAheadMs) => {
      const { rig, key } = await signedIn(source, { browserAheadMs });
      const start = inMinutes(rig, 120);
      await ask(rig, key, 30, start);
      await eventually(() => states(rig)).toEqual(['scheduled']);
      const [entry] = await rig.journal();
      expect(Math.abs((epochMs(entry!.startsAt) ?? 0) - start)).toBeLessThan(2_000);
      const [request] = rig.emulator.pim.accepted();
      expect(Math.abs(request!.askedStart! - (start - browserAheadMs))).toBeLessThan(2_000);
      // Not sooner than an hour, and not a minute's poll all day long.
      expect(rig.alarms.get('follow-activations')! - rig.now()).toBeGreaterThan(50 * minute);

      rig.emulator.clock.advance(start - rig.now() + 1_000);
      rig.restart();
      await eventually(() => states(rig)).toEqual(['active']);
      const [active] = await rig.journal();
      expect(Math.abs((epochMs(active!.endsAt) ?? 0) - (start + 30 * minute))).toBeLessThan(5_000);
      expect(sent(rig, source)).toHaveLength(1);
      expect(rig.notices.some(({ title }) => title.startsWith('notifyActive'))).toBe(true);
      expect(rig.defects).toEqual([]);
    },
  );

  it.each(['Granted', 'ScheduleCreated'] as const)(
    'is understood as accepted by the status %s',
    async (status) => {
      const { rig, key } = await signedIn(source);
      rig.emulator.knobs.pim.futureStatus = status;
      await ask(rig, key, 30, inMinutes(rig, 120));
      await eventually(() => states(rig)).toEqual(['scheduled']);
    },
  );

  it.each<[string, FaultKind]>([
    ['lost on its way', { kind: 'reset' }],
    ['carried out, its answer lost', { kind: 'reset', after: true }],
  ])('is sent once, whatever happens to it: %s', async (_, fault) => {
    const { rig, key } = await signedIn(source);
    const { host, method } = services[source];
    const path = /roleAssignmentScheduleRequests(\/[^/]+)?$/i;
    const struck = rig.emulator.faults.add({ host, method, path, ...fault, times: 1 });
    await ask(rig, key, 30, inMinutes(rig, 120));
    await eventually(() => struck.count).toBe(1);
    rig.restart();
    const arrived = 'after' in fault || source === 'azure';
    await eventually(() => states(rig)).toEqual([arrived ? 'scheduled' : 'unknown']);
    expect(rig.emulator.pim.accepted()).toHaveLength(arrived ? 1 : 0);
  });

  it('whose time touches that of a scheduled one is not sent, and the clash is said', async () => {
    const { rig, key } = await signedIn(source);
    const start = inMinutes(rig, 120);
    await ask(rig, key, 60, start);
    await eventually(() => states(rig)).toEqual(['scheduled']);
    await ask(rig, key, 60, start + hour);
    await eventually(() => states(rig)).toEqual(['scheduled', 'failed']);
    const { failure } = (await rig.journal())[1]!;
    expect(failure?.kind).toBe('clashes');
    expect(epochMs(failure?.facts?.['from'])).toBe(start);
    expect(sent(rig, source)).toHaveLength(1);
    await ask(rig, key, 60, start + hour + minute);
    await eventually(() => states(rig)).toEqual(['scheduled', 'scheduled']);
    expect(sent(rig, source)).toHaveLength(2);
  });

  it('leaves the role free until then, for as long as does not reach it', async () => {
    const { rig, key } = await signedIn(source);
    await ask(rig, key, 60, inMinutes(rig, 120));
    await eventually(() => states(rig)).toEqual(['scheduled']);
    await ask(rig, key, 125);
    await eventually(async () => (await rig.journal())[1]?.failure?.kind).toBe('clashes');
    await ask(rig, key, 60);
    await eventually(() => states(rig)).toEqual(['scheduled', 'active']);
  });

  it('is refused by the service with a sentence of its own where Hoist did not know of the other', async () => {
    const { rig, key } = await signedIn(source);
    const start = inMinutes(rig, 120);
    await ask(rig, key, 60, start);
    await eventually(() => states(rig)).toEqual(['scheduled']);
    await rig
      .state()
      .of(await rig.account())
      .journal.write([]);
    await ask(rig, key, 60, start + 30 * minute);
    await eventually(async () => (await rig.journal())[0]?.failure?.kind).toBe('overlaps');
  });

  it('is not sent while the role is held, and never called active for it', async () => {
    const { rig, key } = await signedIn(source);
    await ask(rig, key, 60);
    await eventually(() => states(rig)).toEqual(['active']);
    await ask(rig, key, 60, inMinutes(rig, 120));
    await eventually(() => states(rig)).toEqual(['active', 'failed']);
    expect((await rig.journal())[1]!.failure?.kind).toBe('heldUntilThen');
    expect(sent(rig, source)).toHaveLength(1);
  });

  it('is refused while the role is held as nobody knew, and not called active either', async () => {
    const { rig, key } = await signedIn(source);
    await ask(rig, key, 60);
    await eventually(() => states(rig)).toEqual(['active']);
    const own = rig.state().of(await rig.account());
    await own.journal.write([]);
    await own.assignments(source).update((list) => ({ ...list, rows: [] }));
    await ask(rig, key, 60, inMinutes(rig, 120));
    await eventually(async () => (await rig.journal())[0]).toMatchObject({
      state: 'failed',
      failure: { kind: 'heldUntilThen' },
    });
  });

  it('can be cancelled', async () => {
    const { rig, key } = await signedIn(source);
    await ask(rig, key, 60, inMinutes(rig, 120));
    await eventually(() => states(rig)).toEqual(['scheduled']);
    const { id } = (await rig.journal())[0]!;
    await rig.send('withdraw', { ids: [id] });
    await eventually(async () => (await rig.journal())[0]?.failure?.kind).toBe('canceled');
    expect(rig.emulator.pim.statusOf(rig.emulator.pim.accepted()[0]!)).toBe('Canceled');
  });
});
