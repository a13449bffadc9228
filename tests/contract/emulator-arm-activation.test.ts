import { describe, expect, it } from 'vitest';
import { azureRoleId } from '../emulator/seeds/azure-roles.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import {
  managementGroups,
  payrollVault,
  resourceGroups,
  subscriptionId,
} from '../emulator/seeds/contoso-scopes.ts';
import { armPath, guid, put, putDeactivation, requestPath } from './emulator-arm-calls.ts';
import {
  ada,
  createRig,
  errorOf,
  hour,
  minute,
  propertiesOf,
  rowsOf,
  type Json,
  type Rig,
} from './emulator-pim-rig.ts';

const it_owner = { role: 'Owner', scope: managementGroups.it.id, id: guid(1) };
const own = { role: 'Contributor', scope: subscriptionId('MySubscription'), id: guid(2) };
const active = armPath('roleAssignmentScheduleInstances');

async function activeAt(rig: Rig, scope: string): Promise<Json[]> {
  return rowsOf(await rig.arm('GET', active))
    .map(propertiesOf)
    .filter((properties) => properties.scope === scope && properties.memberType !== undefined)
    .filter(
      ({ roleDefinitionId }) => !String(roleDefinitionId).endsWith('acdd72a7-3385-48ef-bd42-f606fba81ae7'),
    );
}

describe('ARM activates an eligible Azure role', () => {
  it('answers 201 Provisioned, reads back by the client’s GUID and lists the row under it', async () => {
    const rig = createRig();
    const answer = await put(rig, it_owner);
    expect([answer.status, answer.body.name]).toEqual([201, it_owner.id]);
    expect(propertiesOf(answer.body)).toMatchObject({ status: 'Provisioned', requestType: 'SelfActivate' });
    const read = await rig.arm('GET', requestPath(it_owner));
    expect(read.text).toBe(answer.text);
    const rows = rowsOf(await rig.arm('GET', active));
    expect(rows.map(({ name }) => String(name).toLowerCase())).toContain(it_owner.id);
    expect(rig.pim.effectiveAzureRoles(people.ada.id, managementGroups.it.id)).toHaveLength(1);
    const listed = rowsOf(await rig.arm('GET', armPath('roleAssignmentScheduleRequests')));
    expect(listed[0]?.name).toBe(it_owner.id);
  });

  it.each([
    ['a management group', managementGroups.sandboxes.id, 'Reader'],
    ['a subscription', subscriptionId('Contoso Web Shop'), 'Contributor'],
    ['a resource group', resourceGroups.networkHub.id, 'Owner'],
    ['a resource', payrollVault.id, 'Key Vault Secrets User'],
    ['a custom role', subscriptionId('Contoso Integration'), 'Contoso Deployment Operator'],
  ])('on %s', async (_, scope, role) => {
    const answer = await put(createRig(), { role, scope, id: guid(3) });
    expect(propertiesOf(answer.body).status).toBe('Provisioned');
  });

  it('takes ids in any casing', async () => {
    const rig = createRig();
    const path = requestPath({ scope: own.scope.toUpperCase(), id: own.id.toUpperCase() });
    const { properties } = JSON.parse((await put(createRig(), own)).text) as { properties: Json };
    const body = {
      properties: {
        principalId: people.ada.id.toUpperCase(),
        roleDefinitionId: String(properties.roleDefinitionId).toUpperCase(),
        requestType: 'SelfActivate',
        justification: 'x',
        scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT1H' } },
      },
    };
    expect((await rig.arm('PUT', path, { body })).status).toBe(201);
    expect((await rig.arm('GET', requestPath(own))).status).toBe(200);
  });

  it.each<[string, Json]>([
    ['requestType', { requestType: 'selfActivate' }],
    ['expiration.type', { scheduleInfo: { expiration: { type: 'afterDuration', duration: 'PT1H' } } }],
  ])('reads %s as it is documented, or in any casing when so turned', async (member, change) => {
    const rig = createRig();
    const refused = await put(rig, { ...own, change });
    expect([refused.status, errorOf(refused).code]).toEqual([400, 'InvalidRequestContent']);
    expect(errorOf(refused).message).toContain(member);
    rig.knobs.arm.enumCasing = 'any';
    expect((await put(rig, { ...own, change })).status).toBe(201);
  });

  it('provisions, shows and takes effect each at its own time', async () => {
    const rig = createRig(undefined, (knobs) => {
      Object.assign(knobs.arm, { provisionMs: 5000, listLagMs: 120_000, effectLagMs: 300_000 });
    });
    const first = await put(rig, own);
    expect(propertiesOf(first.body).status).toBe('PendingProvisioning');
    const seen = async (): Promise<[unknown, number, boolean]> => [
      propertiesOf((await rig.arm('GET', requestPath(own))).body).status,
      (await activeAt(rig, own.scope)).length,
      rig.pim.mayAzure(people.ada.id, own.scope, 'Microsoft.Compute/virtualMachines/write'),
    ];
    rig.clock.advance(5000);
    expect(await seen()).toEqual(['Provisioned', 0, false]);
    rig.clock.advance(120_000);
    expect(await seen()).toEqual(['Provisioned', 1, false]);
    rig.clock.advance(180_000);
    expect(await seen()).toEqual(['Provisioned', 1, true]);
  });

  it('cannot be read back for as long as turned', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.requestReadLagMs = 2000;
    });
    await put(rig, own);
    expect((await rig.arm('GET', requestPath(own))).status).toBe(404);
    rig.clock.advance(2000);
    expect((await rig.arm('GET', requestPath(own))).status).toBe(200);
  });

  it('needs the full path of a group-derived eligibility', async () => {
    const rig = createRig();
    const scope = resourceGroups.webShop.id;
    const request = { role: 'Virtual Machine Contributor', scope, id: guid(4) };
    const row = rowsOf(await rig.arm('GET', armPath('roleEligibilityScheduleInstances', scope)))[0];
    const linked = String(propertiesOf(row).roleEligibilityScheduleId);
    const linkedAs = (value: string): Promise<{ status: number; body: Json }> =>
      put(rig, { ...request, change: { linkedRoleEligibilityScheduleId: value } });
    const missing = await put(rig, request);
    expect(errorOf(missing).message).toBe('The following policy rules failed: EligibilityRule');
    expect((await linkedAs(linked.split('/').at(-1) ?? '')).status).toBe(400);
    const good = await linkedAs(linked);
    expect(good.status).toBe(201);
    expect(propertiesOf(good.body)).toMatchObject({ principalId: people.ada.id, principalType: 'User' });
    const shown = (await activeAt(rig, scope))[0];
    expect(shown).toMatchObject({ memberType: 'Group', principalId: people.ada.id });
  });

  it('at a subscription below the eligible management group, but not in a group one cannot read', async () => {
    const rig = createRig();
    const below = { role: 'Contributor', scope: subscriptionId('Contoso SAP'), id: guid(5) };
    const answer = await put(rig, below);
    expect(propertiesOf(answer.body)).toMatchObject({ status: 'Provisioned', scope: below.scope });
    expect(String(propertiesOf(answer.body).linkedRoleEligibilityScheduleId)).toContain('mg-landing-zones');
    const group = { role: 'Contributor', scope: resourceGroups.dataLake.id, id: guid(6) };
    const refused = await put(rig, group);
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'AuthorizationFailed']);
    await put(rig, { role: 'Reader', scope: subscriptionId('Contoso Data Platform'), id: guid(7) });
    expect((await put(rig, group)).status).toBe(201);
  });
});

describe('ARM refuses to activate', () => {
  it.each<[string, Json, number, string]>([
    ['for somebody else', { principalId: people.alan.id }, 403, 'InsufficientPermissions'],
    [
      'a role that is none',
      { roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${guid(1)}` },
      400,
      'RoleNotFound',
    ],
    ['a role by its bare GUID', { roleDefinitionId: azureRoleId(own.role) }, 400, 'InvalidRequestContent'],
    [
      'something else than a role',
      { roleDefinitionId: `/providers/Microsoft.Authorization/roleAssignments/${azureRoleId(own.role)}` },
      400,
      'InvalidRequestContent',
    ],
    ['a role without a GUID', { roleDefinitionId: 'Owner' }, 400, 'InvalidRequestContent'],
    ['an unknown request type', { requestType: 'Hoist' }, 400, 'InvalidRequestContent'],
    ['without the required members', { requestType: null }, 400, 'InvalidRequestContent'],
    [
      'from a start without an offset',
      {
        scheduleInfo: {
          startDateTime: '2026-11-20T09:00:00',
          expiration: { type: 'AfterDuration', duration: 'PT1H' },
        },
      },
      400,
      'InvalidRoleAssignmentRequest',
    ],
    ['without a reason', { justification: '' }, 400, 'RoleAssignmentRequestPolicyValidationFailed'],
    [
      'for too long',
      { scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT8H1M' } } },
      400,
      'RoleAssignmentRequestPolicyValidationFailed',
    ],
  ])('%s', async (_, change, status, code) => {
    const rig = createRig();
    const refused = await put(rig, { ...own, change });
    expect([refused.status, errorOf(refused).code]).toEqual([status, code]);
    expect(rig.pim.accepted()).toEqual([]);
    expect((await rig.arm('GET', requestPath(own))).status).toBe(404);
  });

  it.each(['text/plain;charset=UTF-8', 'application/x-www-form-urlencoded'])(
    'a body that is declared as %s',
    async (mediaType) => {
      const rig = createRig();
      const refused = await put(rig, own, { headers: { 'content-type': mediaType } });
      expect([refused.status, errorOf(refused).code]).toEqual([415, 'UnsupportedMediaType']);
      expect(rig.pim.accepted()).toEqual([]);
    },
  );

  it('under a name that is no GUID, or without a body', async () => {
    const { arm } = createRig();
    const path = requestPath({ scope: own.scope, id: 'monday' });
    expect((await arm('PUT', path, { body: {} })).status).toBe(400);
    expect((await arm('PUT', requestPath(own), { body: 'no' })).status).toBe(400);
    expect((await arm('PUT', requestPath(own), { body: {} })).status).toBe(400);
  });

  it('what is active already, and what an approver still has', async () => {
    const rig = createRig();
    await put(rig, own);
    expect(errorOf(await put(rig, { ...own, id: guid(8) })).code).toBe('RoleAssignmentExists');
    const access = {
      role: 'User Access Administrator',
      scope: subscriptionId('Contoso Production'),
      id: guid(9),
    };
    const pending = await put(rig, access);
    expect(propertiesOf(pending.body).status).toBe('PendingApproval');
    expect(String(propertiesOf(pending.body).approvalId)).toContain('/roleAssignmentApprovals/');
    expect(propertiesOf(pending.body).scheduleInfo).not.toHaveProperty('startDateTime');
    expect(errorOf(await put(rig, { ...access, id: guid(10) })).code).toBe('RoleAssignmentRequestExists');
    rig.pim.approve(access.id);
    expect(propertiesOf((await rig.arm('GET', requestPath(access))).body).status).toBe('Provisioned');
  });

  it('without the authentication context of the policy', async () => {
    const rig = createRig();
    const owner = { role: 'Owner', scope: subscriptionId('Contoso Production'), id: guid(11) };
    expect(errorOf(await put(rig, owner)).code).toBe('RoleAssignmentRequestAcrsValidationFailed');
    const as = { ...ada, acrs: ['c1'] };
    expect((await put(rig, owner, { as })).status).toBe(201);
  });

  it('with a token without MFA where Azure demands it', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.mandatoryMfa = true;
    });
    const refused = await put(rig, own, { as: { ...ada, amr: ['pwd'] } });
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'RequestDisallowedByAzure']);
  });

  it('the same PUT twice, unless turned to answer the same', async () => {
    const rig = createRig();
    const first = await put(rig, own);
    expect(errorOf(await put(rig, own)).code).toBe('RoleAssignmentRequestExists');
    rig.knobs.arm.identicalPut = 'same';
    const again = await put(rig, own);
    expect([again.status, again.text]).toEqual([201, first.text]);
    const other = await put(rig, { ...own, change: { justification: 'Something else' } });
    expect(errorOf(other).code).toBe('RoleAssignmentRequestExists');
    expect(rig.pim.accepted()).toHaveLength(1);
  });
});

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
