import { describe, expect, it } from 'vitest';
import { requestsForAda } from '../emulator/seeds/waiting-requests.ts';
import { createRig, rowsOf, type Answer, type Json } from './emulator-pim-rig.ts';
import { loadCsdl } from './emulator-specs-csdl.ts';
import { hasSpecs, spec, specsSuite } from './emulator-specs-folder.ts';
import { nullsIn, shapeOf } from './emulator-specs-shape.ts';
import { loadSwagger } from './emulator-specs-swagger.ts';

const directory = 'roleManagement/directory';
const review = { reviewResult: 'Approve', justification: 'OK' };

describe.skipIf(!hasSpecs)(`Graph’s approvals ${specsSuite}`, () => {
  it('an approver’s list in beta, word for word as the sample is shaped', async () => {
    const rig = createRig();
    requestsForAda(rig.pim);
    const path = `/beta/${directory}/roleAssignmentScheduleRequests/filterByCurrentUser(on='approver')`;
    const { body } = await rig.graph('GET', path);
    const sample = spec('graph-groups/roles.pendingApproval.approver.200.json');
    expect(body['@odata.context']).toBe(sample['@odata.context']);
    expect(shapeOf(body.value)).toEqual(shapeOf(sample.value));
    expect(rowsOf({ body } as Answer)[0]?.action).toBe('SelfActivate');
  });

  it('an approval with its step', async () => {
    const rig = createRig();
    const id = requestsForAda(rig.pim).entra[0]?.id ?? '';
    const path = `/beta/${directory}/roleAssignmentApprovals/${id}`;
    const { body } = await rig.graph('GET', `${path}?$expand=steps`);
    const sample = spec('graph-groups/roles.approval.beta.200.json');
    expect(shapeOf(body)).toEqual(shapeOf(sample));
    const contexts = (text: unknown): string => String(text).replace(/\('[^']*'\)/, "('…')");
    expect(body['@odata.context']).toBe(sample['@odata.context']);
    expect(contexts(body['steps@odata.context'])).toBe(contexts(sample['steps@odata.context']));

    const steps = await rig.graph('GET', `${path}/steps`);
    expect(shapeOf(steps.body.value)).toEqual(
      shapeOf(spec('graph-docs/beta.approval-list-steps.1.response.json').value),
    );
    const csdl = loadCsdl();
    const step = rowsOf(steps)[0];
    expect(csdl.complaints('approvalStage', step)).toEqual([]);
    const sent = spec('graph-docs/v1.0.approvalstage-update.1.request.json');
    const answer = await rig.graph('PATCH', `${path}/steps/${String(step?.id)}`, { body: sent });
    expect(answer.status).toBe(204);
    const [decided] = rowsOf(await rig.graph('GET', `${path}/steps`));
    expect(csdl.complaints('approvalStage', decided)).toEqual([]);
    expect(decided).toMatchObject(sent);
  });
});

describe.skipIf(!hasSpecs)(`ARM’s approvals ${specsSuite}: swagger 2021-01-01-preview`, () => {
  const file = 'arm/preview/2021-01-01-preview/authorization-RoleAssignmentApprovalCalls.json';
  const version = 'api-version=2021-01-01-preview';
  const root = '/providers/Microsoft.Authorization/roleAssignmentApprovals';

  it('lists, stages and decisions', async () => {
    const swagger = loadSwagger();
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.decisionAnswer = 'stage';
    });
    const conforms = (type: string, body: Json): void => {
      expect(swagger.complaints(file, type, body)).toEqual([]);
      expect(nullsIn(body)).toEqual([]);
    };
    const id = requestsForAda(rig.pim).azure[0]?.id ?? '';
    const list = await rig.arm('GET', `${root}?${version}&$filter=asApprover()`);
    expect(rowsOf(list)).toHaveLength(2);
    conforms('RoleAssignmentApprovalListResult', list.body);
    const stages = await rig.arm('GET', `${root}/${id}/stages?${version}`);
    conforms('RoleAssignmentApprovalStepListResult', stages.body);
    const stage = String(rowsOf(stages)[0]?.name);
    const answer = await rig.arm('PATCH', `${root}/${id}/stages/${stage}?${version}`, { body: review });
    expect(answer.status).toBe(200);
    conforms('RoleAssignmentApprovalStep', answer.body);
    expect(
      swagger.complaints(file, 'RoleAssignmentApprovalStep', { properties: { status: 'Fine' } }),
    ).not.toEqual([]);
  });
});
