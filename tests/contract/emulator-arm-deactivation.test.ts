import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { activeAt, guid, own, put, putDeactivation } from './emulator-arm-calls.ts';
import { createRig, errorOf, hour, minute, propertiesOf } from './emulator-pim-rig.ts';

describe('ARM deactivates', () => {
  it('in its three windows: not known yet, too short, Revoked', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.deactivatePropagationMs = 90_000;
    });
    await put(rig, own);
    const code = async (id: number): Promise<string> =>
      errorOf(await putDeactivation(rig, { ...own, id: guid(id) }))?.code ?? 'accepted';
    rig.clock.advance(44_000);
    expect(await code(20)).toBe('RoleAssignmentDoesNotExist');
    rig.clock.advance(46_000);
    expect(await code(21)).toBe('ActiveDurationTooShort');
    rig.clock.advance(5 * minute - 90_000);
    expect(await code(22)).toBe('accepted');
    expect(await code(23)).toBe('RoleAssignmentDoesNotExist');
    expect(await activeAt(rig, own.scope)).toEqual([]);
  });

  it('leaves a ghost in the list and refuses to activate again for a while', async () => {
    const rig = createRig(undefined, (knobs) => {
      Object.assign(knobs.arm, { ghostAssignedMs: 180_000, reactivateBlockMs: 117_000 });
    });
    await put(rig, own);
    rig.clock.advance(hour / 2);
    expect(propertiesOf((await putDeactivation(rig, { ...own, id: guid(20) })).body).status).toBe('Revoked');
    const ghost = (await activeAt(rig, own.scope))[0];
    expect(ghost).toMatchObject({ assignmentType: 'Assigned' });
    for (const gone of [
      'endDateTime',
      'linkedRoleEligibilityScheduleId',
      'linkedRoleEligibilityScheduleInstanceId',
    ]) {
      expect(ghost).not.toHaveProperty(gone);
    }
    expect(rig.pim.mayAzure(people.ada.id, own.scope, 'Microsoft.Compute/virtualMachines/write')).toBe(false);
    expect(errorOf(await put(rig, { ...own, id: guid(21) })).code).toBe('RoleAssignmentExists');
    rig.clock.advance(117_000);
    expect((await put(rig, { ...own, id: guid(22) })).status).toBe(201);
    rig.clock.advance(63_000);
    expect(await activeAt(rig, own.scope)).toHaveLength(1);
  });
});
