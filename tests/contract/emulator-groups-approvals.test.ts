import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { pimGroups } from '../emulator/seeds/contoso-groups.ts';
import { groupRequestForAda } from '../emulator/seeds/waiting-requests.ts';
import { activateGroup, groupRequests, privileged } from './emulator-group-calls.ts';
import { createRig, errorOf, rowsOf, tokenOf, type Answer, type Rig } from './emulator-pim-rig.ts';

const pending = `${groupRequests}/filterByCurrentUser(on='approver')?$filter=status eq 'PendingApproval'`;
const approvals = `${privileged}/assignmentApprovals`;
const [grace, alan] = [tokenOf(people.grace), tokenOf(people.alan)];

function waiting(): { rig: Rig; id: string } {
  const rig = createRig();
  return { rig, id: groupRequestForAda(rig.pim).id };
}

async function review(rig: Rig, id: string, body: unknown): Promise<Answer> {
  const [stage] = rowsOf(await rig.graph('GET', `${approvals}/${id}/stages`));
  return rig.graph('PATCH', `${approvals}/${id}/stages/${String(stage?.id)}`, { body });
}

describe('Graph lists requests for groups to their approver', () => {
  it('and to nobody else, while they wait', async () => {
    const { rig, id } = waiting();
    const rows = rowsOf(await rig.graph('GET', `${pending}&$expand=group,principal`));
    expect(rows).toMatchObject([
      {
        id,
        approvalId: id,
        accessId: 'member',
        justification: 'Release 42',
        group: { displayName: pimGroups.releaseManagers.displayName },
        principal: { displayName: people.alan.displayName },
      },
    ]);
    for (const as of [grace, alan]) expect(rowsOf(await rig.graph('GET', pending, { as }))).toEqual([]);
    expect((await review(rig, id, { reviewResult: 'Approve', justification: 'Go' })).status).toBe(204);
    expect(rowsOf(await rig.graph('GET', pending))).toEqual([]);
  });

  it('for requests alone', async () => {
    const { rig } = waiting();
    const url = `${privileged}/eligibilityScheduleInstances/filterByCurrentUser(on='approver')`;
    expect((await rig.graph('GET', url)).status).toBe(400);
  });
});

describe('an approver decides on a group', () => {
  it('once: by stages in v1.0, and by steps in beta', async () => {
    const { rig, id } = waiting();
    const v1 = rowsOf(await rig.graph('GET', `${approvals}/${id}/stages`));
    const beta = rowsOf(await rig.graph('GET', `${approvals.replace('v1.0', 'beta')}/${id}/steps`));
    expect(v1).toMatchObject([{ status: 'InProgress', assignedToMe: true, reviewResult: 'NotReviewed' }]);
    expect(beta).toEqual(v1);
    expect((await rig.graph('GET', `${approvals}/${id}/steps`)).status).toBe(400);
    expect((await review(rig, id, { reviewResult: 'Deny', justification: 'Not now' })).status).toBe(204);
    const again = await review(rig, id, { reviewResult: 'Approve', justification: 'Still' });
    expect(errorOf(again)).toMatchObject({ code: 'ApprovalAlreadyCompleted' });
    expect(again.status).toBe(409);
  });

  it('and is not found where the approval is of a role', async () => {
    const { rig, id } = waiting();
    const url = `/beta/roleManagement/directory/roleAssignmentApprovals/${id}/steps`;
    expect((await rig.graph('GET', url)).status).toBe(404);
  });
});

describe('a requester', () => {
  it('takes a request for a group back, and no other', async () => {
    const { rig, id } = waiting();
    const { body } = await activateGroup(rig, pimGroups.breakGlass, 'member');
    expect(body.status).toBe('PendingApproval');
    const cancel = (one: unknown) => rig.graph('POST', `${groupRequests}/${String(one)}/cancel`);
    expect((await cancel(body.id)).status).toBe(204);
    const read = await rig.graph('GET', `${groupRequests}/${String(body.id)}`);
    expect(read.body.status).toBe('Canceled');
    expect((await cancel(id)).status).toBe(404);
  });
});
