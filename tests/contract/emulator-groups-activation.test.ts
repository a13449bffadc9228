import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { pimGroups } from '../emulator/seeds/contoso-groups.ts';
import {
  activateGroup,
  activeGroups,
  deactivateGroup,
  groupRequests,
  ofGroup,
  ownGroupRequests,
  type Access,
} from './emulator-group-calls.ts';
import { ada, createRig, errorOf, minute, rowsOf, tokenOf, type Rig } from './emulator-pim-rig.ts';

const { releaseManagers, payrollApplication, breakGlass, clusterAdministrators, onCall } = pimGroups;
const ticketInfo = { ticketNumber: 'INC1', ticketSystem: 'ServiceNow' };

async function heldAs(rig: Rig): Promise<unknown[]> {
  const rows = ofGroup(await rig.graph('GET', activeGroups), releaseManagers);
  return rows.map(({ accessId }) => accessId);
}

describe('Activating access to a group', () => {
  it('answers 201 Provisioned and shows the instance under the id that it names', async () => {
    const rig = createRig();
    const answer = await activateGroup(rig, releaseManagers, 'member', { ticketInfo });
    expect(answer.status).toBe(201);
    const { id, targetScheduleId } = answer.body;
    expect(answer.body).toMatchObject({ status: 'Provisioned', accessId: 'member', ticketInfo });
    expect(targetScheduleId).toBe(`${releaseManagers.id}_member_${String(id)}`);
    const [row] = ofGroup(await rig.graph('GET', activeGroups), releaseManagers);
    expect(row).toMatchObject({ assignmentScheduleId: targetScheduleId, assignmentType: 'activated' });
    expect(row?.endDateTime).toBe('2026-11-20T08:30:00.123Z');
    expect((await rig.graph('GET', `${groupRequests}/${String(id)}`)).body.status).toBe('Provisioned');
    expect(rig.pim.accepted({ kind: 'group', scope: releaseManagers.id, roleId: 'member' })).toHaveLength(1);
  });

  it.each<[Access, Access]>([
    ['member', 'owner'],
    ['owner', 'member'],
  ])('as %s says nothing about the %s, whichever is activated or ended', async (first, second) => {
    const rig = createRig();
    await activateGroup(rig, releaseManagers, first, { ticketInfo });
    expect(await heldAs(rig)).toEqual([first]);
    expect((await activateGroup(rig, releaseManagers, second, { ticketInfo })).status).toBe(201);
    expect((await heldAs(rig)).toSorted()).toEqual(['member', 'owner']);
    rig.clock.advance(5 * minute);
    expect((await deactivateGroup(rig, releaseManagers, first)).body.status).toBe('Revoked');
    expect(await heldAs(rig)).toEqual([second]);
  });

  it('reads actions and kinds of access in any casing, and the group’s id too', async () => {
    const rig = createRig();
    const change = {
      action: 'SelfActivate',
      accessId: 'Member',
      groupId: releaseManagers.id.toUpperCase(),
      scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT30M' } },
    };
    const { body } = await activateGroup(rig, releaseManagers, 'member', change);
    expect(body).toMatchObject({
      action: 'selfActivate',
      accessId: 'member',
      groupId: releaseManagers.id,
      scheduleInfo: { expiration: { type: 'afterDuration' } },
    });
  });

  it('takes a membership that comes by another group, for the person alone', async () => {
    const rig = createRig();
    const { body } = await activateGroup(rig, clusterAdministrators, 'member');
    expect(body).toMatchObject({ status: 'Provisioned', principalId: people.ada.id });
    const [row] = ofGroup(await rig.graph('GET', activeGroups), clusterAdministrators);
    expect(row).toMatchObject({ memberType: 'group', principalId: people.ada.id });
    const read = await rig.graph('GET', `${groupRequests}/${String(body.id)}?$expand=activatedUsing,group`);
    expect(read.body).toMatchObject({
      activatedUsing: { memberType: 'group', accessId: 'member' },
      group: { displayName: 'Cluster Administrators' },
    });
  });

  it('is first PendingProvisioning, and not active before it is Provisioned', async () => {
    const rig = createRig(undefined, (knobs) => {
      Object.assign(knobs.group, { provisionMs: 10_000, listLagMs: 3_000 });
    });
    const { body } = await activateGroup(rig, releaseManagers, 'member');
    expect(body).toMatchObject({ status: 'PendingProvisioning', completedDateTime: null });
    const seen = async (): Promise<[unknown, number]> => [
      (await rig.graph('GET', `${groupRequests}/${String(body.id)}`)).body.status,
      (await heldAs(rig)).length,
    ];
    rig.clock.advance(9_999);
    expect(await seen()).toEqual(['PendingProvisioning', 0]);
    rig.clock.advance(1);
    expect(await seen()).toEqual(['Provisioned', 0]);
    rig.clock.advance(3_000);
    expect(await seen()).toEqual(['Provisioned', 1]);
  });

  it('for later is Granted until it starts', async () => {
    const rig = createRig();
    const scheduleInfo = {
      startDateTime: '2026-11-20T09:00:00Z',
      expiration: { type: 'afterDuration', duration: 'PT30M' },
    };
    const { body } = await activateGroup(rig, releaseManagers, 'member', { scheduleInfo });
    expect(body.status).toBe('Granted');
    expect(await heldAs(rig)).toEqual([]);
    rig.clock.advance(60 * minute);
    expect(await heldAs(rig)).toEqual(['member']);
  });

  it('waits for the approver, who may approve or deny', async () => {
    for (const [decide, status, held] of [
      ['approve', 'Provisioned', 1],
      ['deny', 'Denied', 0],
    ] as const) {
      const rig = createRig();
      const { body } = await activateGroup(rig, breakGlass, 'member');
      const id = String(body.id);
      expect(body).toMatchObject({ status: 'PendingApproval', approvalId: id });
      expect(body.scheduleInfo).toMatchObject({ startDateTime: null });
      const pending = `${ownGroupRequests}?$filter=status eq 'PendingApproval'`;
      expect(rowsOf(await rig.graph('GET', pending))).toHaveLength(1);
      rig.pim[decide](id);
      expect((await rig.graph('GET', `${groupRequests}/${id}`)).body.status).toBe(status);
      expect(ofGroup(await rig.graph('GET', activeGroups), breakGlass)).toHaveLength(held);
    }
  });

  it('may fail for one group and not for another', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.group.provisionMs = 1000;
      knobs.failingRoles = [releaseManagers.id];
    });
    const ids = [
      (await activateGroup(rig, releaseManagers, 'member')).body.id,
      (await activateGroup(rig, clusterAdministrators, 'member')).body.id,
    ];
    rig.clock.advance(1000);
    const read = ids.map((id) => rig.graph('GET', `${groupRequests}/${String(id)}`));
    expect((await Promise.all(read)).map(({ body }) => body.status)).toEqual(['Failed', 'Provisioned']);
  });

  it('only for validation records nothing', async () => {
    const rig = createRig();
    const change = { isValidationOnly: true };
    const { body } = await activateGroup(rig, releaseManagers, 'member', change);
    expect(body).toMatchObject({ isValidationOnly: true, id: '00000000-0000-0000-0000-000000000000' });
    expect(rig.pim.accepted()).toEqual([]);
    const refused = await activateGroup(rig, onCall, 'member', change);
    expect(errorOf(refused).code).toBe('RoleAssignmentExists');
  });

  it('is nobody else’s to read, and ends by itself', async () => {
    const rig = createRig();
    const { body } = await activateGroup(rig, releaseManagers, 'member');
    const alan = { ...ada, oid: people.alan.id };
    expect((await rig.graph('GET', `${groupRequests}/${String(body.id)}`, { as: alan })).status).toBe(404);
    rig.clock.advance(30 * minute);
    expect(await heldAs(rig)).toEqual([]);
  });
});

describe('Deactivating access to a group', () => {
  it('is refused before five minutes, after the end, and twice', async () => {
    const rig = createRig();
    const code = async (): Promise<string> =>
      errorOf(await deactivateGroup(rig, releaseManagers, 'member')).code;
    expect(await code()).toBe('RoleAssignmentDoesNotExist');
    await activateGroup(rig, releaseManagers, 'member');
    rig.clock.advance(5 * minute - 1);
    expect(await code()).toBe('ActiveDurationTooShort');
    rig.clock.advance(1);
    expect((await deactivateGroup(rig, releaseManagers, 'member')).body).toMatchObject({
      status: 'Revoked',
      action: 'selfDeactivate',
      accessId: 'member',
      scheduleInfo: null,
    });
    expect(await code()).toBe('RoleAssignmentDoesNotExist');
    expect((await activateGroup(rig, releaseManagers, 'member')).status).toBe(201);
  });

  it('is refused to the last owner, and not while somebody else owns the group', async () => {
    const rig = createRig();
    await activateGroup(rig, payrollApplication, 'owner');
    await activateGroup(rig, releaseManagers, 'owner', { ticketInfo });
    rig.clock.advance(5 * minute);
    const refused = await deactivateGroup(rig, payrollApplication, 'owner');
    expect([refused.status, errorOf(refused).code]).toEqual([400, 'CannotDeleteLastAdminAssignment']);
    expect(ofGroup(await rig.graph('GET', activeGroups), payrollApplication)).toHaveLength(1);
    expect((await deactivateGroup(rig, releaseManagers, 'owner')).body.status).toBe('Revoked');
  });

  it('is not refused while somebody else has activated ownership', async () => {
    const rig = createRig();
    const adas = rig.pim.store.eligibilities.find(({ scope }) => scope === payrollApplication.id);
    rig.pim.store.eligibilities.push({ ...adas!, principalId: people.grace.id });
    await activateGroup(rig, payrollApplication, 'owner');
    rig.clock.advance(5 * minute);
    const change = { principalId: people.grace.id };
    await activateGroup(rig, payrollApplication, 'owner', change, { as: tokenOf(people.grace) });
    expect((await deactivateGroup(rig, payrollApplication, 'owner')).body.status).toBe('Revoked');
  });

  it('has nothing to do with an assignment that is for good', async () => {
    const refused = await deactivateGroup(createRig(), pimGroups.administratorsNews, 'member');
    expect(errorOf(refused).code).toBe('RoleAssignmentDoesNotExist');
  });
});
