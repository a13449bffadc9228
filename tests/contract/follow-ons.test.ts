import { describe, expect, it } from 'vitest';
import type { RoleKey, Source } from '../../src/domain/role.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });
const minute = 60_000;
const ask = { minutes: 120, justification: 'Still at it' };
const names = { entra: ['User Administrator', 'Directory'], azure: ['Owner', 'IT'] } as const;

const followOns = async (rig: WorkerRig) =>
  rig
    .state()
    .of(await rig.account())
    .followOns.read();
const sent = (rig: WorkerRig) => rig.emulator.pim.accepted({ action: 'selfActivate' });

/** Ada, with the role active for half an hour and the wish to be offered it again. */
async function asked(source: keyof typeof names): Promise<{ rig: WorkerRig; key: RoleKey; id: string }> {
  const rig = await createWorkerRig();
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  await eventually(async () => (await rig.eligible(source)).length).toBeGreaterThan(0);
  const { key } = await rig.role(names[source][0], names[source][1]);
  const request = { key, ask: { minutes: 30, justification: 'Daily PIM elevation' } };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [request] });
  await eventually(async () => (await rig.journal())[0]?.toldAt).toBeDefined();
  await rig.send('askFollowOn', { key, ask });
  return { rig, key, id: (await followOns(rig))[0]!.id };
}

async function endsSince(rig: WorkerRig, ms: number): Promise<void> {
  const { endsAt } = (await followOns(rig))[0]!;
  rig.emulator.clock.advance(endsAt + ms - rig.now());
}

const told = (rig: WorkerRig, title: string) =>
  rig.notices.filter((notice) => notice.title.startsWith(`${title} `));

describe.each<Extract<Source, keyof typeof names>>(['entra', 'azure'])('a follow-on (%s)', (source) => {
  it('is told at the end, sends nothing by itself, and one request at one or many clicks', async () => {
    const { rig, key, id } = await asked(source);
    expect(rig.alarms.get('follow-ons')! - rig.now()).toBeGreaterThan(25 * minute);
    await rig.send('useFollowOn', { id });
    expect(sent(rig)).toHaveLength(1);
    await endsSince(rig, 6_000);
    rig.restart();
    await eventually(() => told(rig, 'notifyFollowOn').length).toBe(1);
    expect(sent(rig)).toHaveLength(1);
    await Promise.all([rig.send('useFollowOn', { id }), rig.send('useFollowOn', { id })]);
    await rig.send('useFollowOn', { id });
    await eventually(async () => (await rig.journal()).at(-1)).toMatchObject({
      state: 'active',
      bulkId: id,
      role: { key },
      ask,
    });
    expect(sent(rig)).toHaveLength(2);
    expect(await followOns(rig)).toEqual([]);
    rig.restart();
    rig.ring('follow-ons');
    await rig.send('useFollowOn', { id });
    expect(sent(rig)).toHaveLength(2);
    expect(rig.defects).toEqual([]);
  });

  it('is used once, too, where the worker died between recording it and forgetting the wish', async () => {
    const { rig, id } = await asked(source);
    const [wish] = await followOns(rig);
    await endsSince(rig, 6_000);
    await rig.send('useFollowOn', { id });
    await eventually(async () => (await rig.journal()).at(-1)?.state).toBe('active');
    // As that worker would have left it.
    await rig
      .state()
      .of(await rig.account())
      .followOns.write([wish!]);
    await rig.send('useFollowOn', { id });
    await rig
      .state()
      .of(await rig.account())
      .followOns.write([wish!]);
    rig.restart();
    await eventually(() => followOns(rig)).toEqual([]);
    expect(sent(rig)).toHaveLength(2);
  });

  it('that is clicked more than ten minutes late is dropped, and said', async () => {
    const { rig, id } = await asked(source);
    await endsSince(rig, 10 * minute + 1_000);
    rig.restart();
    await eventually(() => told(rig, 'notifyFollowOnLate').length).toBe(1);
    expect(told(rig, 'notifyFollowOn')).toEqual([]);
    await expect(rig.send('useFollowOn', { id })).rejects.toMatchObject({
      failure: { kind: 'notSentInTime' },
    });
    expect(sent(rig)).toHaveLength(1);
    await rig.send('dropFollowOn', { id });
    expect(await followOns(rig)).toEqual([]);
  });

  it('is forgotten when the person deactivates the role', async () => {
    const { rig, key } = await asked(source);
    rig.emulator.clock.advance(10 * minute);
    await rig.send('deactivate', { keys: [key] });
    await eventually(() => followOns(rig)).toEqual([]);
  });

  it('goes with the sign-out', async () => {
    const { rig } = await asked(source);
    const account = await rig.account();
    await rig.send('signOut', {});
    expect(await rig.state().of(account).followOns.read()).toEqual([]);
  });
});

it('of a role that asks for a ticket opens the form with everything but that, and stands until it was sent', async () => {
  const rig = await createWorkerRig();
  await rig.send('signIn', {});
  await eventually(async () => (await rig.eligible('entra')).length).toBeGreaterThan(0);
  const { key } = await rig.role('Exchange Administrator', 'Directory');
  await rig.send('readPolicies', { keys: [key] });
  const account = await rig.account();
  const own = rig.state().of(account);
  await eventually(async () => (await own.policies.read())[key]?.policy?.ticketRequired).toBe(true);
  const ticket = { number: 'INC1', system: 'ServiceNow' };
  const first = { key, ask: { minutes: 30, justification: 'Daily PIM elevation', ticket } };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [first] });
  await eventually(async () => (await rig.journal())[0]?.toldAt).toBeDefined();
  await rig.send('askFollowOn', { key, ask });
  const { id } = (await followOns(rig))[0]!;
  await endsSince(rig, 6_000);
  const before = rig.now();
  await rig.send('useFollowOn', { id });
  const draft = await own.draft.read();
  expect(draft).toEqual({
    keys: [key],
    minutes: { [key]: ask.minutes },
    justification: ask.justification,
    askedAt: expect.any(Number),
  });
  expect(draft?.askedAt).toBeGreaterThanOrEqual(before);
  expect(draft?.askedAt).toBeLessThanOrEqual(rig.now());
  expect(sent(rig)).toHaveLength(1);
  expect(await followOns(rig)).toHaveLength(1);
  const again = { key, ask: { ...ask, ticket: { ...ticket, number: 'INC2' } } };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [again] });
  await eventually(async () => (await rig.journal()).at(-1)?.state).toBe('active');
  rig.emulator.clock.advance(11 * minute);
  rig.restart();
  // It was activated, so nobody is told that it was not.
  await eventually(() => followOns(rig)).toEqual([]);
  expect(told(rig, 'notifyFollowOnLate')).toEqual([]);
});

it('cannot be asked of a role that is not active', async () => {
  const rig = await createWorkerRig();
  await rig.send('signIn', {});
  await eventually(async () => (await rig.eligible('entra')).length).toBeGreaterThan(0);
  const { key } = await rig.role('User Administrator', 'Directory');
  await expect(rig.send('askFollowOn', { key, ask })).rejects.toMatchObject({
    failure: { kind: 'notFound' },
  });
});
