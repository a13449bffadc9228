import { describe, expect, test } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { armHost, createRig, graphHost, start } from './providers-rig.ts';

describe('active roles', () => {
  test('of Entra are the running activation and what an administrator assigned', async () => {
    const rig = createRig();
    const rows = await rig.entra.listAssignments(rig.account);
    expect(rows).toMatchObject([
      { roleName: 'Directory Readers', assignmentType: 'assigned', scope: { kind: 'directory' } },
      {
        roleName: 'Global Reader',
        assignmentType: 'activated',
        endsAt: Temporal.Instant.fromEpochMilliseconds(start + 6 * 3_600_000).toString(),
      },
    ]);
    expect(rows[0]).not.toHaveProperty('endsAt');
  });

  test('of Azure likewise, with the key of the eligibility they came from', async () => {
    const rig = createRig();
    const rows = await rig.azure.listAssignments(rig.account);
    const activated = rows.filter(({ assignmentType }) => assignmentType === 'activated');
    const role = await rig.role('azure', 'Contributor', 'Contoso Development');
    expect(activated.map(({ key }) => key)).toEqual([role.key]);
    expect(rows.filter(({ roleName }) => roleName === 'Reader')).toHaveLength(4);
  });

  test('that the tenant-wide list drops are held all the same at their own scope', async () => {
    const rig = createRig();
    const held = (await rig.azure.listAssignments(rig.account)).find(
      (row) => row.assignmentType === 'activated',
    );
    expect(await rig.azure.isHeld?.(rig.account, held!)).toBe(true);
    rig.pass(4 * 3_600_000);
    expect(await rig.azure.isHeld?.(rig.account, held!)).toBe(false);
    const gone = {
      ...held!,
      scope: { ...held!.scope, id: '/subscriptions/00000000-0000-4000-8000-000000000000' },
    };
    expect(await rig.azure.isHeld?.(rig.account, gone)).toBe(false);
  });

  test('that only a ghost stands for are not held any more', async () => {
    const rig = createRig({ knobs: { pim: { arm: { ghostAssignedMs: 180_000 } } } });
    const activated = async () =>
      (await rig.azure.listAssignments(rig.account)).filter((row) => row.assignmentType === 'activated');
    const [held] = await activated();
    rig.emulator.pim.deactivate(
      { oid: people.ada.id, tid: rig.account.tenantId, amr: [], acrs: [], xms_cc: [] },
      {
        id: crypto.randomUUID(),
        kind: 'azure',
        roleId: held!.templateId,
        scope: held!.scope.id,
        principalId: people.ada.id,
        linkedRoleEligibilityScheduleId: null,
        justification: null,
        ticket: null,
        schedule: null,
        customData: null,
        validationOnly: false,
      },
    );
    const ghost = (await rig.azure.listAssignments(rig.account)).find(({ key }) => key === held!.key);
    expect(ghost).toMatchObject({ assignmentType: 'assigned' });
    expect(await activated()).toEqual([]);
    expect(await rig.azure.isHeld?.(rig.account, held!)).toBe(false);
  });
});

describe('rows that cannot be understood', () => {
  const path = /roleEligibilityScheduleInstances/i;
  const good = {
    id: 'x',
    roleDefinitionId: 'r',
    directoryScopeId: '/',
    memberType: 'Direct',
    roleDefinition: { displayName: 'Good' },
  };

  test('are left out, counted, and said', async () => {
    const rig = createRig();
    rig.emulator.faults.add({
      kind: 'wrong-json',
      host: graphHost,
      path,
      body: {
        value: [good, { ...good, roleDefinitionId: 7 }, null, { ...good, id: 'y', endDateTime: 'soon' }],
      },
    });
    expect(await rig.entra.listEligibilities(rig.account)).toHaveLength(1);
    expect(rig.gaps).toEqual([
      { source: 'entra', list: 'eligibilities', unreadable: 3, capped: false, why: 'roleDefinitionId' },
    ]);
  });

  test('fail the list where there are no others', async () => {
    const rig = createRig();
    rig.emulator.faults.add({ kind: 'wrong-json', host: graphHost, path, body: { value: [{}, {}] } });
    await expect(rig.entra.listEligibilities(rig.account)).rejects.toMatchObject({
      failure: { kind: 'unreadable' },
    });
  });

  test.each(['truncated-json', 'wrong-json'] as const)('%s fails the list', async (kind) => {
    const rig = createRig();
    rig.emulator.faults.add({ kind, host: armHost, path });
    await expect(rig.azure.listEligibilities(rig.account)).rejects.toMatchObject({
      failure: { kind: 'unreadable' },
    });
  });
});
