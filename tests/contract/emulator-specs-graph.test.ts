import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import { assignmentInstanceId, eligibilityInstanceId } from '../emulator/graph/instance-ids.ts';
import { activate, deactivate, directory, mine, requests } from './emulator-graph-calls.ts';
import { createRig, rowsOf, type Answer, type Json, type Rig } from './emulator-pim-rig.ts';
import { docExample, loadCsdl, type CsdlTypes } from './emulator-specs-csdl.ts';
import { hasSpecs, spec, specsSuite } from './emulator-specs-folder.ts';
import { shapeOf } from './emulator-specs-shape.ts';

let loaded: CsdlTypes | null = null;

function complaints(type: string, value: unknown): string[] {
  loaded ??= loadCsdl();
  return loaded.complaints(type, value);
}

function withoutContext({ '@odata.context': _context, ...body }: Json): Json {
  return body;
}

const eligible = `${directory}/roleEligibilityScheduleInstances`;
const active = `${directory}/roleAssignmentScheduleInstances`;

function allRows(type: string, answer: Answer): void {
  const rows = rowsOf(answer);
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(complaints(type, row)).toEqual([]);
}

describe.skipIf(!hasSpecs)(`Graph’s bodies ${specsSuite}: the v1.0 metadata`, () => {
  it('eligible and active roles, with everything expanded', async () => {
    const rig = createRig();
    await activate(rig, { role: 'Teams Administrator' });
    const query = '?$expand=roleDefinition,principal,directoryScope,appScope';
    allRows('unifiedRoleEligibilityScheduleInstance', await rig.graph('GET', `${eligible}/${mine}${query}`));
    const activeQuery = `${query},activatedUsing`;
    allRows(
      'unifiedRoleAssignmentScheduleInstance',
      await rig.graph('GET', `${active}/${mine}${activeQuery}`),
    );
  });

  it('requests in every state, with what they were made from', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.graph.provisionMs = 1000;
    });
    const type = 'unifiedRoleAssignmentScheduleRequest';
    const scheduleInfo = {
      startDateTime: '2026-11-21T08:00:00Z',
      expiration: { type: 'AfterDateTime', endDateTime: '2026-11-21T09:00:00Z' },
    };
    const answers = [
      await activate(rig, { role: 'User Administrator' }),
      await activate(rig, { role: 'Global Administrator' }),
      await activate(rig, { role: 'Groups Administrator', change: { scheduleInfo } }),
      await deactivate(rig, 'Global Reader'),
    ];
    expect(answers.map(({ body }) => body.status)).toEqual([
      'PendingProvisioning',
      'PendingApproval',
      'Granted',
      'Revoked',
    ]);
    for (const { body } of answers) expect(complaints(type, body)).toEqual([]);
    rig.clock.advance(1000);
    const query = '?$expand=roleDefinition,principal,activatedUsing,targetSchedule';
    allRows(type, await rig.graph('GET', `${requests}/${mine}${query}`));
  });

  it('policies with their rules', async () => {
    const filter = "$filter=scopeId eq '/' and scopeType eq 'DirectoryRole'";
    const path = `/v1.0/policies/roleManagementPolicyAssignments?${filter}&$expand=policy($expand=rules,effectiveRules)`;
    allRows('unifiedRoleManagementPolicyAssignment', await createRig().graph('GET', path));
  });

  it('and the check itself finds what is wrong', () => {
    const row = docExample('unifiedroleeligibilityscheduleinstance-get.1');
    const type = 'unifiedRoleEligibilityScheduleInstance';
    expect(complaints(type, row)).toEqual([]);
    expect(complaints(type, { ...row, colour: 'red' })).toHaveLength(1);
    expect(complaints(type, { ...row, startDateTime: 'today' })).toHaveLength(1);
    const { memberType: _memberType, ...less } = row;
    expect(complaints(type, less)).toEqual([`${type}.memberType is missing`]);
    const request = docExample('unifiedroleassignmentschedulerequest-get.1');
    expect(complaints('unifiedRoleAssignmentScheduleRequest', request)).toEqual([]);
    expect(
      complaints('unifiedRoleAssignmentScheduleRequest', { ...request, action: 'SelfActivate' }),
    ).toHaveLength(1);
  });
});

describe.skipIf(!hasSpecs)(`Graph’s bodies ${specsSuite}: the examples of the documentation`, () => {
  function sameAs(example: Json, actual: Json): void {
    expect(shapeOf(withoutContext(actual))).toEqual(shapeOf(withoutContext(example)));
  }

  /** Keeps one row, since a shape is of the first. */
  function only(answer: Answer, keep: (row: Json) => boolean): Json {
    return { ...answer.body, value: rowsOf(answer).filter(keep) };
  }

  it('a future activation, sent and answered as documented', async () => {
    const sent = spec('graph-docs/v1.0.rbacapplication-post-roleassignmentschedulerequests.3.request.json');
    const rig = createRig();
    const answer = await rig.graph('POST', requests, {
      body: {
        ...sent,
        principalId: people.ada.id,
        roleDefinitionId: entraRoleId('User Administrator'),
        scheduleInfo: { ...(sent.scheduleInfo as Json), startDateTime: '2026-11-21T00:00:00.000Z' },
      },
    });
    const example = docExample('rbacapplication-post-roleassignmentschedulerequests.4');
    expect(answer.status).toBe(201);
    sameAs(example, answer.body);
    expect(answer.body['@odata.context']).toBe(example['@odata.context']);
    expect(answer.body).toMatchObject({
      status: 'Granted',
      completedDateTime: '2026-11-21T00:00:00Z',
      scheduleInfo: { startDateTime: '2026-11-21T00:00:00Z', expiration: { type: 'afterDuration' } },
    });
    expect(answer.body.createdDateTime).toMatch(/\.\d{5,7}Z$/);
  });

  it('an immediate activation without a ticket, fresh and read back', async () => {
    const rig = createRig();
    const { body } = await activate(rig, { role: 'User Administrator' });
    const posted = docExample('rbacapplication-post-roleassignmentschedulerequests.2');
    // The documented example has no end; ours has a length.
    const withLength = (example: Json): Json => ({
      ...example,
      scheduleInfo: {
        ...(example.scheduleInfo as Json),
        expiration: { type: 'afterDuration', endDateTime: null, duration: 'PT1H' },
      },
    });
    sameAs(withLength(posted), body);
    const read = await rig.graph('GET', `${requests}/${String(body.id)}`);
    const example = docExample('unifiedroleassignmentschedulerequest-get.1');
    sameAs(withLength(example), read.body);
    expect(read.body['@odata.context']).toBe(example['@odata.context']);
    expect(read.body.createdDateTime).toMatch(/^[^.]+(\.\d{1,3})?Z$/);
  });

  it('the lists of eligible and of active roles', async () => {
    const rig = createRig();
    const first = docExample('unifiedroleeligibilityscheduleinstance-filterbycurrentuser.1');
    const eligibles = await rig.graph('GET', `${eligible}/${mine}`);
    sameAs(
      first,
      only(eligibles, ({ endDateTime }) => endDateTime !== null),
    );
    expect(eligibles.body['@odata.context']).toBe(first['@odata.context']);
    const second = docExample('unifiedroleassignmentscheduleinstance-filterbycurrentuser.1');
    const actives = await rig.graph('GET', `${active}/${mine}`);
    sameAs(
      second,
      only(actives, ({ assignmentType }) => assignmentType === 'Assigned'),
    );
    expect(actives.body['@odata.context']).toBe(second['@odata.context']);
  });

  it('the plain collections, and a single instance', async () => {
    const rig = createRig();
    const own = `$filter=principalId eq '${people.ada.id}'`;
    const list = await rig.graph('GET', `${eligible}?${own}`);
    const example = docExample('rbacapplication-list-roleeligibilityscheduleinstances.1');
    sameAs(
      example,
      only(list, ({ endDateTime }) => endDateTime !== null),
    );
    expect(list.body['@odata.context']).toBe(example['@odata.context']);
    const single = docExample('unifiedroleassignmentscheduleinstance-get.1');
    const standing = rowsOf(await rig.graph('GET', `${active}?${own} and assignmentType eq 'Assigned'`))[0];
    const read = await rig.graph('GET', `${active}/${String(standing?.id)}`);
    sameAs(single, read.body);
    expect(read.body['@odata.context']).toBe(single['@odata.context']);
  });

  it('requests with $select and $expand', async () => {
    const rig = createRig();
    const expand = '$expand=roleDefinition,activatedUsing,principal,targetSchedule';
    const query = `$select=principalId,action,roleDefinitionId&${expand}`;
    const example = docExample('rbacapplication-list-roleassignmentschedulerequests.2');
    const answer = await rig.graph('GET', `${requests}?$filter=principalId eq '${people.ada.id}'&${query}`);
    expect(answer.body['@odata.context']).toBe(example['@odata.context']);
    const [documented, row] = [rowsOf({ body: example } as unknown as Answer)[0], rowsOf(answer)[0]];
    expect(Object.keys(row ?? {})).toEqual(Object.keys(documented ?? {}));
    expect(Object.keys(row?.roleDefinition as Json)).toEqual(Object.keys(documented?.roleDefinition as Json));
    expect(Object.keys(row?.principal as Json)).toEqual(Object.keys(documented?.principal as Json));
    expect(Object.keys(row?.targetSchedule as Json)).toEqual(Object.keys(documented?.targetSchedule as Json));
  });

  it('a policy with its seventeen rules, in order and word for word', async () => {
    const example = docExample('policyroot-list-rolemanagementpolicyassignments.2');
    const rig: Rig = createRig();
    const role = entraRoleId('User Administrator');
    // The documented policy asks for MFA and a justification.
    const target = { kind: 'directory', roleId: role, scope: '/' } as const;
    rig.pim.changePolicy(people.ada.tenantId, target, { mfa: true });
    const filter = `$filter=scopeId eq '/' and scopeType eq 'DirectoryRole' and roleDefinitionId eq '${role}'`;
    const path = `/v1.0/policies/roleManagementPolicyAssignments?${filter}&$expand=policy($expand=rules)`;
    const answer = await rig.graph('GET', path);
    expect(answer.body['@odata.context']).toBe(example['@odata.context']);
    sameAs(example, answer.body);
    const rules = ({ value }: Json): unknown =>
      (value as { policy: Json }[]).map(({ policy }) => policy.rules);
    expect(JSON.stringify(rules(answer.body))).toBe(JSON.stringify(rules(example)));
  });

  it('a request that waits for its approver', async () => {
    const sample = rowsOf({
      body: spec('graph-groups/roles.pendingApproval.approver.200.json'),
    } as Answer)[0];
    const { '@odata.type': _type, ...documented } = sample ?? {};
    const rig = createRig();
    const { body } = await activate(rig, { role: 'Global Administrator' });
    sameAs(documented, body);
  });

  it('the ids of assignments, made as Graph makes them', () => {
    const rows = rowsOf({
      body: docExample('rbacapplication-list-roleassignmentscheduleinstances.1'),
    } as unknown as Answer);
    for (const { id, roleDefinitionId, principalId } of rows) {
      expect(assignmentInstanceId(String(roleDefinitionId), String(principalId), '/')).toBe(id);
    }
    const row = rowsOf({
      body: docExample('unifiedroleeligibilityscheduleinstance-filterbycurrentuser.1'),
    } as unknown as Answer)[0];
    const id = eligibilityInstanceId(String(row?.roleDefinitionId), String(row?.principalId), '/');
    expect(id).toBe(row?.id);
  });
});
