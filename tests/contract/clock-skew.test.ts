import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Activation } from '../../src/domain/activation.ts';
import { epochMs } from '../../src/domain/duration.ts';
import { type Assignment, type RoleKey, type Source, sources } from '../../src/domain/role.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { passTime, tokenRequests } from './auth-browser.ts';
import { createWorkerRig, type WorkerRig, type WorkerRigOptions } from './worker-rig.ts';

const minute = 60_000;
/** Whole seconds of a `Date`, and the small differences that count as none. */
const slack = 5_000;
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });

const services = {
  entra: { host: 'graph.microsoft.com', method: 'POST', path: /ScheduleRequests$/ },
  azure: { host: 'management.azure.com', method: 'PUT', path: /ScheduleRequests\//i },
} as const;
type Role = keyof typeof services;
const eligibleRole = { entra: ['User Administrator'], azure: ['Owner', 'IT'] } as const;

vi.setConfig({ testTimeout: 20_000 });
afterEach(() => vi.useRealTimers());

const own = async (rig: WorkerRig) => rig.state().of(await rig.account());
const listed = async (rig: WorkerRig, source: Source): Promise<Assignment[]> =>
  (await (await own(rig)).assignments(source).read()).rows;
const rowOf = async (rig: WorkerRig, key: RoleKey) =>
  (await listed(rig, key.startsWith('entra') ? 'entra' : 'azure')).find((row) => row.key === key)!;

async function signedIn(options: WorkerRigOptions): Promise<WorkerRig> {
  const rig = await createWorkerRig(options);
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  for (const source of ['entra', 'azure'] as const) {
    await eventually(async () => (await listed(rig, source)).length).toBeGreaterThan(0);
    await eventually(async () => (await rig.eligible(source)).length).toBeGreaterThan(0);
  }
  return rig;
}

async function activate(rig: WorkerRig, source: Role): Promise<RoleKey> {
  const { key } = await rig.role(...(eligibleRole[source] as readonly [string, string?]));
  const ask = { minutes: 30, justification: 'Daily PIM elevation' };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key, ask }] });
  return key;
}

async function outcome(rig: WorkerRig, key: RoleKey): Promise<Activation> {
  const read = async () => (await rig.journal()).find((entry) => entry.role.key === key);
  await eventually(async () => (await read())?.toldAt).toBeDefined();
  return (await read())!;
}

/** Reads every list once more, and well. */
async function readAnew(rig: WorkerRig): Promise<void> {
  passTime(1_000);
  const before = rig.now();
  await rig.send('refreshRoles', {});
  for (const source of sources) {
    for (const item of [(await own(rig)).eligibilities(source), (await own(rig)).assignments(source)]) {
      await eventually(async () => (await item.read()).readAt).toBeGreaterThanOrEqual(before);
      expect((await item.read()).failure).toBeUndefined();
    }
  }
}

/** The start that the newest request asked for. */
function startSent(rig: WorkerRig, source: Role): number | undefined {
  const { body } = rig.emulator.journal.last(services[source]) as { body: Record<string, unknown> };
  const asked = (body['properties'] ?? body) as { scheduleInfo: { startDateTime: string } };
  return epochMs(asked.scheduleInfo.startDateTime);
}

const away = (ms: number | undefined, from: number) => Math.abs((ms ?? Infinity) - from);

describe.each([
  ['10 minutes ahead', 10 * minute],
  ['10 minutes behind', -10 * minute],
])('a browser whose clock is %s', (_, browserAheadMs) => {
  describe.each<Role>(['entra', 'azure'])('(%s)', (source) => {
    it('activates for the length that was asked, and stores its times by its own clock', async () => {
      const rig = await signedIn({ browserAheadMs });
      const key = await activate(rig, source);
      const { state, startsAt, endsAt, settledAt } = await outcome(rig, key);
      expect(state).toBe('active');
      const end = rig.now() + 30 * minute;
      expect(away(epochMs(endsAt), end)).toBeLessThan(2 * minute);
      expect(away(epochMs(startsAt), settledAt!)).toBeLessThan(2 * minute);
      // What the service's list says later is the same.
      rig.emulator.clock.advance(7 * minute);
      await rig.send('refreshRoles', { sources: [source] });
      await eventually(
        async () => (await (await own(rig)).assignments(source).read()).readAt,
      ).toBeGreaterThan(rig.now() - minute);
      expect(away(epochMs((await rowOf(rig, key)).endsAt), epochMs(endsAt)!)).toBeLessThan(slack);
      expect(rig.defects).toEqual([]);
    });

    it('sends the first request of a new worker with the service’s time', async () => {
      const rig = await signedIn({ browserAheadMs });
      await eventually(() => rig.stored()).toContain('"clockOffsets"');
      rig.restart();
      rig.emulator.journal.clear();
      const key = await activate(rig, source);
      expect(await outcome(rig, key)).toMatchObject({ state: 'active' });
      const [first] = rig.emulator.journal.requests({ host: services[source].host });
      expect(first!.method).toBe(services[source].method);
      expect(away(startSent(rig, source), first!.at)).toBeLessThan(slack);
    });

    it('finds a request whose answer was lost', async () => {
      const rig = await signedIn({ browserAheadMs });
      const write = services[source];
      const lost = rig.emulator.faults.add({ kind: 'reset', after: true, ...write, times: 1 });
      const key = await activate(rig, source);
      expect(await outcome(rig, key)).toMatchObject({ state: 'active' });
      expect(lost.count).toBe(1);
      expect(rig.emulator.pim.accepted({ action: 'selfActivate' })).toHaveLength(1);
    });

    it('says from when on the role can be deactivated, and deactivates it then', async () => {
      const rig = await signedIn({ browserAheadMs });
      const key = await activate(rig, source);
      await outcome(rig, key);
      const deactivations = async () => {
        const read = async () => (await own(rig)).deactivations.read();
        await eventually(async () => (await read()).filter((entry) => entry.toldAt === undefined)).toEqual(
          [],
        );
        return read();
      };
      rig.emulator.clock.advance(3 * minute);
      await rig.send('deactivate', { keys: [key] });
      const [early] = await deactivations();
      expect(early).toMatchObject({ state: 'tooEarly', early: 'tooShort' });
      const [request] = rig.emulator.pim.accepted({ action: 'selfActivate' });
      const ready = request!.createdAt + browserAheadMs + 5 * minute;
      expect(away(early!.readyAt, ready)).toBeLessThan(slack);
      rig.emulator.clock.advance(early!.readyAt! - rig.now());
      await rig.send('deactivate', { keys: [key] });
      expect(await deactivations()).toMatchObject([{ state: 'ended' }]);
    });
  });

  it('lets the button tell of the end when it comes', async () => {
    const rig = await signedIn({ browserAheadMs });
    const key = await activate(rig, 'entra');
    const end = epochMs((await outcome(rig, key)).endsAt)!;
    const other = (await listed(rig, 'azure')).find((row) => row.assignmentType === 'activated');
    const first = Math.min(end, epochMs(other?.endsAt) ?? Infinity);
    await eventually(() => away(rig.alarms.get('role-ends'), first)).toBeLessThan(minute);
    const active = rig.emulator.pim.lists
      .active({ oid: people.ada.id, tid: people.ada.tenantId }, 'directory')
      .flatMap((row) => (row.fromRequest && row.end ? [row.end + browserAheadMs] : []));
    expect(active.some((one) => away(one, end) < slack)).toBe(true);
  });

  it('takes its tokens from the cache, and renews them when they have run out and not before', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-04T09:30:00Z') });
    const rig = await signedIn({ browserAheadMs });
    rig.emulator.journal.clear();
    const grants = () => tokenRequests(rig.emulator).map((form) => form['grant_type']);
    const refused = () => rig.emulator.journal.entries.filter(({ status }) => status === 401);
    for (const _again of [1, 2, 3]) {
      await readAnew(rig);
      rig.restart();
    }
    expect(grants()).toEqual([]);
    passTime(2 * 60 * minute);
    await readAnew(rig);
    await readAnew(rig);
    expect(grants()).toEqual(['refresh_token', 'refresh_token']);
    expect(refused()).toEqual([]);
    expect(await rig.session()).toMatchObject({ status: 'signedIn' });
    expect(rig.defects).toEqual([]);
  });
});
