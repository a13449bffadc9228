import { describe, expect, it } from 'vitest';
import { people } from '../emulator/seeds/contoso-directory.ts';
import {
  managementGroups,
  payrollVault,
  resourceGroups,
  subscriptionId,
} from '../emulator/seeds/contoso-scopes.ts';
import { active, activeAt, armPath, guid, own, put, requestPath } from './emulator-arm-calls.ts';
import { createRig, errorOf, propertiesOf, rowsOf, type Json } from './emulator-pim-rig.ts';

const it_owner = { role: 'Owner', scope: managementGroups.it.id, id: guid(1) };

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
