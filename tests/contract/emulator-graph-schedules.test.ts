import { describe, expect, it } from 'vitest';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import { activate, deactivate, directory, mine, requests } from './emulator-graph-calls.ts';
import { createRig, hour, minute, rowsOf, type Json, type Rig } from './emulator-pim-rig.ts';
import { docExample, loadCsdl } from './emulator-specs-csdl.ts';
import { hasSpecs, specsSuite } from './emulator-specs-folder.ts';
import { shapeOf } from './emulator-specs-shape.ts';

const assignments = `${directory}/roleAssignmentSchedules/${mine}`;
const eligibilities = `${directory}/roleEligibilitySchedules/${mine}`;
const role = 'User Administrator';
const future = {
  scheduleInfo: {
    startDateTime: '2026-11-20T10:00:00Z',
    expiration: { type: 'afterDuration', duration: 'PT1H' },
  },
};

async function scheduled(rig: Rig, name = role): Promise<Json | undefined> {
  const rows = rowsOf(await rig.graph('GET', assignments));
  return rows.find(({ roleDefinitionId }) => roleDefinitionId === entraRoleId(name));
}

describe('Graph lists schedules', () => {
  it('of a future window before it starts, while it runs, and no longer', async () => {
    const rig = createRig();
    const { id } = (await activate(rig, { role, change: future })).body;
    expect(await scheduled(rig)).toMatchObject({
      id,
      status: 'Granted',
      assignmentType: 'Activated',
      scheduleInfo: { startDateTime: '2026-11-20T10:00:00Z', expiration: { duration: 'PT1H' } },
    });
    const instances = await rig.graph('GET', `${directory}/roleAssignmentScheduleInstances/${mine}`);
    expect(rowsOf(instances).map((row) => row.roleDefinitionId)).not.toContain(entraRoleId(role));
    rig.clock.advance(2 * hour);
    expect(await scheduled(rig)).toMatchObject({ id, status: 'Provisioned' });
    rig.clock.advance(hour);
    expect(await scheduled(rig)).toBeUndefined();
  });

  it('until it is cancelled, and a moment longer where so turned', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.graph.canceledScheduleMs = 30_000;
    });
    const { id } = (await activate(rig, { role, change: future })).body;
    await rig.graph('POST', `${requests}/${String(id)}/cancel`);
    expect(await scheduled(rig)).toMatchObject({ id });
    rig.clock.advance(30_000);
    expect(await scheduled(rig)).toBeUndefined();
  });

  it('of a running activation until it is deactivated, held through a group or not', async () => {
    const rig = createRig();
    await activate(rig, { role });
    await activate(rig, { role: 'Teams Administrator' });
    expect(await scheduled(rig)).toMatchObject({ memberType: 'Direct' });
    expect(await scheduled(rig, 'Teams Administrator')).toMatchObject({ memberType: 'Group' });
    rig.clock.advance(10 * minute);
    await deactivate(rig, role);
    expect(await scheduled(rig)).toBeUndefined();
  });

  it('of eligibilities, each with its end', async () => {
    const rows = rowsOf(await createRig().graph('GET', `${eligibilities}?$expand=roleDefinition`));
    expect(rows).toHaveLength(16);
    const ending = rows.find(
      (row) => (row.roleDefinition as Json).displayName === 'SharePoint Administrator',
    );
    expect(ending?.scheduleInfo).toMatchObject({
      expiration: { type: 'afterDateTime', endDateTime: '2026-11-20T11:00:00.123Z' },
    });
  });
});

describe.skipIf(!hasSpecs)(`Graph’s schedules ${specsSuite}`, () => {
  it('conform to the metadata and to the examples', async () => {
    const rig = createRig();
    await activate(rig, { role, change: future });
    const csdl = loadCsdl();
    const active = await rig.graph('GET', assignments);
    const eligible = await rig.graph('GET', eligibilities);
    for (const row of rowsOf(active))
      expect(csdl.complaints('unifiedRoleAssignmentSchedule', row)).toEqual([]);
    for (const row of rowsOf(eligible))
      expect(csdl.complaints('unifiedRoleEligibilitySchedule', row)).toEqual([]);
    const sample = docExample('unifiedroleassignmentschedule-filterbycurrentuser.1');
    expect(active.body['@odata.context']).toBe(sample['@odata.context']);
    const standing = rowsOf(active).find(({ assignmentType }) => assignmentType === 'Assigned');
    expect(shapeOf([standing])).toEqual(shapeOf(sample.value));
    const other = docExample('unifiedroleeligibilityschedule-filterbycurrentuser.1');
    const ending = rowsOf(eligible).find(
      ({ scheduleInfo }) => ((scheduleInfo as Json).expiration as Json).endDateTime !== null,
    );
    expect(shapeOf([ending])).toEqual(shapeOf(other.value));
  });
});
