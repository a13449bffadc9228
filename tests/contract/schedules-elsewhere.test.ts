import { describe, expect, it } from 'vitest';
import { epochMs, isoInstant } from '../../src/domain/duration.ts';
import type { Eligibility, Source } from '../../src/domain/role.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 15_000, interval: 5 });
const minute = 60_000;

const services = {
  entra: { host: 'graph.microsoft.com', kind: 'directory', role: ['User Administrator', 'Directory'] },
  azure: { host: 'management.azure.com', kind: 'azure', role: ['Owner', 'IT'] },
} as const;
type Known = keyof typeof services;

async function signedIn(source: Known, browserAheadMs = 0): Promise<{ rig: WorkerRig; role: Eligibility }> {
  const rig = await createWorkerRig({ browserAheadMs });
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  await eventually(async () => (await rig.eligible(source)).length).toBeGreaterThan(0);
  return { rig, role: await rig.role(services[source].role[0], services[source].role[1]) };
}

/** Ada asks for the role in the portal, for so many minutes from now. */
function askInPortal(rig: WorkerRig, source: Known, { templateId, scope }: Eligibility, inMinutes: number) {
  const target = { kind: services[source].kind, roleId: templateId, scope: scope.id };
  return rig.emulator.pim.activateAs(people.ada.id, {
    target,
    justification: 'Asked for in the portal',
    duration: 'PT45M',
    start: isoInstant(rig.emulator.clock.now() + inMinutes * minute),
  });
}

const listReads = (rig: WorkerRig, source: Known) =>
  rig.emulator.journal.requests({
    host: services[source].host,
    path: /roleAssignmentScheduleRequests(\/filterByCurrentUser.*)?$/i,
    where: ({ method, status }) => method === 'GET' && status === 200,
  });

describe.each<Extract<Source, Known>>(['entra', 'azure'])('what was scheduled elsewhere (%s)', (source) => {
  it('is listed with its time by the browser’s clock, once however often the lists are read', async () => {
    const { rig, role } = await signedIn(source, 10 * minute);
    const request = askInPortal(rig, source, role, 120);
    await rig.send('refreshRoles', {});
    await eventually(async () => (await rig.journal()).length).toBe(1);
    const [entry] = await rig.journal();
    expect(entry).toMatchObject({
      state: 'scheduled',
      requestId: request.id,
      role: { key: role.key, roleName: role.roleName, scope: role.scope },
      ask: { minutes: 45, justification: 'Asked for in the portal' },
    });
    const start = request.askedStart! + 10 * minute;
    expect(Math.abs((epochMs(entry!.startsAt) ?? 0) - start)).toBeLessThan(2_000);
    expect(Math.abs((epochMs(entry!.endsAt) ?? 0) - start - 45 * minute)).toBeLessThan(2_000);
    const before = listReads(rig, source).length;
    await rig.send('refreshRoles', {});
    await eventually(() => listReads(rig, source).length).toBeGreaterThan(before);
    await rig.send('refreshRoles', {});
    expect(await rig.journal()).toHaveLength(1);
    expect(rig.defects).toEqual([]);
  });

  it('becomes active at its time, and is told', async () => {
    const { rig, role } = await signedIn(source);
    askInPortal(rig, source, role, 120);
    await rig.send('refreshRoles', {});
    await eventually(async () => (await rig.journal())[0]?.state).toBe('scheduled');
    rig.emulator.clock.advance(121 * minute);
    rig.restart();
    await eventually(async () => (await rig.journal())[0]?.state).toBe('active');
    expect(rig.notices.some(({ title }) => title.startsWith('notifyActive'))).toBe(true);
  });

  it('can be cancelled from here', async () => {
    const { rig, role } = await signedIn(source);
    const request = askInPortal(rig, source, role, 120);
    await rig.send('refreshRoles', {});
    await eventually(async () => (await rig.journal())[0]?.state).toBe('scheduled');
    await rig.send('withdraw', { ids: [(await rig.journal())[0]!.id] });
    await eventually(async () => (await rig.journal())[0]?.failure?.kind).toBe('canceled');
    expect(rig.emulator.pim.statusOf(request)).toBe('Canceled');
  });

  it('stands in the way of a request whose time it touches', async () => {
    const { rig, role } = await signedIn(source);
    askInPortal(rig, source, role, 120);
    await rig.send('refreshRoles', {});
    await eventually(async () => (await rig.journal())[0]?.state).toBe('scheduled');
    const ask = { minutes: 121, justification: 'Incident' };
    await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key: role.key, ask }] });
    await eventually(async () => (await rig.journal())[1]?.failure?.kind).toBe('clashes');
    expect(rig.emulator.pim.accepted()).toHaveLength(0);
  });

  it('does not take one’s own request in a second time', async () => {
    const { rig, role } = await signedIn(source);
    const startsAt = isoInstant(rig.now() + 120 * minute);
    const ask = { minutes: 45, justification: 'Change window', startsAt };
    await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key: role.key, ask }] });
    await eventually(async () => (await rig.journal())[0]?.state).toBe('scheduled');
    const before = listReads(rig, source).length;
    await rig.send('refreshRoles', {});
    await eventually(() => listReads(rig, source).length).toBeGreaterThan(before);
    await rig.send('refreshRoles', {});
    expect(await rig.journal()).toHaveLength(1);
  });

  it('is left out where it cannot be read, and the roles are listed all the same', async () => {
    const { rig, role } = await signedIn(source);
    // The reading that belongs to the sign-in is over.
    await eventually(() => listReads(rig, source).length).toBe(1);
    askInPortal(rig, source, role, 120);
    const path = /roleAssignmentScheduleRequests(\/filterByCurrentUser.*)?$/i;
    const { host } = services[source];
    const refusal = { kind: 'refusal', status: 403, code: 'Forbidden', message: 'No.' } as const;
    const struck = rig.emulator.faults.add({ host, method: 'GET', path, ...refusal });
    await rig.send('refreshRoles', {});
    await eventually(() => struck.count).toBeGreaterThan(0);
    expect(await rig.journal()).toEqual([]);
    expect((await rig.eligible(source)).length).toBeGreaterThan(0);
    struck.remove();
    await rig.send('refreshRoles', {});
    await eventually(async () => (await rig.journal()).length).toBe(1);
    expect(rig.defects).toEqual([]);
  });
});
