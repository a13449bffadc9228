import { describe, expect, it } from 'vitest';
import { azureRoleId } from '../emulator/seeds/azure-roles.ts';
import { managementGroups, resourceGroups, subscriptionId } from '../emulator/seeds/contoso-scopes.ts';
import { armPath, guid, put, putDeactivation, requestPath } from './emulator-arm-calls.ts';
import {
  ada,
  createRig,
  hour,
  propertiesOf,
  rowsOf,
  type Answer,
  type Json,
  type Rig,
} from './emulator-pim-rig.ts';
import { hasSpecs, spec, specsSuite, specText } from './emulator-specs-folder.ts';
import { nullsIn, shapeOf, unorderedShapeOf } from './emulator-specs-shape.ts';
import { loadSwagger, type SwaggerTypes } from './emulator-specs-swagger.ts';

let loaded: SwaggerTypes | null = null;

function conforms(file: string, type: string, { body }: Answer): void {
  loaded ??= loadSwagger();
  expect(loaded.complaints(file, type, body)).toEqual([]);
  expect(nullsIn(body)).toEqual([]);
}

const ownerOfGroup = { role: 'Owner', scope: resourceGroups.networkHub.id, id: guid(1) };

async function eligibilityPath(rig: Rig, scope: string): Promise<string> {
  const rows = rowsOf(await rig.arm('GET', armPath('roleEligibilityScheduleInstances', scope)));
  return String(propertiesOf(rows[0]).roleEligibilityScheduleId);
}

describe.skipIf(!hasSpecs)(`ARM’s bodies ${specsSuite}: swagger 2020-10-01`, () => {
  it('eligible roles', async () => {
    const answer = await createRig().arm('GET', armPath('roleEligibilityScheduleInstances'));
    expect(rowsOf(answer).length).toBeGreaterThan(20);
    conforms('RoleEligibilityScheduleInstance.json', 'RoleEligibilityScheduleInstanceListResult', answer);
  });

  it('active roles, ghosts among them, and a page with its nextLink', async () => {
    const rig = createRig(undefined, (knobs) => {
      Object.assign(knobs.arm, { ghostAssignedMs: hour, pageSize: 3 });
    });
    await put(rig, ownerOfGroup);
    rig.clock.advance(hour / 2);
    await putDeactivation(rig, { ...ownerOfGroup, id: guid(2) });
    const answer = await rig.arm('GET', armPath('roleAssignmentScheduleInstances'));
    expect(answer.body).toHaveProperty('nextLink');
    conforms('RoleAssignmentScheduleInstance.json', 'RoleAssignmentScheduleInstanceListResult', answer);
    const second = await rig.arm('GET', String(answer.body.nextLink));
    conforms('RoleAssignmentScheduleInstance.json', 'RoleAssignmentScheduleInstanceListResult', second);
  });

  it('requests: activated, pending, future, deactivated, and their list', async () => {
    const rig = createRig();
    const type = ['RoleAssignmentScheduleRequest.json', 'RoleAssignmentScheduleRequest'] as const;
    conforms(...type, await put(rig, ownerOfGroup));
    conforms(...type, await rig.arm('GET', requestPath(ownerOfGroup)));
    rig.clock.advance(hour / 2);
    conforms(...type, await putDeactivation(rig, { ...ownerOfGroup, id: guid(2) }));
    const production = subscriptionId('Contoso Production');
    conforms(...type, await put(rig, { role: 'User Access Administrator', scope: production, id: guid(3) }));
    const scheduleInfo = {
      startDateTime: '2026-11-21T08:00:00Z',
      expiration: { type: 'AfterDateTime', endDateTime: '2026-11-21T09:00:00Z' },
    };
    const ticketInfo = { ticketNumber: 'INC1', ticketSystem: 'ServiceNow' };
    const change = { scheduleInfo, ticketInfo };
    const future = await put(rig, { role: 'Contributor', scope: production, id: guid(4), change });
    expect(propertiesOf(future.body).status).toBe('Granted');
    conforms(...type, future);
    const list = await rig.arm('GET', armPath('roleAssignmentScheduleRequests'));
    expect(rowsOf(list)).toHaveLength(5);
    conforms(type[0], 'RoleAssignmentScheduleRequestListResult', list);
  });

  it('policies, each rule as its own type', async () => {
    const rig = createRig();
    const path = armPath('roleManagementPolicyAssignments', subscriptionId('Contoso Production'), null);
    const answer = await rig.arm('GET', path);
    conforms('RoleManagementPolicyAssignment.json', 'RoleManagementPolicyAssignmentListResult', answer);
    const swagger = loaded ?? loadSwagger();
    for (const row of rowsOf(answer)) {
      const rules = propertiesOf(row).effectiveRules as Json[];
      expect(rules).toHaveLength(17);
      for (const rule of rules) {
        expect(swagger.complaints('common-types.json', String(rule.ruleType), rule)).toEqual([]);
      }
    }
  });

  it('permissions, a role definition and errors', async () => {
    const rig = createRig();
    await put(rig, ownerOfGroup);
    const path = `${ownerOfGroup.scope}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`;
    const file = '2022-04-01/authorization-RoleDefinitionsCalls.json';
    conforms(file, 'PermissionGetResult', await rig.arm('GET', path));
    const definition = path.replace('permissions', `roleDefinitions/${azureRoleId('Contributor')}`);
    conforms(file, 'RoleDefinition', await rig.arm('GET', definition));
    const refused = await rig.arm('GET', armPath('roleEligibilityScheduleInstances', '', null));
    conforms('RoleAssignmentScheduleRequest.json', 'CloudError', refused);
  });

  it('and the check itself finds what is wrong', () => {
    const swagger = loadSwagger();
    const file = 'RoleAssignmentScheduleRequest.json';
    const row = { properties: { roleDefinitionId: 'a', principalId: 'b', requestType: 'SelfActivate' } };
    const complaints = (change: Json): string[] =>
      swagger.complaints(file, 'RoleAssignmentScheduleRequest', {
        properties: { ...row.properties, ...change },
      });
    expect(complaints({})).toEqual([]);
    expect(complaints({ status: 'Fine' })).not.toEqual([]);
    expect(complaints({ createdOn: 'today' })).not.toEqual([]);
    expect(complaints({ colour: 'red' })).not.toEqual([]);
    expect(complaints({ scheduleInfo: { expiration: { length: 'PT1H' } } })).not.toEqual([]);
    expect(complaints({ expandedProperties: { principal: { nick: 'a' } } })).not.toEqual([]);
    expect(
      swagger.complaints('common-types.json', 'RoleManagementPolicyExpirationRule', {
        ruleType: 'x',
        days: 1,
      }),
    ).not.toEqual([]);
  });
});

describe.skipIf(!hasSpecs)(`ARM’s bodies ${specsSuite}: as recorded on the live service`, () => {
  const recorded = (name: string): Json => spec(`observed/${name}`);

  it('an activation, member by member and in order', async () => {
    const rig = createRig();
    const linkedRoleEligibilityScheduleId = await eligibilityPath(rig, ownerOfGroup.scope);
    const answer = await put(rig, { ...ownerOfGroup, change: { linkedRoleEligibilityScheduleId } });
    expect(answer.status).toBe(201);
    expect(shapeOf(answer.body)).toEqual(shapeOf(recorded('arm-selfActivate-201.json')));
    const { scheduleInfo, createdOn } = propertiesOf(answer.body);
    expect((scheduleInfo as Json).startDateTime).toMatch(/\.\d{5,7}\+00:00$/);
    expect(createdOn).toMatch(/\.\d{5,7}Z$/);
  });

  it('a deactivation', async () => {
    const rig = createRig();
    await put(rig, ownerOfGroup);
    rig.clock.advance(hour / 2);
    const answer = await putDeactivation(rig, { ...ownerOfGroup, id: guid(2) });
    expect(shapeOf(answer.body)).toEqual(shapeOf(recorded('arm-selfDeactivate-201.json')));
  });

  it('an activation at a subscription of an eligible management group', async () => {
    const sample = recorded('arm-selfActivate-at-subscription-of-mg-eligibility-201.json');
    const principal = (propertiesOf(sample).expandedProperties as Json).principal as Json;
    // Only sometimes there (pim-api.md C.1).
    delete principal.email;
    const ticketInfo = { ticketNumber: '', ticketSystem: '' };
    const scope = subscriptionId('Contoso SAP');
    const answer = await put(createRig(), {
      role: 'Contributor',
      scope,
      id: guid(5),
      change: { ticketInfo },
    });
    expect(unorderedShapeOf(answer.body)).toEqual(unorderedShapeOf(sample));
    expect(String(propertiesOf(answer.body).linkedRoleEligibilityScheduleId)).toContain(
      managementGroups.landingZones.id,
    );
  });

  it('an eligibility, apart from what schedules have and instances have not', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.mixedIdCasing = false;
    });
    const sample = rowsOf({ body: recorded('arm-roleEligibilitySchedules-200.json') } as Answer)[0];
    const { roleEligibilityScheduleRequestId: _request, updatedOn: _updated, ...rest } = propertiesOf(sample);
    const scope = subscriptionId('Contoso Payroll');
    const row = rowsOf(await rig.arm('GET', armPath('roleEligibilityScheduleInstances', scope)))[0];
    const { roleEligibilityScheduleId, ...own } = propertiesOf(row);
    expect(shapeOf(own)).toEqual(shapeOf(rest));
    expect(roleEligibilityScheduleId).toMatch(
      /^\/subscriptions\/.*\/roleEligibilitySchedules\/[0-9a-f-]{36}$/,
    );
    expect(Object.keys(row ?? {})).toEqual(Object.keys(sample ?? {}));
  });

  it('a policy, rule by rule', async () => {
    const sample = rowsOf({ body: recorded('arm-roleManagementPolicyAssignments-200.json') } as Answer)[0];
    const path = armPath('roleManagementPolicyAssignments', managementGroups.it.id, null);
    const row = rowsOf(await createRig().arm('GET', path))[0];
    const byId = (item: Json | undefined): Map<unknown, unknown> =>
      new Map((propertiesOf(item).effectiveRules as Json[]).map((rule) => [rule.id, withoutContents(rule)]));
    expect(new Set(byId(row).keys())).toEqual(new Set(byId(sample).keys()));
    for (const [id, shape] of byId(sample)) expect([id, byId(row).get(id)]).toEqual([id, shape]);
    const { effectiveRules: _own, ...own } = propertiesOf(row);
    const { effectiveRules: _theirs, ...theirs } = propertiesOf(sample);
    expect(unorderedShapeOf(own)).toEqual(unorderedShapeOf(theirs));
  });

  /** Which rules are enabled is a setting, not a shape. */
  function withoutContents({ enabledRules, ...rule }: Json): unknown {
    return unorderedShapeOf(enabledRules === undefined ? rule : { ...rule, enabledRules: [] });
  }

  it('the four recorded errors, byte for byte', async () => {
    const [policy, missing, exists, tooShort] = specText('observed/arm-errors-400.jsonl').trim().split('\n');
    const rig = createRig();
    const change = { justification: '' };
    expect((await put(rig, { ...ownerOfGroup, change })).text).toBe(policy);
    expect((await putDeactivation(rig, ownerOfGroup)).text).toBe(missing);
    await put(rig, ownerOfGroup);
    const again = await put(rig, { ...ownerOfGroup, id: guid(2) });
    expect([again.status, again.text]).toEqual([400, exists]);
    expect((await putDeactivation(rig, { ...ownerOfGroup, id: guid(3) })).text).toBe(tooShort);
  });

  it('the authentication-context challenge, byte for byte', async () => {
    const scope = subscriptionId('Contoso Production');
    const refused = await put(createRig(), { role: 'Owner', scope, id: guid(6) });
    // pim-api.md F.2, recorded in azure-powershell#25421.
    expect(refused.text).toBe(
      '{"error":{"code":"RoleAssignmentRequestAcrsValidationFailed","message":"&claims=%7B%22access_token%22%3A%7B%22acrs%22%3A%7B%22essential%22%3Atrue%2C%20%22value%22%3A%22c1%22%7D%7D%7D"}}',
    );
    expect(ada.acrs).not.toContain('c1');
  });

  it('the headers', async () => {
    const sample = spec<Record<string, string>>('observed/arm-response-headers-2022.json');
    const answer = await put(createRig(), {
      role: 'Contributor',
      scope: subscriptionId('MySubscription'),
      id: guid(7),
    });
    const names = Object.keys(sample);
    expect(names.filter((name) => !answer.headers.has(name))).toEqual([]);
    const fixed = names.filter((name) => !/request-id|ratelimit|^Date$/i.test(name));
    for (const name of fixed) expect([name, answer.headers.get(name)]).toEqual([name, sample[name]]);
    expect(answer.headers.get('x-ms-routing-request-id')).toMatch(/^[A-Z0-9]+:\d{8}T\d{6}Z:[0-9a-f-]{36}$/);
    const list = await createRig().arm('GET', armPath('roleEligibilityScheduleInstances'));
    expect(list.headers.has('x-ms-ratelimit-remaining-tenant-reads')).toBe(true);
  });
});
