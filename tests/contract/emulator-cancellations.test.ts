import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { subscriptionId } from '../emulator/seeds/contoso-scopes.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import { requestsForAda } from '../emulator/seeds/waiting-requests.ts';
import { armPath, guid, put, requestPath, type Put } from './emulator-arm-calls.ts';
import { activate, mine, requests } from './emulator-graph-calls.ts';
import {
  ada,
  createRig,
  errorOf,
  hour,
  propertiesOf,
  rowsOf,
  tokenOf,
  type Answer,
  type Rig,
} from './emulator-pim-rig.ts';

const day = 24 * hour;
const later = {
  scheduleInfo: {
    startDateTime: '2026-11-20T10:00:00Z',
    expiration: { type: 'AfterDuration', duration: 'PT1H' },
  },
};

describe('Graph cancels a request', () => {
  const role = 'User Administrator';
  const cancel = (rig: Rig, id: unknown, as = ada): Promise<Answer> =>
    rig.graph('POST', `${requests}/${String(id)}/cancel`, { as });
  const statusOf = async (rig: Rig, id: unknown): Promise<unknown> =>
    (await rig.graph('GET', `${requests}/${String(id)}`)).body.status;

  it('that is Granted: no schedule is left, nothing starts, and its window is free', async () => {
    const rig = createRig();
    const { id } = (await activate(rig, { role, change: later })).body;
    const answer = await cancel(rig, id);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await statusOf(rig, id)).toBe('Canceled');
    const read = await rig.graph('GET', `${requests}/${String(id)}?$expand=targetSchedule`);
    expect(read.body.targetSchedule).toBeNull();
    expect((await activate(rig, { role, change: later })).status).toBe(201);
    rig.clock.advance(2 * hour);
    expect(await statusOf(rig, id)).toBe('Canceled');
    expect(rig.pim.wids(people.ada.id)).toContain(entraRoleId(role));
  });

  it('and nothing starts when nothing else was asked for', async () => {
    const rig = createRig();
    const { id } = (await activate(rig, { role, change: later })).body;
    await cancel(rig, id);
    rig.clock.advance(2 * hour + 1000);
    expect(rig.pim.wids(people.ada.id)).not.toContain(entraRoleId(role));
  });

  it('no more, once it is carried out, failed, ended or cancelled', async () => {
    const rig = createRig();
    const { id } = (await activate(rig, { role, change: later })).body;
    rig.clock.advance(2 * hour);
    expect((await cancel(rig, id)).status).toBe(400);
    expect(await statusOf(rig, id)).toBe('Provisioned');
    rig.knobs.failingRoles = ['*'];
    const failed = (await activate(rig, { role: 'Groups Administrator' })).body;
    expect([failed.status, (await cancel(rig, failed.id)).status]).toEqual(['Failed', 400]);
    rig.knobs.failingRoles = [];
    const start = { ...later.scheduleInfo, startDateTime: '2026-11-21T10:00:00Z' };
    const next = (await activate(rig, { role, change: { scheduleInfo: start } })).body;
    expect(next).toMatchObject({ error: { code: 'RoleAssignmentExists' } });
    const other = (await activate(rig, { role: 'Reports Reader', change: { scheduleInfo: start } })).body;
    expect((await cancel(rig, other.id)).status).toBe(204);
    expect((await cancel(rig, other.id)).status).toBe(400);
  });

  it('that waits for approval, or refuses, as it is turned', async () => {
    const rig = createRig();
    const { id } = (await activate(rig, { role: 'Global Administrator' })).body;
    rig.knobs.cancelPending = 'refuse';
    expect((await cancel(rig, id)).status).toBe(400);
    expect(await statusOf(rig, id)).toBe('PendingApproval');
    rig.knobs.cancelPending = 'cancel';
    expect((await cancel(rig, id)).status).toBe(204);
    expect(await statusOf(rig, id)).toBe('Canceled');
    expect(() => rig.pim.approve(String(id))).toThrow('Canceled');
  });

  it('and closes the approval with it', async () => {
    const rig = createRig();
    const [request] = requestsForAda(rig.pim).entra;
    const path = `/beta/roleManagement/directory/roleAssignmentApprovals/${request?.id}/steps`;
    const [step] = rowsOf(await rig.graph('GET', path));
    await cancel(rig, request?.id, tokenOf(people.alan));
    const body = { reviewResult: 'Approve', justification: 'Late' };
    expect((await rig.graph('PATCH', `${path}/${String(step?.id)}`, { body })).status).toBe(409);
    expect(rowsOf(await rig.graph('GET', path))[0]).toMatchObject({ status: 'Completed' });
  });

  it('of the caller alone, with the scope to write', async () => {
    const rig = createRig();
    const { id } = (await activate(rig, { role, change: later })).body;
    expect((await cancel(rig, id, tokenOf(people.alan))).status).toBe(404);
    const readOnly = tokenOf(people.ada, { scp: ['RoleAssignmentSchedule.Read.Directory'] });
    expect(errorOf(await cancel(rig, id, readOnly)).code).toBe('PermissionScopeNotGranted');
    expect(await statusOf(rig, id)).toBe('Granted');
    expect((await rig.graph('POST', `${requests}/${String(id)}/revoke`)).status).toBe(400);
  });

  it('and deletes it after thirty days', async () => {
    const rig = createRig();
    const { id } = (await activate(rig, { role, change: later })).body;
    await cancel(rig, id);
    rig.clock.advance(30 * day - 1);
    const path = `${requests}/${mine}?$filter=status eq 'Canceled'`;
    expect(rowsOf(await rig.graph('GET', path))).toHaveLength(1);
    rig.clock.advance(1);
    expect(rowsOf(await rig.graph('GET', path))).toEqual([]);
    expect((await rig.graph('GET', `${requests}/${String(id)}`)).status).toBe(404);
  });
});

describe('ARM cancels a request', () => {
  const scope = subscriptionId('Contoso Web Shop');
  const future: Put = { role: 'Contributor', scope, id: guid(1), change: later };
  const cancel = (rig: Rig, id: string, as = ada): Promise<Answer> =>
    rig.arm('POST', armPath(`roleAssignmentScheduleRequests/${id}/cancel`, scope, null), { as });
  const statusOf = async (rig: Rig): Promise<unknown> =>
    propertiesOf((await rig.arm('GET', requestPath(future))).body).status;

  it('that is Granted, with an empty 200', async () => {
    const rig = createRig();
    expect(propertiesOf((await put(rig, future)).body).status).toBe('Granted');
    const answer = await cancel(rig, future.id);
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(await statusOf(rig)).toBe('Canceled');
    rig.clock.advance(2 * hour);
    expect(rig.pim.effectiveAzureRoles(people.ada.id, scope)).toEqual([]);
    expect((await cancel(rig, future.id)).status).toBe(400);
  });

  it('of the caller alone, at its own scope, and not once it runs', async () => {
    const rig = createRig();
    await put(rig, future);
    expect((await cancel(rig, future.id, tokenOf(people.alan))).status).toBe(404);
    expect((await cancel(rig, guid(9))).status).toBe(404);
    const elsewhere = armPath(
      `roleAssignmentScheduleRequests/${future.id}/cancel`,
      subscriptionId('Contoso Test'),
      null,
    );
    expect((await rig.arm('POST', elsewhere)).status).toBe(404);
    rig.clock.advance(2 * hour);
    expect((await cancel(rig, future.id)).status).toBe(400);
    expect(await statusOf(rig)).toBe('Provisioned');
  });
});
