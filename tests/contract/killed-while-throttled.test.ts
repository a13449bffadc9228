/** A worker that is killed around the wait that a 429 asks for: the refusal is written down, and nothing is sent twice. */
import { afterEach, describe, expect, it } from 'vitest';
import type { RequestEntry } from '../../src/domain/request-entry.ts';
import { type Source, sources } from '../../src/domain/role.ts';
import type { FaultKind } from '../emulator/faults.ts';
import { eligibleRole } from './eligible-role.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });
const retryAfter = 9;

const services = {
  entra: { host: 'graph.microsoft.com', method: 'POST', path: /ScheduleRequests$/ },
  azure: { host: 'management.azure.com', method: 'PUT', path: /ScheduleRequests\//i },
  groups: { host: 'graph.microsoft.com', method: 'POST', path: /ScheduleRequests$/ },
} as const;
const every = ['entra', 'azure', 'groups'] as const;

let rig: WorkerRig;
afterEach(() => {
  rig.emulator.faults.clear();
  expect(rig.defects).toEqual([]);
});

const own = async () => rig.state().of(await rig.account());

async function signIn(): Promise<void> {
  rig = await createWorkerRig();
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  for (const source of sources)
    for (const list of [(await own()).eligibilities(source), (await own()).assignments(source)])
      await eventually(async () => (await list.read()).rows.length).toBeGreaterThan(0);
}

const strike = (source: Source, fault: FaultKind) =>
  rig.emulator.faults.add({ ...services[source], ...fault, times: 1 });

/** The refusal of the first request, and a worker that never wakes from the wait for the second. */
function throttleAndSleep(source: Source): void {
  strike(source, { kind: 'status', status: 429, retryAfter });
  rig.sleepsForEver = true;
}

async function activate(source: Source): Promise<void> {
  const { key } = await rig.role(...(eligibleRole[source] as readonly [string, string?]));
  const ask = { minutes: 30, justification: 'Daily PIM elevation' };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key, ask }] });
}

async function deactivate(source: Source): Promise<void> {
  const { rows } = await (await own()).assignments(source).read();
  const { key } = rows.find(({ assignmentType }) => assignmentType === 'activated')!;
  await rig.send('deactivate', { keys: [key] });
}

function restart(): void {
  rig.sleepsForEver = false;
  rig.restart();
}

/** What was sent to change something, with the answer and the time of each. */
const writes = (source: Source) =>
  rig.emulator.journal.requests({
    where: ({ host, method, path }) =>
      host === services[source].host &&
      method === services[source].method &&
      services[source].path.test(path),
  });

/** The entry as it lies in storage while the worker waits: nothing of it may have left. */
async function waitingEntry(read: () => Promise<readonly RequestEntry[]>): Promise<RequestEntry> {
  await eventually(async () => (await read())[0]?.notBefore).toBeDefined();
  const [entry] = await read();
  expect(entry).toMatchObject({ state: 'recorded', attempts: 1 });
  expect(entry).not.toHaveProperty('sentAt');
  return entry!;
}

function expectSentAgain(source: Source, { notBefore }: RequestEntry): void {
  expect(writes(source).map(({ status }) => status)).toEqual([429, 201]);
  const [refused, again] = writes(source).map(({ at }) => at);
  expect(again! - refused!).toBeGreaterThanOrEqual(retryAfter * 1000);
  expect(again!).toBeGreaterThanOrEqual(notBefore!);
}

describe('a worker killed while it waits for a short Retry-After', () => {
  it.each(every)('has written down that %s refused, and the next one sends again in time', async (source) => {
    await signIn();
    throttleAndSleep(source);
    await activate(source);
    const entry = await waitingEntry(rig.journal);
    restart();
    await eventually(async () => (await rig.journal()).map(({ state }) => state)).toEqual(['active']);
    expectSentAgain(source, entry);
    expect(rig.emulator.pim.accepted({ action: 'selfActivate' })).toHaveLength(1);
  });

  it.each(every)('of %s ends a role all the same', async (source) => {
    await signIn();
    throttleAndSleep(source);
    await deactivate(source);
    const read = async () => (await own()).deactivations.read();
    const entry = await waitingEntry(read);
    restart();
    await eventually(async () => (await read()).map(({ state }) => state)).toEqual(['ended']);
    expectSentAgain(source, entry);
    expect(rig.emulator.pim.accepted({ action: 'selfDeactivate' })).toHaveLength(1);
  });

  it('sends nothing before the time, however often a worker is woken', async () => {
    await signIn();
    throttleAndSleep('entra');
    await activate('entra');
    const { notBefore } = await waitingEntry(rig.journal);
    rig.restart();
    rig.ring('follow-activations');
    rig.restart();
    await eventually(() => rig.alarms.has('follow-activations')).toBe(true);
    expect(rig.now()).toBeLessThan(notBefore!);
    expect(writes('entra')).toHaveLength(1);
    restart();
    await eventually(async () => (await rig.journal()).map(({ state }) => state)).toEqual(['active']);
    expect(writes('entra')).toHaveLength(2);
  });
});

describe('a worker killed after a throttled request began to be sent again', () => {
  it.each(every)('sends it to %s no third time: it is looked for', async (source) => {
    await signIn();
    strike(source, { kind: 'status', status: 429, retryAfter });
    strike(source, { kind: 'stall', after: true });
    await activate(source);
    await eventually(() => rig.emulator.pim.accepted({ action: 'selfActivate' }).length).toBe(1);
    expect(await rig.journal()).toMatchObject([{ state: 'sending', attempts: 2 }]);
    expect((await rig.journal())[0]).not.toHaveProperty('notBefore');
    rig.restart();
    await eventually(async () => (await rig.journal()).map(({ state }) => state)).toEqual(['active']);
    expect(writes(source)).toHaveLength(2);
    expect(rig.emulator.pim.accepted({ action: 'selfActivate' })).toHaveLength(1);
  });
});
