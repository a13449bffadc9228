import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import { activate, deactivate, requests } from './emulator-graph-calls.ts';
import { createRig, errorOf, hour, minute, type Json } from './emulator-pim-rig.ts';

describe('Graph keeps future windows', () => {
  const window = (from: string, duration = 'PT1H'): Json => ({
    scheduleInfo: { startDateTime: from, expiration: { type: 'afterDuration', duration } },
  });
  const role = 'User Administrator';

  it('Granted until they start, then active', async () => {
    const rig = createRig();
    const { body } = await activate(rig, { role, change: window('2026-11-20T10:00:00.000Z') });
    expect(body).toMatchObject({ status: 'Granted', completedDateTime: '2026-11-20T10:00:00Z' });
    expect(rig.pim.wids(people.ada.id)).not.toContain(entraRoleId(role));
    rig.clock.advance(2 * hour);
    expect((await rig.graph('GET', `${requests}/${String(body.id)}`)).body.status).toBe('Provisioned');
    expect(rig.pim.wids(people.ada.id)).toContain(entraRoleId(role));
  });

  it('and refuses a second one that touches the same minute', async () => {
    const rig = createRig();
    await activate(rig, { role, change: window('2026-11-20T10:00:00Z') });
    const code = async (from: string): Promise<string> =>
      errorOf(await activate(rig, { role, change: window(from) }))?.code ?? 'accepted';
    expect(await code('2026-11-20T10:30:00Z')).toBe('OverlapsPendingRoleAssignmentRequests');
    expect(await code('2026-11-20T11:00:59Z')).toBe('OverlapsPendingRoleAssignmentRequests');
    expect(await code('2026-11-20T09:00:30Z')).toBe('OverlapsPendingRoleAssignmentRequests');
    expect(await code('2026-11-20T11:01:00Z')).toBe('accepted');
  });
});

describe('Graph waits for an approver', () => {
  const role = 'Global Administrator';

  it('PendingApproval without a start, then Provisioned from the decision on', async () => {
    const rig = createRig();
    const { body } = await activate(rig, { role });
    expect(body).toMatchObject({ status: 'PendingApproval', approvalId: body.id });
    expect((body.scheduleInfo as Json).startDateTime).toBeNull();
    expect(errorOf(await activate(rig, { role })).code).toBe('RoleAssignmentRequestExists');
    rig.clock.advance(20 * minute);
    rig.pim.approve(String(body.id));
    const after = (await rig.graph('GET', `${requests}/${String(body.id)}`)).body;
    expect(after.status).toBe('Provisioned');
    expect((after.scheduleInfo as Json).startDateTime).toMatch(/^2026-11-20T08:20:00\.123/);
    expect(() => rig.pim.approve(String(body.id))).toThrow('Provisioned');
  });

  it('Denied, or TimedOut after a day', async () => {
    const rig = createRig();
    const denied = String((await activate(rig, { role })).body.id);
    rig.pim.deny(denied);
    expect((await rig.graph('GET', `${requests}/${denied}`)).body.status).toBe('Denied');
    const late = String((await activate(rig, { role })).body.id);
    rig.clock.advance(24 * hour);
    expect((await rig.graph('GET', `${requests}/${late}`)).body.status).toBe('TimedOut');
    expect(() => rig.pim.approve(late)).toThrow('TimedOut');
  });

  it('follows the policy as it stands when the request comes', async () => {
    const rig = createRig();
    const target = { kind: 'directory', roleId: entraRoleId(role), scope: '/' } as const;
    rig.pim.changePolicy(people.ada.tenantId, target, { approvalRequired: false });
    expect((await activate(rig, { role, duration: 'PT2H' })).body.status).toBe('Provisioned');
  });
});

describe('Graph deactivates', () => {
  it('not within five minutes, then Revoked, then there is nothing left', async () => {
    const rig = createRig();
    const role = 'User Administrator';
    await activate(rig, { role });
    rig.clock.advance(5 * minute - 1);
    expect(errorOf(await deactivate(rig, role)).code).toBe('ActiveDurationTooShort');
    rig.clock.advance(1);
    const answer = await deactivate(rig, role);
    expect([answer.status, answer.body.status, answer.body.action]).toEqual([
      201,
      'Revoked',
      'selfDeactivate',
    ]);
    expect(rig.pim.wids(people.ada.id)).not.toContain(entraRoleId(role));
    expect(errorOf(await deactivate(rig, role)).code).toBe('RoleAssignmentDoesNotExist');
    expect((await activate(rig, { role })).body.status).toBe('Provisioned');
  });

  it('one that is older than five minutes at once, and never a permanent one', async () => {
    const rig = createRig();
    expect((await deactivate(rig, 'Global Reader')).body.status).toBe('Revoked');
    expect(errorOf(await deactivate(rig, 'Directory Readers')).code).toBe('RoleAssignmentDoesNotExist');
  });
});

describe('Graph keeps future windows under either status', () => {
  it('ScheduleCreated is refused an overlap and cancelled like Granted', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.futureStatus = 'ScheduleCreated';
    });
    const scheduleInfo = {
      startDateTime: '2026-11-20T10:00:00Z',
      expiration: { type: 'afterDuration', duration: 'PT1H' },
    };
    const role = 'User Administrator';
    const { body } = await activate(rig, { role, change: { scheduleInfo } });
    expect(body.status).toBe('ScheduleCreated');
    const again = await activate(rig, { role, change: { scheduleInfo } });
    expect(errorOf(again).code).toBe('OverlapsPendingRoleAssignmentRequests');
    expect((await rig.graph('POST', `${requests}/${String(body.id)}/cancel`)).status).toBe(204);
    expect((await activate(rig, { role, change: { scheduleInfo } })).status).toBe(201);
    rig.clock.advance(2 * hour);
    const held = await activate(rig, {
      role,
      change: { scheduleInfo: { ...scheduleInfo, startDateTime: '2026-11-21T10:00:00Z' } },
    });
    expect(errorOf(held).code).toBe('RoleAssignmentExists');
  });
});
