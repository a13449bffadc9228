import { describe, expect, it } from 'vitest';
import { azureRoleId } from '../emulator/seeds/azure-roles.ts';
import { platformEngineers } from '../emulator/seeds/contoso-azure.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { collaborationOperators } from '../emulator/seeds/contoso-entra.ts';
import { pimGroups } from '../emulator/seeds/contoso-groups.ts';
import { managementGroups, resourceGroups, subscriptionId } from '../emulator/seeds/contoso-scopes.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import { activateGroup, deactivateGroup } from './emulator-group-calls.ts';
import {
  ada,
  createRig,
  errorOf,
  minute,
  propertiesOf,
  rowsOf,
  start,
  type Json,
  type Rig,
} from './emulator-pim-rig.ts';

const { identityOperators, monitoringOperators, payrollApplication, clusterAdministrators } = pimGroups;
const who = people.ada.id;
const mine = "filterByCurrentUser(on='principal')";
const monitoring = subscriptionId('Contoso Monitoring');
const backup = subscriptionId('Contoso Backup');
const write = 'Microsoft.Insights/alertRules/write';

async function roleRows(rig: Rig, set: string): Promise<Json[]> {
  return rowsOf(await rig.graph('GET', `/v1.0/roleManagement/directory/${set}/${mine}`));
}

describe('Membership in a group', () => {
  it('that holds Entra roles puts them and the group into new tokens, after its lags', async () => {
    const rig = createRig(undefined, (knobs) => {
      Object.assign(knobs.group, { provisionMs: 10_000, effectLagMs: 60_000 });
    });
    await activateGroup(rig, identityOperators, 'member');
    const inTokens = (): boolean[] => [
      rig.pim.groups(who).includes(identityOperators.id),
      rig.pim.wids(who).includes(entraRoleId('Authentication Administrator')),
    ];
    rig.clock.advance(69_999);
    expect(inTokens()).toEqual([false, false]);
    rig.clock.advance(1);
    expect(inTokens()).toEqual([true, true]);
    rig.clock.advance(30 * minute);
    expect(inTokens()).toEqual([false, false]);
  });

  it('shows what the group holds and may activate among the Entra roles, as held by a group', async () => {
    const rig = createRig();
    const before = await Promise.all(
      ['roleAssignmentScheduleInstances', 'roleEligibilityScheduleInstances'].map((set) =>
        roleRows(rig, set),
      ),
    );
    await activateGroup(rig, identityOperators, 'member');
    const active = await roleRows(rig, 'roleAssignmentScheduleInstances');
    const eligible = await roleRows(rig, 'roleEligibilityScheduleInstances');
    expect([active.length, eligible.length]).toEqual([before[0]!.length + 2, before[1]!.length + 1]);
    const brought = active.filter(({ principalId }) => principalId === identityOperators.id);
    expect(brought.map(({ memberType, assignmentType }) => [memberType, assignmentType])).toEqual([
      ['Group', 'Assigned'],
      ['Group', 'Assigned'],
    ]);
    const role = entraRoleId('Hybrid Identity Administrator');
    expect(eligible.find(({ roleDefinitionId }) => roleDefinitionId === role)?.memberType).toBe('Group');
    rig.clock.advance(5 * minute);
    await deactivateGroup(rig, identityOperators, 'member');
    expect(await roleRows(rig, 'roleEligibilityScheduleInstances')).toEqual(before[1]);
  });

  it('that holds Azure roles lets its member do what they allow, where they are held', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.group.effectLagMs = 60_000;
    });
    const may = (): boolean[] => [monitoring, backup].map((scope) => rig.pim.mayAzure(who, scope, write));
    const names = (): string[] =>
      rig.pim.effectiveAzureRoles(who, monitoring).map(({ displayName }) => displayName);
    const subscriptions = (): number => rig.pim.visibleSubscriptions(who, people.ada.tenantId).length;
    const seen = subscriptions();
    await activateGroup(rig, monitoringOperators, 'member');
    rig.clock.advance(59_999);
    expect([may(), names(), subscriptions()]).toEqual([[false, false], ['Reader'], seen]);
    rig.clock.advance(1);
    expect([may(), names()]).toEqual([
      [true, false],
      ['Reader', 'Contributor'],
    ]);
    // Contoso Backup was out of her sight before.
    expect(subscriptions()).toBe(seen + 1);
    const [, contributor] = rig.pim.effectiveAzureRoles(who, monitoring);
    expect(contributor?.since).toBe(rig.clock.now());
  });

  it('reaches the Resource Manager’s lists after its cache', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.group.armCacheMs = 120_000;
    });
    const path =
      '/providers/Microsoft.Authorization/roleAssignmentScheduleInstances?api-version=2020-10-01&$filter=asTarget()';
    const brought = async (): Promise<unknown[]> =>
      rowsOf(await rig.arm('GET', path))
        .map(propertiesOf)
        .filter(({ memberType }) => memberType === 'Group')
        .map(({ assignmentType, scope }) => [assignmentType, scope]);
    await activateGroup(rig, monitoringOperators, 'member');
    rig.clock.advance(119_999);
    expect(await brought()).toEqual([]);
    rig.clock.advance(1);
    expect(await brought()).toEqual([
      ['Assigned', monitoring],
      ['Assigned', backup],
    ]);
  });

  it('is what ownership does not bring', async () => {
    const rig = createRig();
    await activateGroup(rig, payrollApplication, 'owner');
    expect(rig.pim.groups(who)).not.toContain(payrollApplication.id);
    rig.pim.store.eligibilities.push({
      ...rig.pim.store.eligibilities.find(({ scope }) => scope === identityOperators.id)!,
      roleId: 'owner',
      scheduleId: '0e9e0000-0000-4000-8000-000000000001',
    });
    const wids = rig.pim.wids(who);
    expect((await activateGroup(rig, identityOperators, 'owner')).status).toBe(201);
    expect([rig.pim.groups(who).includes(identityOperators.id), rig.pim.wids(who)]).toEqual([false, wids]);
  });

  it('counts by way of another group, as long as that lasts', () => {
    const rig = createRig();
    expect(rig.pim.groups(who)).toEqual([
      collaborationOperators.id,
      platformEngineers.id,
      pimGroups.administratorsNews.id,
      pimGroups.onCall.id,
    ]);
    const inner = pimGroups.onCall.id;
    const standing = { kind: 'group', roleId: 'member', tenantId: people.ada.tenantId } as const;
    rig.pim.store.standing.push(
      // A ring, which the directory allows.
      {
        ...standing,
        id: 'a',
        scope: clusterAdministrators.id,
        principalId: inner,
        start: 0,
        end: null,
        removedAt: null,
      },
      {
        ...standing,
        id: 'b',
        scope: inner,
        principalId: clusterAdministrators.id,
        start: 0,
        end: null,
        removedAt: null,
      },
    );
    expect(rig.pim.groups(who)).toContain(clusterAdministrators.id);
    const roleId = azureRoleId('Network Contributor');
    const outer = { principalId: clusterAdministrators.id, start: 0, end: null, removedAt: null };
    rig.pim.store.standing.push({
      ...standing,
      ...outer,
      id: 'c',
      kind: 'azure',
      roleId,
      scope: monitoring,
    });
    const brought = rig.pim.effectiveAzureRoles(who, monitoring).find((role) => role.roleId === roleId);
    expect(brought?.since).toBe(start - 40 * minute);
    rig.clock.advance(8 * 60 * minute);
    expect(rig.pim.groups(who)).not.toContain(clusterAdministrators.id);
  });
});

describe('What a group brings can be read before', () => {
  const entra = `/v1.0/roleManagement/directory/roleAssignments?$filter=principalId eq '${identityOperators.id}'`;
  const directoryReader = entraRoleId('Directory Readers');
  const reading = { ...ada, scp: ['RoleManagement.Read.Directory'], wids: [directoryReader] };

  it('of Entra roles, with a scope and with a role that reads the directory', async () => {
    const rig = createRig();
    const rows = rowsOf(await rig.graph('GET', `${entra}&$expand=roleDefinition`, { as: reading }));
    expect(rows.map(({ roleDefinition }) => (roleDefinition as Json).displayName)).toEqual([
      'Authentication Administrator',
      'Cloud Device Administrator',
    ]);
    const noScope = await rig.graph('GET', entra, { as: { ...ada, wids: [directoryReader] } });
    expect([noScope.status, errorOf(noScope).code]).toEqual([403, 'Authorization_RequestDenied']);
    expect((await rig.graph('GET', entra, { as: { ...reading, wids: [] } })).status).toBe(403);
    const nothing = entra.replace(identityOperators.id, monitoringOperators.id);
    expect(rowsOf(await rig.graph('GET', nothing, { as: reading }))).toEqual([]);
  });

  const azure = (scope: string, filter = `principalId eq '${monitoringOperators.id}'`): string =>
    `${scope}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&$filter=${filter}`;

  it('of Azure roles, where one may read role assignments and nowhere else', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.mixedIdCasing = false;
    });
    const rows = rowsOf(await rig.arm('GET', azure(monitoring)));
    expect(rows.map(propertiesOf)).toEqual([
      {
        roleDefinitionId: `${monitoring}/providers/Microsoft.Authorization/roleDefinitions/${azureRoleId('Contributor')}`,
        principalId: monitoringOperators.id,
        principalType: 'Group',
        scope: monitoring,
      },
    ]);
    const assigned = await rig.arm('GET', azure(monitoring, `assignedTo('${monitoringOperators.id}')`));
    expect(rowsOf(assigned)).toEqual(rows);
    for (const scope of [backup, '']) {
      const refused = await rig.arm('GET', azure(scope));
      expect([refused.status, errorOf(refused).code]).toEqual([403, 'AuthorizationFailed']);
      expect(errorOf(refused).message).toContain('Microsoft.Authorization/roleAssignments/read');
    }
    expect((await rig.arm('GET', azure(monitoring, 'asTarget()'))).status).toBe(400);
  });

  it('of Azure roles at, above and below a scope, or only at and above it', async () => {
    const rig = createRig();
    const shop = subscriptionId('Contoso Web Shop');
    const [above, below] = [managementGroups.landingZones.id, resourceGroups.webShop.id];
    const grant = {
      kind: 'azure',
      tenantId: people.ada.tenantId,
      roleId: azureRoleId('Reader'),
      start: 0,
      end: null,
      removedAt: null,
    } as const;
    rig.pim.store.standing.push(
      { ...grant, id: 'reader', principalId: who, scope: shop },
      { ...grant, id: 'above', principalId: monitoringOperators.id, scope: above },
      { ...grant, id: 'below', principalId: monitoringOperators.id, scope: below },
    );
    const scopesOf = async (filter: string): Promise<unknown[]> =>
      rowsOf(await rig.arm('GET', azure(shop, filter))).map((row) => propertiesOf(row).scope);
    expect(await scopesOf(`principalId eq '${monitoringOperators.id}'`)).toEqual([above, below]);
    expect(await scopesOf('atScope()')).toEqual([shop, above]);
  });
});
