import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { pimGroups } from '../emulator/seeds/contoso-groups.ts';
import {
  activateGroup,
  activeGroups,
  deactivateGroup,
  eligibleGroups,
  groupRequests,
  ofGroup,
  ownGroupRequests,
  privileged,
} from './emulator-group-calls.ts';
import { createRig, minute, propertiesOf, rowsOf, type Answer, type Json } from './emulator-pim-rig.ts';
import { loadCsdl, type CsdlTypes } from './emulator-specs-csdl.ts';
import { hasSpecs, spec, specsSuite } from './emulator-specs-folder.ts';
import { shapeOf, unorderedShapeOf } from './emulator-specs-shape.ts';

const { releaseManagers, breakGlass, onCall, administratorsNews, monitoringOperators } = pimGroups;

let loaded: CsdlTypes | null = null;

function complaints(type: string, value: unknown): string[] {
  loaded ??= loadCsdl();
  return loaded.complaints(type, value);
}

function allRows(type: string, answer: Answer): void {
  const rows = rowsOf(answer);
  expect(rows.length).toBeGreaterThan(0);
  // The group's own type is not in the extract of the metadata.
  for (const { group: _group, ...row } of rows) expect(complaints(type, row)).toEqual([]);
}

describe.skipIf(!hasSpecs)(`PIM for Groups’ bodies ${specsSuite}: the v1.0 metadata`, () => {
  it('eligible and active access, and eligibility schedules', async () => {
    const rig = createRig();
    const instances = await rig.graph('GET', `${eligibleGroups}?$expand=group,principal`);
    allRows('privilegedAccessGroupEligibilityScheduleInstance', instances);
    const active = await rig.graph('GET', `${activeGroups}?$expand=group,principal,activatedUsing`);
    allRows('privilegedAccessGroupAssignmentScheduleInstance', active);
    const own = `$filter=principalId eq '${people.ada.id}'`;
    const schedules = await rig.graph('GET', `${privileged}/eligibilitySchedules?${own}`);
    allRows('privilegedAccessGroupEligibilitySchedule', schedules);
  });

  it('requests in every state, with what they were made from', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.group.provisionMs = 1000;
    });
    const type = 'privilegedAccessGroupAssignmentScheduleRequest';
    const scheduleInfo = {
      startDateTime: '2026-11-21T08:00:00Z',
      expiration: { type: 'AfterDateTime', endDateTime: '2026-11-21T09:00:00Z' },
    };
    const answers = [
      await activateGroup(rig, releaseManagers, 'member'),
      await activateGroup(rig, breakGlass, 'member'),
      await activateGroup(rig, pimGroups.financeData, 'member', { scheduleInfo }),
      await deactivateGroup(rig, onCall, 'member'),
    ];
    expect(answers.map(({ body }) => body.status)).toEqual([
      'PendingProvisioning',
      'PendingApproval',
      'Granted',
      'Revoked',
    ]);
    for (const { body } of answers) expect(complaints(type, body)).toEqual([]);
    rig.clock.advance(5 * minute);
    allRows(
      type,
      await rig.graph('GET', `${ownGroupRequests}?$expand=principal,activatedUsing,targetSchedule`),
    );
  });

  it('policies with their rules', async () => {
    const filter = `$filter=scopeId eq '${releaseManagers.id}' and scopeType eq 'Group'`;
    const path = `/v1.0/policies/roleManagementPolicyAssignments?${filter}&$expand=policy($expand=rules)`;
    allRows('unifiedRoleManagementPolicyAssignment', await createRig().graph('GET', path));
  });

  it('in the recorded casing; the documented one is not what the metadata declares', async () => {
    const rig = createRig();
    rig.knobs.group.enumCasing = 'pascal';
    const [row] = ofGroup(await rig.graph('GET', activeGroups), onCall);
    expect(complaints('privilegedAccessGroupAssignmentScheduleInstance', row)).toHaveLength(2);
  });
});

describe.skipIf(!hasSpecs)(`PIM for Groups’ bodies ${specsSuite}: the examples of the documentation`, () => {
  function documented(name: string): Json {
    return spec(`graph-groups/${name}.json`);
  }

  it('a request, sent and answered as documented, with the nulls that the sample leaves out', async () => {
    const rig = createRig();
    const sent = documented('post-assignmentScheduleRequests.selfActivate.request');
    const { startDateTime: _start, ...scheduleInfo } = sent.scheduleInfo as Json;
    const answer = await rig.graph('POST', groupRequests, {
      body: { ...sent, principalId: people.ada.id, groupId: releaseManagers.id, scheduleInfo },
    });
    expect(answer.status).toBe(201);
    const { '@odata.type': context, ...sample } = documented(
      'post-assignmentScheduleRequests.selfActivate.201',
    );
    const { '@odata.context': ours, ...body } = answer.body;
    // The sample has the context under the name of the type.
    expect(ours).toBe(context);
    const withNulls = {
      ...sample,
      createdBy: { application: null, device: null, user: { displayName: null, id: people.ada.id } },
      scheduleInfo: {
        ...(sample.scheduleInfo as Json),
        recurrence: null,
        expiration: { type: 'afterDuration', endDateTime: null, duration: 'PT2H' },
      },
    };
    expect(Object.keys(body)).toEqual(Object.keys(sample));
    expect(unorderedShapeOf(body)).toEqual(unorderedShapeOf(withNulls));
    expect(body).toMatchObject({ status: sample.status, action: sample.action, accessId: sample.accessId });
    const target = new RegExp(`^${releaseManagers.id}_member_${String(body.id)}$`);
    expect(body.targetScheduleId).toMatch(target);
    expect(sample.targetScheduleId).toBe(`${String(sample.groupId)}_member_${String(sample.id)}`);
  });

  it('the lists of eligible and of active access', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.group.enumCasing = 'pascal';
    });
    const eligible = rowsOf({
      body: documented('eligibilityScheduleInstances.filterByCurrentUser.200'),
    } as Answer)[0];
    // Ids are of the newer form, which is not a GUID's.
    const sampled = { ...eligible, eligibilityScheduleId: 'composed' };
    const member = ofGroup(await rig.graph('GET', eligibleGroups), releaseManagers)[0];
    expect(unorderedShapeOf(member)).toEqual(unorderedShapeOf(sampled));
    expect(member).toMatchObject({ '@odata.type': eligible?.['@odata.type'], memberType: 'Direct' });
    const active = rowsOf({
      body: documented('assignmentScheduleInstances.filterByCurrentUser.200'),
    } as Answer)[0];
    const assigned = ofGroup(await rig.graph('GET', activeGroups), administratorsNews)[0];
    expect(shapeOf(assigned)).toEqual(shapeOf(active));
    expect(assigned).toMatchObject({ assignmentType: 'Assigned', memberType: 'Direct' });
  });

  it('the role assignments of a group on a subscription', async () => {
    const example = spec<{ responses: { 200: { body: { value: Json[] } } } }>(
      'arm/stable/2022-04-01/examples/RoleAssignments_ListForSubscription.json',
    ).responses[200].body.value[0];
    const rig = createRig();
    const grant = rig.pim.store.standing.find(({ principalId }) => principalId === monitoringOperators.id);
    const path = `${grant?.scope}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;
    const answer = await rig.arm('GET', `${path}&$filter=principalId eq '${monitoringOperators.id}'`);
    expect(shapeOf(rowsOf(answer)[0])).toEqual(shapeOf(example));
    expect(propertiesOf(rowsOf(answer)[0]).principalType).toBe('Group');
  });
});
