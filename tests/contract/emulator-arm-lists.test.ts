import { describe, expect, it } from 'vitest';
import { azureRoleId } from '../emulator/seeds/azure-roles.ts';
import { platformEngineers, visibleSubscriptions } from '../emulator/seeds/contoso-azure.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import {
  managementGroups,
  payrollVault,
  resourceGroups,
  subscriptionId,
} from '../emulator/seeds/contoso-scopes.ts';
import { contoso } from '../emulator/seeds/contoso.ts';
import { armPath, guid, put, requestPath } from './emulator-arm-calls.ts';
import {
  ada,
  createRig,
  errorOf,
  propertiesOf,
  rowsOf,
  start,
  tokenOf,
  type Json,
  type Rig,
} from './emulator-pim-rig.ts';

const eligible = armPath('roleEligibilityScheduleInstances');
const active = armPath('roleAssignmentScheduleInstances');

function at(rows: Json[], scope: string, role?: string): Json[] {
  return rows
    .map(propertiesOf)
    .filter((properties) => properties.scope === scope)
    .filter(
      ({ roleDefinitionId }) =>
        role === undefined || String(roleDefinitionId).toLowerCase().endsWith(azureRoleId(role)),
    );
}

async function visible({ arm }: Rig): Promise<unknown[]> {
  const answer = await arm('GET', '/subscriptions?api-version=2022-12-01');
  return rowsOf(answer).map(({ displayName }) => displayName);
}

describe('ARM lists one’s own eligible Azure roles at the tenant root', () => {
  it('on management groups, subscriptions, resource groups and the one resource', async () => {
    const rows = rowsOf(await createRig().arm('GET', eligible));
    expect(rows).toHaveLength(23);
    expect(at(rows, managementGroups.it.id)[0]?.expandedProperties).toMatchObject({
      scope: { displayName: 'IT', type: 'managementgroup' },
      roleDefinition: { displayName: 'Owner', type: 'BuiltInRole' },
      principal: { displayName: 'Ada Lovelace', userPrincipalName: 'ada@contoso.com' },
    });
    expect(at(rows, payrollVault.id)[0]?.expandedProperties).toMatchObject({
      scope: { displayName: 'kv-payroll-prod', type: 'microsoft.keyvault/vaults' },
    });
    expect(at(rows, subscriptionId('Contoso Production'))).toHaveLength(3);
    const group = at(rows, resourceGroups.webShop.id)[0];
    expect(group).toMatchObject({
      memberType: 'Group',
      principalType: 'Group',
      principalId: platformEngineers.id,
    });
  });

  it('also where the person sees nothing yet', async () => {
    const rig = createRig();
    const seen = await visible(rig);
    expect(seen.toSorted()).toEqual([...visibleSubscriptions].toSorted());
    expect(seen).not.toContain('Contoso Production');
  });

  it('leaves out what is absent, and writes some GUIDs in upper case', async () => {
    const rig = createRig();
    const rows = rowsOf(await rig.arm('GET', eligible));
    const permanent = at(rows, managementGroups.it.id)[0] ?? {};
    expect(permanent).not.toHaveProperty('endDateTime');
    expect(permanent).not.toHaveProperty('condition');
    expect(at(rows, resourceGroups.dataLake.id)[0]).toMatchObject({ conditionVersion: '2.0' });
    const names = rows.map(({ name }) => String(name));
    expect(names.some((name) => name !== name.toLowerCase())).toBe(true);
    expect(names.some((name) => name === name.toLowerCase())).toBe(true);
    rig.knobs.arm.mixedIdCasing = false;
    const plain = rowsOf(await rig.arm('GET', eligible)).map(({ name }) => String(name));
    expect(plain.every((name) => name === name.toLowerCase())).toBe(true);
  });

  it('qualifies a role by the subscription, and by nothing above one', async () => {
    const rows = rowsOf(await createRig().arm('GET', eligible));
    expect(at(rows, managementGroups.it.id)[0]?.roleDefinitionId).toMatch(
      /^\/providers\/Microsoft\.Authorization\/roleDefinitions\/[0-9a-f-]{36}$/i,
    );
    const production = subscriptionId('Contoso Production');
    for (const { roleDefinitionId } of at(rows, production)) {
      expect(String(roleDefinitionId)).toContain(
        `${production}/providers/Microsoft.Authorization/roleDefinitions/`,
      );
    }
  });

  it('writes the ids of 2022 when so turned', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.idForm = '2022';
    });
    const rows = rowsOf(await rig.arm('GET', eligible));
    const ids = rows.map(({ id }) => String(id));
    expect(ids.some((id) => id.startsWith('/providers/Microsoft.Subscription/subscriptions/'))).toBe(true);
  });

  it('nothing to somebody without a role', async () => {
    const { arm } = createRig();
    expect(rowsOf(await arm('GET', eligible, { as: tokenOf(people.edsger) }))).toEqual([]);
    expect(rowsOf(await arm('GET', eligible, { as: tokenOf(people.alan) }))).toHaveLength(1);
    expect(rowsOf(await arm('GET', eligible, { as: { ...ada, tid: people.barbara.tenantId } }))).toEqual([]);
  });

  it('pages by nextLink', async () => {
    const rig = createRig(contoso({ now: start, extra: { azure: 100 } }), (knobs) => {
      knobs.arm.pageSize = 50;
    });
    const pages: number[] = [];
    const names = new Set<unknown>();
    for (let next: string = eligible; next !== '';) {
      const answer = await rig.arm('GET', next);
      pages.push(rowsOf(answer).length);
      for (const { name } of rowsOf(answer)) names.add(name);
      next = (answer.body.nextLink as string | undefined) ?? '';
    }
    expect(pages).toEqual([50, 50, 23]);
    expect(names.size).toBe(123);
  });

  it('finds exactly what is granted at a scope and nothing inherited', async () => {
    const { arm } = createRig();
    const scoped = (scope: string): Promise<Json[]> =>
      arm('GET', armPath('roleEligibilityScheduleInstances', scope)).then(rowsOf);
    expect(await scoped(subscriptionId('Contoso Production'))).toHaveLength(3);
    expect(await scoped(subscriptionId('Contoso Backup'))).toEqual([]);
    expect(await scoped(resourceGroups.payroll.id.toUpperCase())).toHaveLength(1);
  });
});

describe('ARM lists one’s own active assignments', () => {
  it('the permanent ones and the one activated this morning', async () => {
    const rows = rowsOf(await createRig().arm('GET', active));
    expect(rows.map((row) => propertiesOf(row).assignmentType).toSorted()).toEqual([
      'Activated',
      'Assigned',
      'Assigned',
      'Assigned',
      'Assigned',
    ]);
    const activated = rows.map(propertiesOf).find(({ assignmentType }) => assignmentType === 'Activated');
    expect(activated).toMatchObject({
      startDateTime: '2026-11-20T06:30:00.123Z',
      endDateTime: '2026-11-20T10:30:00.123Z',
      memberType: 'Direct',
    });
    const linked = String(activated?.linkedRoleEligibilityScheduleId).toLowerCase();
    expect(linked).toContain('/providers/microsoft.authorization/roleeligibilityschedules/');
    for (const properties of rows
      .map(propertiesOf)
      .filter(({ assignmentType }) => assignmentType === 'Assigned')) {
      expect(properties).not.toHaveProperty('linkedRoleEligibilityScheduleId');
    }
  });

  it('drops rows at the tenant root, other ones each time, and none at a scope', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.tenantListDropRows = true;
    });
    const names = async (path: string): Promise<string> =>
      rowsOf(await rig.arm('GET', path))
        .map(({ name }) => name)
        .join();
    const lists = [await names(active), await names(active), await names(active)];
    expect(new Set(lists).size).toBe(3);
    expect(lists.every((list) => list.split(',').length < 5)).toBe(true);
    const development = armPath('roleAssignmentScheduleInstances', subscriptionId('Contoso Development'));
    expect((await names(development)).split(',')).toHaveLength(2);
    expect(await names(development)).toBe(await names(development));
  });

  it('says of an elevation what it lets one see', async () => {
    const rig = createRig();
    await put(rig, { role: 'Owner', scope: managementGroups.it.id, id: guid(1) });
    expect(await visible(rig)).toHaveLength(4 + 5);
    rig.knobs.arm.effectLagMs = 1000;
    expect(await visible(rig)).toHaveLength(4);
  });
});

describe('ARM refuses', () => {
  it.each([
    ['roleEligibilityScheduleInstances', null],
    ['roleEligibilityScheduleInstances', 'atScope()'],
    ['roleAssignmentScheduleInstances', null],
    ['roleAssignmentScheduleInstances', `principalId eq '${people.ada.id}'`],
    ['roleAssignmentScheduleRequests', 'asRequestor()'],
    ['roleAssignmentScheduleRequests', null],
  ])('%s with the filter %s', async (type, filter) => {
    const refused = await createRig().arm('GET', armPath(type, '', filter));
    expect(refused.status).toBe(403);
    expect(refused.body).toEqual({
      error: {
        code: 'InsufficientPermissions',
        message:
          `The requestor ${people.ada.id} does not have permissions for this request. ` +
          "Please use $filter=asTarget() to filter on the requestor's assignments.",
      },
    });
  });

  it.each<[string, string, number, string]>([
    [
      'no api-version',
      '/providers/Microsoft.Authorization/roleEligibilityScheduleInstances?$filter=asTarget()',
      400,
      'MissingApiVersionParameter',
    ],
    [
      'an api-version it never had',
      '/providers/Microsoft.Authorization/roleEligibilityScheduleInstances?api-version=2015-07-01&$filter=asTarget()',
      400,
      'NoRegisteredProviderFound',
    ],
    ['an api-version that is none', '/subscriptions?api-version=latest', 400, 'InvalidApiVersionParameter'],
    [
      'an unknown subscription',
      armPath('roleEligibilityScheduleInstances', '/subscriptions/00000000-0000-0000-0000-000000000001'),
      404,
      'SubscriptionNotFound',
    ],
    ['an unknown type', armPath('roleWishes'), 404, 'InvalidResourceType'],
    ['an unknown request', requestPath({ scope: managementGroups.it.id, id: guid(9) }), 404, 'NotFound'],
  ])('%s', async (_, path, status, code) => {
    const refused = await createRig().arm('GET', path);
    expect([refused.status, errorOf(refused).code]).toEqual([status, code]);
  });

  it('a token without user_impersonation, and a method it does not have', async () => {
    const { arm } = createRig();
    expect((await arm('GET', eligible, { as: { ...ada, scp: ['User.Read'] } })).status).toBe(403);
    expect((await arm('DELETE', eligible)).status).toBe(405);
  });
});
