import { describe, expect, it } from 'vitest';
import { azureRoleId } from '../emulator/seeds/azure-roles.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import {
  managementGroups,
  payrollVault,
  resourceGroups,
  subscriptionId,
} from '../emulator/seeds/contoso-scopes.ts';
import { armPath, guid, put } from './emulator-arm-calls.ts';
import { createRig, errorOf, propertiesOf, rowsOf, start, type Json } from './emulator-pim-rig.ts';

describe('ARM shows what is in effect', () => {
  const permissions = (scope: string): string =>
    `${scope}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`;

  it('at a resource group once the role is in effect, not before', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.effectLagMs = 60_000;
    });
    const scope = resourceGroups.networkHub.id;
    const before = await rig.arm('GET', permissions(scope));
    expect([before.status, errorOf(before).code]).toEqual([403, 'AuthorizationFailed']);
    await put(rig, { role: 'Owner', scope, id: guid(1) });
    expect((await rig.arm('GET', permissions(scope))).status).toBe(403);
    rig.clock.advance(60_000);
    expect(rowsOf(await rig.arm('GET', permissions(scope)))).toEqual([
      { actions: ['*'], notActions: [], dataActions: [], notDataActions: [] },
    ]);
  });

  it('inherited from the management group above, at the resource too', async () => {
    const rig = createRig();
    await put(rig, { role: 'Contributor', scope: managementGroups.landingZones.id, id: guid(1) });
    const rows = rowsOf(await rig.arm('GET', permissions(payrollVault.id)));
    expect(rows[0]?.notActions).toContain('Microsoft.Authorization/*/Write');
    expect(rig.pim.effectiveAzureRoles(people.ada.id, payrollVault.id)).toMatchObject([
      { displayName: 'Contributor', scope: managementGroups.landingZones.id, since: start },
    ]);
  });

  it('empty without access, and at a subscription, only when so turned', async () => {
    const rig = createRig();
    const subscription = permissions(subscriptionId('MySubscription'));
    expect((await rig.arm('GET', subscription)).status).toBe(404);
    Object.assign(rig.knobs.arm, { permissionsElsewhere: 'answer', permissionsWithoutAccess: 'empty' });
    expect(rowsOf(await rig.arm('GET', subscription))).toHaveLength(1);
    expect(rowsOf(await rig.arm('GET', permissions(resourceGroups.payroll.id)))).toEqual([]);
  });

  it('definitions of roles to who may read them there, or to everybody where so turned', async () => {
    const rig = createRig();
    const scope = resourceGroups.networkHub.id;
    const path = (id: string) =>
      `${scope}/providers/Microsoft.Authorization/roleDefinitions/${id}?api-version=2022-04-01`;
    const owner = path(azureRoleId('Owner'));
    const refused = await rig.arm('GET', owner);
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'AuthorizationFailed']);
    rig.knobs.arm.definitionsWithoutAccess = 'answer';
    expect((await rig.arm('GET', owner)).status).toBe(200);
    rig.knobs.arm.definitionsWithoutAccess = 'forbidden';
    await put(rig, { role: 'Owner', scope, id: guid(1) });
    const { body } = await rig.arm('GET', owner);
    expect(propertiesOf(body)).toMatchObject({ roleName: 'Owner', permissions: [{ actions: ['*'] }] });
    expect((await rig.arm('GET', path(guid(9)))).status).toBe(404);
  });
});

describe('ARM serves the policies of a scope', () => {
  const policies = (scope: string, role?: string): string => {
    const filter = `roleDefinitionId eq '/providers/Microsoft.Authorization/roleDefinitions/${role === undefined ? '' : azureRoleId(role)}'`;
    return armPath('roleManagementPolicyAssignments', scope, role === undefined ? null : filter);
  };
  const rule = (row: Json | undefined, id: string): Json | undefined =>
    (propertiesOf(row).effectiveRules as Json[]).find((entry) => entry.id === id);

  it('one role by its definition, with what Contoso changed', async () => {
    const { arm } = createRig();
    const production = subscriptionId('Contoso Production');
    const owner = rowsOf(await arm('GET', policies(production, 'Owner')));
    expect(owner).toHaveLength(1);
    expect(rule(owner[0], 'AuthenticationContext_EndUser_Assignment')).toMatchObject({
      isEnabled: true,
      claimValue: 'c1',
    });
    expect(rule(owner[0], 'Expiration_EndUser_Assignment')).toMatchObject({ maximumDuration: 'PT1H' });
    const contributor = rowsOf(await arm('GET', policies(production, 'Contributor')))[0];
    expect(rule(contributor, 'Enablement_EndUser_Assignment')?.enabledRules).toEqual([
      'Justification',
      'Ticketing',
    ]);
    expect(rule(contributor, 'AuthenticationContext_EndUser_Assignment')).not.toHaveProperty('claimValue');
  });

  it('not inherited from the management group above', async () => {
    const { arm } = createRig();
    const length = async (scope: string): Promise<unknown> =>
      rule(rowsOf(await arm('GET', policies(scope, 'Contributor')))[0], 'Expiration_EndUser_Assignment')
        ?.maximumDuration;
    expect(await length(managementGroups.landingZones.id)).toBe('PT4H');
    expect(await length(subscriptionId('Contoso Staging'))).toBe('PT8H');
  });

  it('all roles without a filter, and none when the person may not read them', async () => {
    const rig = createRig();
    const scope = managementGroups.it.id;
    expect(rowsOf(await rig.arm('GET', policies(scope)))).toHaveLength(rig.pim.store.azureRoles.length);
    rig.knobs.arm.policyForbidden = true;
    const refused = await rig.arm('GET', policies(scope, 'Owner'));
    expect(refused.status).toBe(403);
    expect(errorOf(refused).message).toContain(
      "'Microsoft.Authorization/roleManagementPolicyAssignments/read'",
    );
  });
});
