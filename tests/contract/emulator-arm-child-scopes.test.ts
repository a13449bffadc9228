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
import {
  createRig,
  errorOf,
  propertiesOf,
  rowsOf,
  tokenOf,
  type Answer,
  type Json,
  type Rig,
} from './emulator-pim-rig.ts';
import { hasSpecs, specsSuite } from './emulator-specs-folder.ts';
import { loadSwagger } from './emulator-specs-swagger.ts';

const { landingZones } = managementGroups;
const payroll = subscriptionId('Contoso Payroll');

function children(scope: string, query = ''): string {
  return `${armPath('eligibleChildResources', scope, null)}${query}`;
}

async function namesOf(rig: Rig, scope: string, query = ''): Promise<unknown[]> {
  return rowsOf(await rig.arm('GET', children(scope, query))).map(({ name }) => name);
}

describe('ARM lists what one is eligible for below a scope', () => {
  it('one level at a time: subscriptions, resource groups, resources', async () => {
    const rig = createRig();
    const subscriptions = await namesOf(rig, landingZones.id);
    expect(subscriptions).toHaveLength(8);
    expect(subscriptions).toContain('Contoso Payroll');
    expect((await rig.arm('GET', children(payroll))).body).toEqual({
      value: [{ name: 'rg-payroll-prod', id: resourceGroups.payroll.id, type: 'resourcegroup' }],
    });
    expect(rowsOf(await rig.arm('GET', children(resourceGroups.payroll.id)))).toEqual([
      { name: 'kv-payroll-prod', id: payrollVault.id, type: 'microsoft.keyvault/vaults' },
    ]);
    expect(await namesOf(rig, payrollVault.id)).toEqual([]);
  });

  it('all levels at once where asked to, filtered by type in any casing', async () => {
    const rig = createRig();
    const all = await namesOf(rig, landingZones.id, '&$getAllChildren=true');
    expect(all).toHaveLength(12);
    const groups = `&$filter=resourceType+eq+'ResourceGroup'`;
    expect(await namesOf(rig, landingZones.id, groups)).toEqual([]);
    expect(await namesOf(rig, landingZones.id, `${groups}&$getAllChildren=true`)).toEqual([
      'rg-payroll-prod',
      'rg-webshop-prod',
      'rg-data-lake',
    ]);
    const either = `&$filter=resourceType eq 'subscription' or resourceType eq 'resourcegroup'`;
    expect(await namesOf(rig, landingZones.id, `${either}&$getAllChildren=true`)).toHaveLength(11);
    expect((await rig.arm('GET', children(payroll, "&$filter=name eq 'x'"))).status).toBe(400);
  });

  it('in pages', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.pageSize = 3;
    });
    const names: unknown[] = [];
    let next: string | undefined = children(landingZones.id);
    let pages = 0;
    while (next !== undefined) {
      const answer: Answer = await rig.arm('GET', next);
      names.push(...rowsOf(answer).map(({ name }) => name));
      next = answer.body.nextLink as string | undefined;
      pages += 1;
    }
    expect([names.length, new Set(names).size, pages]).toEqual([8, 8, 3]);
  });

  it('and nothing that belongs to others; what holds something eligible, only when so turned', async () => {
    const rig = createRig();
    const root = `/providers/Microsoft.Management/managementGroups/${people.ada.tenantId}`;
    expect(await namesOf(rig, root)).toEqual(['IT', 'Landing Zones', 'Sandboxes']);
    const as = tokenOf(people.alan);
    expect(rowsOf(await rig.arm('GET', children(landingZones.id), { as }))).toEqual([]);
    const sandboxes = children(managementGroups.sandboxes.id);
    expect(rowsOf(await rig.arm('GET', sandboxes, { as })).map(({ name }) => name)).toEqual([
      'MySubscription',
    ]);
    expect(rowsOf(await rig.arm('GET', children(root), { as }))).toEqual([]);
    rig.knobs.arm.eligibleChildren = 'alsoAbove';
    expect(rowsOf(await rig.arm('GET', children(root), { as })).map(({ name }) => name)).toEqual([
      'Sandboxes',
    ]);
    expect((await rig.arm('GET', children('/subscriptions/none'))).status).toBe(404);
  });
});

describe('ARM activates below an eligibility', () => {
  const role = 'Contributor';
  const at = { role, scope: subscriptionId('Contoso SAP'), id: guid(1) };
  const vault = { role: 'Contributor', scope: resourceGroups.payroll.id, id: guid(2) };

  async function pathOf(rig: Rig, scope: string): Promise<string> {
    const rows = rowsOf(await rig.arm('GET', armPath('roleEligibilityScheduleInstances', scope)));
    const row = rows.find((item) => String(propertiesOf(item).roleDefinitionId).endsWith(azureRoleId(role)));
    return String(propertiesOf(row).roleEligibilityScheduleId);
  }

  const linkedAs = (linked: string): { change: Json } => ({
    change: { linkedRoleEligibilityScheduleId: linked },
  });

  it('by the full path of the eligibility above; a bare GUID is refused with 400 or 403', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.mixedIdCasing = false;
    });
    const path = await pathOf(rig, landingZones.id);
    const bare = path.split('/').at(-1) ?? '';
    const refused = await put(rig, { ...at, ...linkedAs(bare) });
    expect(errorOf(refused).message).toBe('The following policy rules failed: EligibilityRule');
    rig.knobs.arm.bareLinkBelow = 403;
    const forbidden = await put(rig, { ...at, ...linkedAs(bare) });
    expect([forbidden.status, errorOf(forbidden).code]).toEqual([403, 'AuthorizationFailed']);
    expect(rig.pim.accepted()).toEqual([]);
    const good = await put(rig, { ...at, ...linkedAs(path) });
    expect(propertiesOf(good.body)).toMatchObject({
      status: 'Provisioned',
      scope: at.scope,
      linkedRoleEligibilityScheduleId: path,
    });
    expect(rig.pim.effectiveAzureRoles(people.ada.id, landingZones.id)).toEqual([]);
  });

  it('but a bare GUID still names a direct eligibility of the very scope', async () => {
    const rig = createRig(undefined, (knobs) => {
      Object.assign(knobs.arm, { mixedIdCasing: false, bareLinkBelow: 403 });
    });
    const bare = (await pathOf(rig, payroll)).split('/').at(-1) ?? '';
    const short = { role, scope: payroll, id: guid(3), duration: 'PT15M' };
    expect((await put(rig, { ...short, ...linkedAs(bare) })).status).toBe(201);
  });

  it('and not with the path of a schedule that is elsewhere, or of nobody', async () => {
    const rig = createRig();
    const elsewhere = await pathOf(rig, subscriptionId('MySubscription'));
    const missing = elsewhere.replace(/[^/]+$/, guid(99));
    for (const linked of [elsewhere, missing]) {
      const refused = await put(rig, { ...at, ...linkedAs(linked) });
      expect(errorOf(refused).message).toBe('The following policy rules failed: EligibilityRule');
    }
  });

  it('in a resource group of an eligible subscription, unless reading it is asked for there too', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.groupReadNeeded = 'belowAnything';
    });
    const refused = await put(rig, { ...vault, duration: 'PT15M' });
    expect([refused.status, errorOf(refused).code]).toEqual([403, 'AuthorizationFailed']);
    expect(errorOf(refused).message).toContain('Microsoft.Resources/subscriptions/resourceGroups/read');
    rig.knobs.arm.groupReadNeeded = 'belowManagementGroup';
    expect((await put(rig, { ...vault, duration: 'PT15M' })).status).toBe(201);
  });

  it('by the policy of the scope asked for, or of the eligibility, as it is turned', async () => {
    const rig = createRig();
    // Four hours at the management group; the subscription has Microsoft's eight.
    const long = { ...at, duration: 'PT6H' };
    rig.knobs.arm.narrowedPolicy = 'eligibility';
    expect(errorOf(await put(rig, long)).message).toBe('The following policy rules failed: ExpirationRule');
    rig.knobs.arm.narrowedPolicy = 'target';
    expect((await put(rig, long)).status).toBe(201);
  });
});

describe.skipIf(!hasSpecs)(`ARM’s child resources ${specsSuite}: swagger 2020-10-01`, () => {
  it('conform, a page with its nextLink too', async () => {
    const rig = createRig(undefined, (knobs) => {
      knobs.arm.pageSize = 2;
    });
    const { body } = await rig.arm('GET', children(landingZones.id));
    expect(body).toHaveProperty('nextLink');
    const check = loadSwagger();
    const type = ['EligibleChildResources.json', 'EligibleChildResourcesListResult'] as const;
    expect(check.complaints(...type, body)).toEqual([]);
    expect(check.complaints(...type, { value: [{ displayName: 'x' }] })).not.toEqual([]);
  });
});
