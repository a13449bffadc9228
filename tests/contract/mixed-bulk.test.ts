/** Twelve roles of all three services in one bulk, with everything that can come between, over the real worker. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Activation } from '../../src/domain/activation.ts';
import { type RoleKey, sources } from '../../src/domain/role.ts';
import {
  acceptableOfMixedBulk,
  acceptedOfMixedBulk,
  mixedBulk,
  type MixedOutcome,
  troubleMixedBulk,
} from '../emulator/seeds/mixed-bulk.ts';
import { deferred } from './auth-browser.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000, interval: 5 });
const ownContexts = { token: { authenticationContexts: { c1: 'own', c2: 'own' } } } as const;
const retryAfter = 7;
const keys = mixedBulk.map(({ key }) => key as RoleKey);

// A whole worker, three services and two windows, on machines that may be busy.
vi.setConfig({ testTimeout: 40_000 });

let rig: WorkerRig;
afterEach(() => expect(rig.defects).toEqual([]));

/** Signed in, with the lists read, and the rules of the twelve as the form reads them. */
async function setUp(): Promise<void> {
  rig = await createWorkerRig({ knobs: ownContexts });
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  const own = rig.state().of(await rig.account());
  for (const source of sources) {
    for (const item of [own.eligibilities(source), own.assignments(source)])
      await eventually(async () => (await item.read()).readAt).toBeDefined();
  }
  await rig.send('readPolicies', { keys });
  await eventually(async () => {
    const pages = await own.policies.read();
    return keys.filter((key) => !pages[key]?.policy);
  }).toEqual([]);
  rig.windows.length = 0;
}

/** Each for half an hour, which every policy allows; the one whose policy shrinks meanwhile for longer than it will. */
async function activateAll(): Promise<void> {
  const justification = 'Daily PIM elevation';
  await rig.send('activate', {
    bulkId: crypto.randomUUID(),
    requests: mixedBulk.map(({ key, outcome }) => ({
      key: key as RoleKey,
      ask: { minutes: outcome === 'overPolicy' ? 480 : 30, justification },
    })),
  });
}

const settledAs: Readonly<Record<MixedOutcome, Partial<Activation>>> = {
  active: { state: 'active' },
  waitingForApproval: { state: 'waitingForApproval' },
  already: { state: 'active', already: true },
  overPolicy: { state: 'failed' },
};

async function stateOf(key: string): Promise<string | undefined> {
  return (await rig.journal()).find(({ role }) => role.key === key)?.state;
}

/** Waits until every role is where it is to end, and looks at what the person would be told. */
async function expectTwelveOutcomes(): Promise<void> {
  const wanted = mixedBulk.map(({ name, outcome }) => [name, settledAs[outcome].state]);
  await eventually(async () => {
    const states = await Promise.all(keys.map(stateOf));
    return mixedBulk.map(({ name }, index) => [name, states[index]]);
  }).toEqual(wanted);
  const journal = await rig.journal();
  expect(journal.map(({ role }) => role.key).toSorted()).toEqual(keys.toSorted());
  for (const { key, outcome, name } of mixedBulk) {
    const { already, failure } = journal.find(({ role }) => role.key === key)!;
    expect([name, already ?? false, failure?.kind]).toEqual([
      name,
      outcome === 'already',
      outcome === 'overPolicy' ? 'tooLong' : undefined,
    ]);
  }
}

const contextsOfWindows = () =>
  rig.windows
    .map(({ searchParams }) => /"acrs".*"value":\s*"(c\d)"/.exec(searchParams.get('claims') ?? '')?.[1])
    .toSorted();

/** Every request to activate that reached the services, whatever they said. */
const writes = () =>
  rig.emulator.journal.requests({
    path: /ScheduleRequests/i,
    where: ({ method }) => method === 'POST' || method === 'PUT',
  });

describe('a bulk of twelve mixed roles', () => {
  it('asks in two windows, tells twelve outcomes, and has one request a role accepted', async () => {
    await setUp();
    const throttling = troubleMixedBulk(rig.emulator, retryAfter);
    await activateAll();
    await expectTwelveOutcomes();
    expect(contextsOfWindows()).toEqual(['c1', 'c2']);
    expect(acceptedOfMixedBulk(rig.emulator)).toEqual(acceptableOfMixedBulk);
    expect(rig.emulator.pim.accepted()).toHaveLength(10);

    // Nothing was sent again but what was throttled, and that not before its time.
    expect(writes()).toHaveLength(mixedBulk.length + 2);
    expect(throttling.count).toBe(2);
    const tries = writes().filter(({ body }) => JSON.stringify(body).includes(mixedBulk[6]!.target.roleId));
    expect(tries.map(({ status }) => status)).toEqual([429, 429, 201]);
    const [first, second, third] = tries.map(({ at }) => at);
    expect(second! - first!).toBeGreaterThanOrEqual(retryAfter * 1000);
    expect(third! - second!).toBeGreaterThanOrEqual(retryAfter * 1000);
  });

  it('survives a worker killed in the first window: the rest is through, and a click goes on with these', async () => {
    await setUp();
    troubleMixedBulk(rig.emulator, retryAfter);
    const dead = deferred();
    rig.person.atWindow = async (url) => {
      await dead.promise;
      return rig.window(url);
    };
    await activateAll();
    await eventually(() => rig.windows.length).toBe(1);
    rig.person.atWindow = undefined;
    rig.restart();
    const proving = mixedBulk.filter(({ context }) => context !== undefined).map(({ key }) => key);
    await eventually(async () => (await Promise.all(proving.map(stateOf))).join()).toBe(
      proving.map(() => 'proofNeeded').join(),
    );
    for (const { key, outcome, context } of mixedBulk)
      if (context === undefined) await eventually(() => stateOf(key)).toBe(settledAs[outcome].state);
    const waiting = (await rig.journal()).filter(({ state }) => state === 'proofNeeded');
    await rig.send('verify', { ids: waiting.map(({ id }) => id) });
    await expectTwelveOutcomes();
    expect(contextsOfWindows()).toHaveLength(3);
    expect(acceptedOfMixedBulk(rig.emulator)).toEqual(acceptableOfMixedBulk);
  });
});
