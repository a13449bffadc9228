import { describe, expect, it } from 'vitest';
import type { Deactivation } from '../../src/domain/deactivation.ts';
import { epochMs } from '../../src/domain/duration.ts';
import { type Assignment, type RoleKey, type Source, sources } from '../../src/domain/role.ts';
import type { FaultKind } from '../emulator/faults.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { eligibleRole } from './eligible-role.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const minute = 60_000;
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });

const services = {
  entra: { host: 'graph.microsoft.com', method: 'POST', path: /ScheduleRequests$/, kind: 'directory' },
  azure: { host: 'management.azure.com', method: 'PUT', path: /ScheduleRequests\//i, kind: 'azure' },
  groups: { host: 'graph.microsoft.com', method: 'POST', path: /ScheduleRequests$/, kind: 'group' },
} as const;

async function signedIn(options: Parameters<typeof createWorkerRig>[0] = {}): Promise<WorkerRig> {
  const rig = await createWorkerRig(options);
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  for (const source of sources) {
    await eventually(async () => (await listed(rig, source)).length).toBeGreaterThan(0);
    await eventually(async () => (await rig.eligible(source)).length).toBeGreaterThan(0);
  }
  return rig;
}

const own = async (rig: WorkerRig) => rig.state().of(await rig.account());
const listed = async (rig: WorkerRig, source: Source): Promise<Assignment[]> =>
  (await (await own(rig)).assignments(source).read()).rows;
const keysOf = async (rig: WorkerRig, source: Source) => (await listed(rig, source)).map(({ key }) => key);

/** The role that the seed has as active for longer than five minutes. */
async function activeRole(rig: WorkerRig, source: Source): Promise<Assignment> {
  return (await listed(rig, source)).find(({ assignmentType }) => assignmentType === 'activated')!;
}

async function activate(rig: WorkerRig, source: Source): Promise<RoleKey> {
  const { key } = await rig.role(...(eligibleRole[source] as readonly [string, string?]));
  const ask = { minutes: 30, justification: 'Daily PIM elevation' };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key, ask }] });
  await eventually(async () => keysOf(rig, source)).toContain(key);
  return key;
}

/** Every deactivation, once the person was told of each. */
async function outcomes(rig: WorkerRig): Promise<Deactivation[]> {
  const read = async () => (await own(rig)).deactivations.read();
  await eventually(async () => (await read()).filter(({ toldAt }) => toldAt === undefined)).toEqual([]);
  return read();
}

const ends = (rig: WorkerRig) => rig.emulator.pim.accepted({ action: 'selfDeactivate' });

async function refreshed(rig: WorkerRig, source: Source): Promise<void> {
  const before = (await (await own(rig)).assignments(source).read()).readAt ?? 0;
  rig.emulator.clock.advance(1);
  await rig.send('refreshRoles', { sources: [source] });
  await eventually(async () => (await (await own(rig)).assignments(source).read()).readAt).toBeGreaterThan(
    before,
  );
}

describe.each(sources)('deactivating a role (%s)', (source) => {
  const { kind, ...write } = services[source];
  const heldBy = (rig: WorkerRig) =>
    rig.emulator.pim.lists
      .active({ oid: people.ada.id, tid: people.ada.tenantId }, kind)
      .filter(({ assignmentType }) => assignmentType === 'Activated');

  it('ends it once, and takes it from the list and from the button', async () => {
    const rig = await signedIn();
    const { key } = await activeRole(rig, source);
    await eventually(() => rig.drawn.at(-1)).toBe('active: buttonActive_other 3');
    await rig.send('deactivate', { keys: [key, key] });
    await rig.send('deactivate', { keys: [key] });
    expect(await outcomes(rig)).toMatchObject([{ state: 'ended', status: 'Revoked', role: { key } }]);
    expect(ends(rig)).toHaveLength(1);
    expect(heldBy(rig)).toEqual([]);
    expect(await keysOf(rig, source)).not.toContain(key);
    await eventually(() => rig.drawn.at(-1)).toBe('active: buttonActive_other 2');
    const others = await Promise.all(
      sources.filter((one) => one !== source).map((other) => activeRole(rig, other)),
    );
    await rig.send('deactivate', { keys: others.map((one) => one.key) });
    expect((await outcomes(rig)).map(({ state }) => state)).toEqual(['ended', 'ended', 'ended']);
    await eventually(() => rig.drawn.at(-1)).toBe('idle: extensionName');
    expect(rig.alarms.has('follow-deactivations')).toBe(false);
    expect(rig.defects).toEqual([]);
  });

  it('sends what the service asks for and nothing more', async () => {
    const rig = await signedIn();
    const role = await activeRole(rig, source);
    rig.emulator.journal.clear();
    await rig.send('deactivate', { keys: [role.key] });
    await outcomes(rig);
    const [request, ...more] = rig.emulator.journal.requests(write);
    expect(more).toEqual([]);
    const principalId = people.ada.id;
    const { roleDefinitionId } = role;
    const { id: scopeId } = role.scope;
    const bodies = {
      entra: { action: 'selfDeactivate', principalId, roleDefinitionId, directoryScopeId: scopeId },
      azure: { properties: { principalId, roleDefinitionId, requestType: 'SelfDeactivate' } },
      groups: { action: 'selfDeactivate', principalId, accessId: 'member', groupId: scopeId },
    };
    expect(request!.body).toEqual(bodies[source]);
  });

  it('within five minutes says when it will work, sends nothing by itself, and works then', async () => {
    const rig = await signedIn();
    const key = await activate(rig, source);
    const [activation] = rig.emulator.pim.accepted({ action: 'selfActivate' });
    rig.emulator.clock.advance(3 * minute);
    await rig.send('deactivate', { keys: [key] });
    const [early] = await outcomes(rig);
    expect(early).toMatchObject({ state: 'tooEarly', early: 'tooShort' });
    const ready = activation!.createdAt + 5 * minute;
    // The service dates its answers in whole seconds.
    expect(Math.abs(early!.readyAt! - ready)).toBeLessThan(2_000);
    expect(await keysOf(rig, source)).toContain(key);
    rig.emulator.journal.clear();
    await rig.send('deactivate', { keys: [key] });
    rig.emulator.clock.advance(early!.readyAt! - rig.emulator.clock.now());
    rig.ring('follow-deactivations');
    await outcomes(rig);
    expect(rig.emulator.journal.count(write)).toBe(0);
    await rig.send('deactivate', { keys: [key] });
    expect(await outcomes(rig)).toMatchObject([{ state: 'ended', role: { key } }]);
    expect(await keysOf(rig, source)).not.toContain(key);
    expect(await rig.journal()).toEqual([]);
    expect(rig.defects).toEqual([]);
  });

  it('counts it as done where the role was ended elsewhere', async () => {
    const rig = await signedIn();
    const { key } = await activeRole(rig, source);
    rig.emulator.pim.emptyTenant(people.ada.tenantId);
    await rig.send('deactivate', { keys: [key] });
    expect(await outcomes(rig)).toMatchObject([{ state: 'ended', already: true }]);
    expect(await keysOf(rig, source)).not.toContain(key);
  });

  const arrived: Record<string, FaultKind> = {
    'a reset': { kind: 'reset', after: true },
    'a 503': { kind: 'status', status: 503, after: true },
    'half an answer': { kind: 'truncated-json' },
  };
  it.each(Object.entries(arrived))('finds it again when the answer is lost by %s', async (_, fault) => {
    const rig = await signedIn();
    const { key } = await activeRole(rig, source);
    rig.emulator.faults.add({ ...fault, ...write, times: 1 });
    await rig.send('deactivate', { keys: [key] });
    expect(await outcomes(rig)).toMatchObject([{ state: 'ended', attempts: 1 }]);
    expect(ends(rig)).toHaveLength(1);
    expect(await keysOf(rig, source)).not.toContain(key);
  });

  it('sends again after no arrival only what bears our own name', async () => {
    const rig = await signedIn();
    const { key } = await activeRole(rig, source);
    rig.emulator.faults.add({ kind: 'reset', ...write, times: 1 });
    await rig.send('deactivate', { keys: [key] });
    const [entry] = await outcomes(rig);
    expect([entry!.state, ends(rig).length]).toEqual(source === 'azure' ? ['ended', 1] : ['unknown', 0]);
    expect((await keysOf(rig, source)).includes(key)).toBe(source !== 'azure');
  });

  it('says why when the service refuses, and keeps the role in the list', async () => {
    const rig = await signedIn();
    const { key } = await activeRole(rig, source);
    const message = 'The resource is locked.';
    rig.emulator.faults.add({
      kind: 'refusal',
      status: 400,
      code: 'ResourceIsLocked',
      message,
      ...write,
    });
    await rig.send('deactivate', { keys: [key] });
    expect(await outcomes(rig)).toMatchObject([{ state: 'failed', failure: { kind: 'resourceLocked' } }]);
    expect(await keysOf(rig, source)).toContain(key);
  });

  it('is taken up by the next life of the worker', async () => {
    const rig = await signedIn();
    const { key } = await activeRole(rig, source);
    const stalled = rig.emulator.faults.add({ kind: 'stall', after: true, ...write });
    await rig.send('deactivate', { keys: [key] });
    await eventually(() => stalled.count).toBe(1);
    rig.restart();
    expect(await outcomes(rig)).toMatchObject([{ state: 'ended', attempts: 1 }]);
    expect(ends(rig)).toHaveLength(1);
    stalled.remove();
  });

  it('can be activated again, and the new activation is no ghost', async () => {
    const rig = await signedIn();
    const key = await activate(rig, source);
    rig.emulator.clock.advance(6 * minute);
    await rig.send('deactivate', { keys: [key] });
    await outcomes(rig);
    rig.emulator.clock.advance(minute);
    expect(await activate(rig, source)).toBe(key);
    await refreshed(rig, source);
    expect((await listed(rig, source)).find((row) => row.key === key)).toMatchObject({
      assignmentType: 'activated',
    });
  });
});

describe('what Azure alone does', () => {
  it('tells the window in which it does not know of the activation from a role that is not held', async () => {
    const rig = await signedIn({ knobs: { pim: { arm: { deactivatePropagationMs: 90_000 } } } });
    const key = await activate(rig, 'azure');
    const startsAt = (await listed(rig, 'azure')).find((row) => row.key === key)?.startsAt;
    rig.emulator.clock.advance(44_000);
    await rig.send('deactivate', { keys: [key] });
    const [early] = await outcomes(rig);
    expect(early).toMatchObject({ state: 'tooEarly', early: 'notKnownYet' });
    expect(Math.abs(early!.readyAt! - epochMs(startsAt)! - 5 * minute)).toBeLessThan(2_000);
    expect(await keysOf(rig, 'azure')).toContain(key);
  });

  it('shows a role that was ended as assigned for minutes: Hoist does not', async () => {
    const rig = await signedIn({ knobs: { pim: { arm: { ghostAssignedMs: 180_000 } } } });
    const { key, templateId } = await activeRole(rig, 'azure');
    await rig.send('deactivate', { keys: [key] });
    await outcomes(rig);
    const who = { oid: people.ada.id, tid: people.ada.tenantId };
    const ghosts = () =>
      rig.emulator.pim.lists
        .active(who, 'azure')
        .filter((row) => row.roleId.toLowerCase() === templateId && row.fromRequest);
    for (const waitMs of [0, 60_000, 110_000]) {
      rig.emulator.clock.advance(waitMs);
      expect(ghosts()).toMatchObject([{ assignmentType: 'Assigned', end: null }]);
      await refreshed(rig, 'azure');
      expect(await keysOf(rig, 'azure')).not.toContain(key);
    }
    rig.emulator.clock.advance(minute);
    expect(ghosts()).toEqual([]);
    await refreshed(rig, 'azure');
    expect(await keysOf(rig, 'azure')).not.toContain(key);
  });
});
