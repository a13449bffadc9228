import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { subscriptionId } from '../emulator/seeds/contoso-scopes.ts';
import { requestsForAda } from '../emulator/seeds/waiting-requests.ts';
import { armPath } from './emulator-arm-calls.ts';
import {
  ada,
  createRig,
  errorOf,
  hour,
  propertiesOf,
  rowsOf,
  tokenOf,
  type Answer,
  type Json,
  type Rig,
} from './emulator-pim-rig.ts';

const training = subscriptionId('Contoso Training');
const alan = tokenOf(people.alan);
const edsger = tokenOf(people.edsger);
const version = 'api-version=2021-01-01-preview';

function approvalPath(rest = '', scope = '', query = ''): string {
  return `${scope}/providers/Microsoft.Authorization/roleAssignmentApprovals${rest}?${version}${query}`;
}

function waiting(): { rig: Rig; id: string } {
  const rig = createRig();
  const id = requestsForAda(rig.pim).azure[0]?.id ?? '';
  return { rig, id };
}

async function stageOf(rig: Rig, id: string): Promise<Json> {
  return rowsOf(await rig.arm('GET', approvalPath(`/${id}/stages`)))[0] ?? {};
}

async function decide(rig: Rig, id: string, body: Json, as = ada, method = 'PATCH'): Promise<Answer> {
  const { name } = await stageOf(rig, id);
  return rig.arm(method, approvalPath(`/${id}/stages/${String(name)}`), { as, body });
}

const approve = { reviewResult: 'Approve', justification: 'Go ahead' };

describe('ARM lists what waits for an approver', () => {
  it('as requests, everywhere or at one scope', async () => {
    const { rig, id } = waiting();
    const path = (scope: string): string => armPath('roleAssignmentScheduleRequests', scope, 'asApprover()');
    const rows = rowsOf(await rig.arm('GET', path('')));
    expect(rows.map((row) => propertiesOf(row).justification)).toEqual([
      'Monthly review',
      'New course environment',
    ]);
    const [request, ...more] = rowsOf(await rig.arm('GET', path(training)));
    expect(more).toEqual([]);
    expect(propertiesOf(request)).toMatchObject({
      status: 'PendingApproval',
      principalId: people.alan.id,
      requestorId: people.alan.id,
      approvalId: `${training}/providers/Microsoft.Authorization/roleAssignmentApprovals/${id}`,
      expandedProperties: {
        principal: { displayName: 'Alan Turing' },
        roleDefinition: { displayName: 'Owner' },
      },
    });
    expect(rowsOf(await rig.arm('GET', path(''), { as: alan }))).toEqual([]);
  });

  it('as approvals: for the approver, and for the requester by the other filters', async () => {
    const { rig, id } = waiting();
    const names = async (filter: string, as = ada): Promise<unknown[]> =>
      rowsOf(await rig.arm('GET', approvalPath('', '', `&$filter=${filter}`), { as })).map(
        ({ name }) => name,
      );
    expect(await names('asApprover()')).toHaveLength(2);
    expect(await names('asApprover()', alan)).toEqual([]);
    expect(await names('asTarget()', alan)).toEqual([id]);
    expect(await names('asCreatedBy()', alan)).toEqual([id]);
    expect((await rig.arm('GET', approvalPath())).status).toBe(403);
  });

  it('with one stage, read at the scope or without it, by those it concerns', async () => {
    const { rig, id } = waiting();
    const stage = await stageOf(rig, id);
    expect(stage).toMatchObject({
      type: 'Microsoft.Authorization/roleAssignmentApprovals/stages',
      properties: { status: 'InProgress', assignedToMe: true, reviewResult: 'NotReviewed' },
    });
    const approval = await rig.arm('GET', approvalPath(`/${id}`, training));
    expect(approval.body.id).toBe(
      `${training}/providers/Microsoft.Authorization/roleAssignmentApprovals/${id}`,
    );
    const single = await rig.arm('GET', approvalPath(`/${id}/stages/${String(stage.name)}`, training));
    expect(propertiesOf(single.body)).toEqual(stage.properties);
    const elsewhere = approvalPath(`/${id}`, subscriptionId('Contoso Test'));
    expect((await rig.arm('GET', elsewhere)).status).toBe(404);
    expect((await rig.arm('GET', approvalPath(`/${id}/stages/${id}`))).status).toBe(404);
    expect((await rig.arm('GET', approvalPath(`/${id}`), { as: edsger })).status).toBe(403);
    const asRequester = await rig.arm('GET', approvalPath(`/${id}/stages`), { as: alan });
    expect(propertiesOf(rowsOf(asRequester)[0]).assignedToMe).toBe(false);
  });

  it('in its own api-version', async () => {
    const { rig } = waiting();
    const old = approvalPath('', '', '&$filter=asApprover()').replace('2021-01-01-preview', '2020-10-01');
    expect(errorOf(await rig.arm('GET', old)).code).toBe('NoRegisteredProviderFound');
  });
});

describe('ARM takes an approver’s decision', () => {
  const statusOf = async (rig: Rig, id: string): Promise<unknown> => {
    const path = armPath(`roleAssignmentScheduleRequests/${id}`, training, null);
    return propertiesOf((await rig.arm('GET', path, { as: alan })).body).status;
  };

  it('Approve, with an empty 200, and the role is in effect', async () => {
    const { rig, id } = waiting();
    const answer = await decide(rig, id, approve);
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(await statusOf(rig, id)).toBe('Provisioned');
    expect(rig.pim.effectiveAzureRoles(people.alan.id, training).map((role) => role.displayName)).toContain(
      'Owner',
    );
    expect(propertiesOf(await stageOf(rig, id))).toEqual({
      status: 'Completed',
      assignedToMe: true,
      reviewResult: 'Approve',
      justification: 'Go ahead',
      reviewedDateTime: '2026-11-20T08:00:00.123Z',
      reviewedBy: {
        principalId: people.ada.id,
        principalType: 'user',
        principalName: 'Ada Lovelace',
        userPrincipalName: 'ada@contoso.com',
      },
    });
  });

  it('Deny, by PUT too, answered with the stage where it is so turned', async () => {
    const { rig, id } = waiting();
    rig.knobs.arm.decisionAnswer = 'stage';
    const answer = await decide(rig, id, { reviewResult: 'Deny', justification: 'No' }, ada, 'PUT');
    expect([answer.status, propertiesOf(answer.body).reviewResult]).toEqual([200, 'Deny']);
    expect(await statusOf(rig, id)).toBe('Denied');
  });

  it('flat, or nested as Microsoft’s example has it, but never both', async () => {
    const { rig, id } = waiting();
    expect((await decide(rig, id, { properties: approve })).status).toBe(400);
    rig.knobs.arm.decisionBody = 'nested';
    expect((await decide(rig, id, approve)).status).toBe(400);
    expect(await statusOf(rig, id)).toBe('PendingApproval');
    expect((await decide(rig, id, { properties: approve })).status).toBe(200);
  });

  it('from an approver, once, within a day, with MFA where Azure insists', async () => {
    const { rig, id } = waiting();
    expect((await decide(rig, id, approve, alan)).status).toBe(403);
    rig.knobs.arm.mandatoryMfa = true;
    const weak = await decide(rig, id, approve, tokenOf(people.ada, { amr: ['pwd'] }));
    expect(errorOf(weak).code).toBe('RequestDisallowedByAzure');
    expect((await decide(rig, id, approve)).status).toBe(200);
    expect((await decide(rig, id, approve)).status).toBe(409);
    const other = waiting();
    other.rig.clock.advance(24 * hour);
    expect((await decide(other.rig, other.id, approve)).status).toBe(409);
    expect(propertiesOf(await stageOf(other.rig, other.id)).status).toBe('Expired');
  });
});
