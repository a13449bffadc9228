import type { AzureScope } from '../pim/seed.ts';
import { contosoTenant } from './contoso-directory.ts';
import { seedId } from './ids.ts';

const tenantId = contosoTenant.id;

function managementGroup(name: string, displayName: string, parentId: string | null): AzureScope {
  const id = `/providers/Microsoft.Management/managementGroups/${name}`;
  return { id, tenantId, displayName, type: 'managementgroup', parentId };
}

const root = managementGroup(tenantId, 'Tenant Root Group', null);

/** Note the names that differ from the ids: people know "IT", the wire knows `contoso-it`. */
export const managementGroups = {
  it: managementGroup('contoso-it', 'IT', root.id),
  landingZones: managementGroup('mg-landing-zones', 'Landing Zones', root.id),
  sandboxes: managementGroup('mg-sandboxes', 'Sandboxes', root.id),
} as const;

const subscriptionNames: readonly (readonly [parent: AzureScope, names: readonly string[]])[] = [
  [
    managementGroups.it,
    [
      'Contoso Identity',
      'Contoso Management',
      'Contoso Connectivity',
      'Contoso Monitoring',
      'Contoso Backup',
      'Contoso Security Operations',
    ],
  ],
  [
    managementGroups.landingZones,
    [
      'Contoso Production',
      'Contoso Staging',
      'Contoso Payroll',
      'Contoso Web Shop',
      'Contoso Data Platform',
      'Contoso SAP',
      'Contoso Integration',
      'Contoso Migration',
    ],
  ],
  [
    managementGroups.sandboxes,
    [
      'MySubscription',
      'Contoso Development',
      'Contoso Test',
      'Contoso Sandbox 1',
      'Contoso Sandbox 2',
      'Contoso Training',
    ],
  ],
];

/** All twenty, in the order above. */
export const subscriptions: readonly AzureScope[] = subscriptionNames
  .flatMap(([parent, names]) => names.map((displayName) => ({ parent, displayName })))
  .map(({ parent, displayName }, index) => ({
    id: `/subscriptions/${seedId('5b5c21b0', index + 1)}`,
    tenantId,
    displayName,
    type: 'subscription',
    parentId: parent.id,
  }));

/** Id of a subscription by its display name; throws when there is none. */
export function subscriptionId(displayName: string): string {
  const found = subscriptions.find((scope) => scope.displayName === displayName);
  if (found === undefined) throw new Error(`No subscription called ${displayName}`);
  return found.id;
}

function resourceGroup(subscription: string, displayName: string): AzureScope {
  const parentId = subscriptionId(subscription);
  return {
    id: `${parentId}/resourceGroups/${displayName}`,
    tenantId,
    displayName,
    type: 'resourcegroup',
    parentId,
  };
}

export const resourceGroups = {
  payroll: resourceGroup('Contoso Payroll', 'rg-payroll-prod'),
  webShop: resourceGroup('Contoso Web Shop', 'rg-webshop-prod'),
  networkHub: resourceGroup('Contoso Connectivity', 'rg-network-hub'),
  dataLake: resourceGroup('Contoso Data Platform', 'rg-data-lake'),
} as const;

/** The one resource with a role of its own. */
export const payrollVault: AzureScope = {
  id: `${resourceGroups.payroll.id}/providers/Microsoft.KeyVault/vaults/kv-payroll-prod`,
  tenantId,
  displayName: 'kv-payroll-prod',
  type: 'microsoft.keyvault/vaults',
  parentId: resourceGroups.payroll.id,
};

export const contosoScopes: readonly AzureScope[] = [
  root,
  ...Object.values(managementGroups),
  ...subscriptions,
  ...Object.values(resourceGroups),
  payrollVault,
];
