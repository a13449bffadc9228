import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { collaborationOperators } from '../emulator/seeds/contoso-entra.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import { requestsForAda } from '../emulator/seeds/waiting-requests.ts';
import { activate, requests } from './emulator-graph-calls.ts';
import {
  ada,
  createRig,
  errorOf,
  hour,
  minute,
  rowsOf,
  tokenOf,
  type Answer,
  type Json,
  type Rig,
} from './emulator-pim-rig.ts';

const approver = "filterByCurrentUser(on='approver')";
const pending = `${requests}/${approver}?$filter=status eq 'PendingApproval'`;
const approvals = '/beta/roleManagement/directory/roleAssignmentApprovals';
const [grace, alan, edsger] = [people.grace, people.alan, people.edsger].map((person) => tokenOf(person));

function waiting(): { rig: Rig; id: string } {
  const rig = createRig();
  const id = requestsForAda(rig.pim).entra[0]?.id ?? '';
  return { rig, id };
}

async function stepOf(rig: Rig, id: string, as = ada): Promise<Json> {
  return rowsOf(await rig.graph('GET', `${approvals}/${id}/steps`, { as }))[0] ?? {};
}

async function review(rig: Rig, id: string, body: unknown, as = ada): Promise<Answer> {
  const { id: step } = await stepOf(rig, id);
  return rig.graph('PATCH', `${approvals}/${id}/steps/${String(step)}`, { as, body });
}

const approve = { reviewResult: 'Approve', justification: 'Go ahead' };

describe('Graph lists what waits for an approver', () => {
  it('to the approver alone, and only while it waits', async () => {
    const { rig, id } = waiting();
    const rows = rowsOf(await rig.graph('GET', `${pending}&$expand=roleDefinition,principal`));
    expect(rows.map(({ status, justification, principal }) => [status, justification, principal])).toEqual([
      ['PendingApproval', 'Alert 4711', expect.objectContaining({ displayName: 'Grace Hopper' })],
      [
        'PendingApproval',
        'Retention labels for the audit',
        expect.objectContaining({ displayName: 'Alan Turing' }),
      ],
    ]);
    for (const as of [grace, alan, edsger]) {
      expect(rowsOf(await rig.graph('GET', pending, as === undefined ? {} : { as }))).toEqual([]);
    }
    expect((await review(rig, id, approve)).status).toBe(204);
    expect(rowsOf(await rig.graph('GET', pending)).map((row) => row.justification)).toEqual(['Alert 4711']);
    expect(rowsOf(await rig.graph('GET', `${requests}/${approver}`))).toHaveLength(2);
  });

  it('to members of a group that approves, but not to the requester among them', async () => {
    const rig = createRig();
    const target = { kind: 'directory', roleId: entraRoleId('Groups Administrator'), scope: '/' } as const;
    const { id, displayName } = collaborationOperators;
    const approvers = [{ type: 'group', id, displayName }] as const;
    rig.pim.changePolicy(people.ada.tenantId, target, { approvalRequired: true, approvers });
    const { body } = await activate(rig, { role: 'Groups Administrator' });
    expect(body.status).toBe('PendingApproval');
    expect(rowsOf(await rig.graph('GET', pending))).toEqual([]);
    expect(rowsOf(await rig.graph('GET', pending, { as: alan! }))).toHaveLength(1);
    expect(await stepOf(rig, String(body.id))).toMatchObject({ assignedToMe: false });
    expect(errorOf(await review(rig, String(body.id), approve)).code).toBe('InsufficientPermissions');
    rig.knobs.ownApproval = 'allow';
    expect(rowsOf(await rig.graph('GET', pending))).toHaveLength(1);
    expect((await review(rig, String(body.id), approve)).status).toBe(204);
  });

  it('no more than fifty, and for no other collection or reader', async () => {
    const { rig } = waiting();
    rig.knobs.graph.filterByCurrentUserCap = 1;
    expect(rowsOf(await rig.graph('GET', pending))).toHaveLength(1);
    const instances = '/v1.0/roleManagement/directory/roleAssignmentScheduleInstances';
    expect((await rig.graph('GET', `${instances}/${approver}`)).status).toBe(400);
    const as = tokenOf(people.ada, { scp: ['User.Read'] });
    expect(errorOf(await rig.graph('GET', pending, { as })).code).toBe('PermissionScopeNotGranted');
  });
});

describe('Graph’s approvals have one step', () => {
  it('in beta only, with the steps where they are expanded', async () => {
    const { rig, id } = waiting();
    expect((await rig.graph('GET', `${approvals.replace('beta', 'v1.0')}/${id}`)).status).toBe(400);
    expect((await rig.graph('GET', `${approvals}/${id}`)).body).toEqual({
      '@odata.context': expect.stringMatching(/roleAssignmentApprovals\/\$entity$/),
      id,
    });
    const { body } = await rig.graph('GET', `${approvals}/${id}?$expand=steps`);
    const step = await stepOf(rig, id);
    expect(body.steps).toEqual([step]);
    expect(step).toMatchObject({ reviewResult: 'NotReviewed', status: 'InProgress', assignedToMe: true });
    const single = await rig.graph('GET', `${approvals}/${id}/steps/${String(step.id)}`);
    expect(single.body).toMatchObject(step);
    expect((await rig.graph('GET', `${approvals}/${id}/steps/${id}`)).status).toBe(404);
    expect((await rig.graph('GET', `${approvals}/${id}?$expand=stages`)).status).toBe(400);
  });

  it('which the requester may read but not decide, and a stranger neither', async () => {
    const { rig, id } = waiting();
    expect(await stepOf(rig, id, alan)).toMatchObject({ status: 'InProgress', assignedToMe: false });
    expect((await review(rig, id, approve, alan)).status).toBe(403);
    expect((await rig.graph('GET', `${approvals}/${id}`, { as: edsger! })).status).toBe(403);
    expect((await review(rig, id, approve, edsger)).status).toBe(403);
    const missing = 'c0ffee00-0000-4000-8000-000000000001';
    expect((await rig.graph('GET', `${approvals}/${missing}`)).status).toBe(404);
    expect(rowsOf(await rig.graph('GET', pending))).toHaveLength(2);
  });
});

describe('Graph takes an approver’s decision', () => {
  const statusOf = async (rig: Rig, id: string): Promise<unknown> =>
    (await rig.graph('GET', `${requests}/${id}`, { as: alan! })).body.status;

  it('Approve: the role starts at the decision', async () => {
    const { rig, id } = waiting();
    rig.knobs.graph.provisionMs = 0;
    rig.clock.advance(20 * minute);
    expect(rig.pim.wids(people.alan.id)).not.toContain(entraRoleId('Compliance Administrator'));
    const answer = await review(rig, id, approve);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await statusOf(rig, id)).toBe('Provisioned');
    expect(rig.pim.wids(people.alan.id)).toContain(entraRoleId('Compliance Administrator'));
    expect(await stepOf(rig, id)).toMatchObject({
      reviewResult: 'Approve',
      status: 'Completed',
      justification: 'Go ahead',
      reviewedDateTime: '2026-11-20T08:20:00.123Z',
      reviewedBy: { id: people.ada.id, displayName: 'Ada Lovelace' },
    });
  });

  it('Deny: the request ends as Denied', async () => {
    const { rig, id } = waiting();
    expect((await review(rig, id, { reviewResult: 'Deny', justification: 'Not today' })).status).toBe(204);
    expect(await statusOf(rig, id)).toBe('Denied');
    expect(await stepOf(rig, id)).toMatchObject({ reviewResult: 'Deny', status: 'Completed' });
  });

  it('once: a second decision is a conflict, whoever makes it', async () => {
    const { rig, id } = waiting();
    await review(rig, id, approve);
    const late = await review(rig, id, { reviewResult: 'Deny', justification: 'No' });
    expect(late.status).toBe(409);
    expect(await statusOf(rig, id)).toBe('Provisioned');
  });

  it('within a day', async () => {
    const { rig, id } = waiting();
    rig.clock.advance(24 * hour);
    expect(await statusOf(rig, id)).toBe('TimedOut');
    expect(await stepOf(rig, id)).toMatchObject({ status: 'Expired', reviewResult: 'NotReviewed' });
    expect((await review(rig, id, approve)).status).toBe(409);
    rig.knobs.closedStageStatus = 400;
    expect((await review(rig, id, approve)).status).toBe(400);
    expect(await statusOf(rig, id)).toBe('TimedOut');
  });

  it('with a reason, a known result and the scope to write', async () => {
    const { rig, id } = waiting();
    expect((await review(rig, id, { reviewResult: 'Approve', justification: ' ' })).status).toBe(400);
    expect((await review(rig, id, { reviewResult: 'Maybe', justification: 'x' })).status).toBe(400);
    const readOnly = tokenOf(people.ada, { scp: ['RoleAssignmentSchedule.Read.Directory'] });
    expect((await review(rig, id, approve, readOnly)).status).toBe(403);
    expect(await statusOf(rig, id)).toBe('PendingApproval');
    rig.knobs.blankReview = 'accept';
    expect((await review(rig, id, { reviewResult: 'Approve' })).status).toBe(204);
  });
});
