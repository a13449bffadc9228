import type { ActivationSeed, EligibilitySeed, Group, PolicySeed, StandingSeed } from '../pim/seed.ts';
import type { PolicySettings } from '../pim/policy.ts';
import { azureRoleId } from './azure-roles.ts';
import { contosoTenant, people } from './contoso-directory.ts';
import { managementGroups, payrollVault, resourceGroups, subscriptionId } from './contoso-scopes.ts';
import { seedId } from './ids.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const tenantId = contosoTenant.id;

/** Eligible for Azure roles as a group. */
export const platformEngineers: Group = {
  id: '920095e0-a25e-4ab0-8a70-00000000a25e',
  tenantId,
  displayName: 'Platform Engineers',
  members: [people.ada.id],
};

interface AzureSeed {
  readonly eligibilities: EligibilitySeed[];
  readonly standing: StandingSeed[];
  readonly activations: ActivationSeed[];
  readonly policies: PolicySeed[];
}

interface Row {
  readonly role: string;
  readonly scope: string;
  readonly principalId?: string;
  readonly endsInMs?: number;
  readonly condition?: string;
}

/** The only subscriptions that Ada and Edsger see without elevating. */
export const visibleSubscriptions = [
  'MySubscription',
  'Contoso Development',
  'Contoso Test',
  'Contoso Monitoring',
] as const;

const production = subscriptionId('Contoso Production');
const development = subscriptionId('Contoso Development');

const rows: readonly Row[] = [
  { role: 'Owner', scope: managementGroups.it.id },
  { role: 'Contributor', scope: managementGroups.landingZones.id },
  { role: 'Reader', scope: managementGroups.sandboxes.id, endsInMs: 90 * day },
  { role: 'Contributor', scope: subscriptionId('MySubscription') },
  { role: 'Owner', scope: production },
  { role: 'Contributor', scope: production, endsInMs: 365 * day },
  { role: 'User Access Administrator', scope: production },
  { role: 'Contributor', scope: development },
  { role: 'Contributor', scope: subscriptionId('Contoso Staging') },
  { role: 'Contributor', scope: subscriptionId('Contoso Payroll'), endsInMs: 180 * day },
  { role: 'Contributor', scope: subscriptionId('Contoso Web Shop') },
  { role: 'Reader', scope: subscriptionId('Contoso Data Platform') },
  { role: 'Cost Management Reader', scope: subscriptionId('Contoso SAP') },
  { role: 'Contoso Deployment Operator', scope: subscriptionId('Contoso Integration') },
  { role: 'Contributor', scope: subscriptionId('Contoso Migration'), endsInMs: 45 * minute },
  {
    role: 'Network Contributor',
    scope: subscriptionId('Contoso Connectivity'),
    principalId: platformEngineers.id,
  },
  { role: 'Monitoring Reader', scope: subscriptionId('Contoso Security Operations') },
  { role: 'Role Based Access Control Administrator', scope: subscriptionId('Contoso Sandbox 1') },
  { role: 'Key Vault Administrator', scope: resourceGroups.payroll.id },
  {
    role: 'Virtual Machine Contributor',
    scope: resourceGroups.webShop.id,
    principalId: platformEngineers.id,
  },
  { role: 'Owner', scope: resourceGroups.networkHub.id },
  {
    role: 'Storage Blob Data Contributor',
    scope: resourceGroups.dataLake.id,
    condition: `@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals 'reports'`,
  },
  { role: 'Key Vault Secrets User', scope: payrollVault.id },
  { role: 'Contributor', scope: subscriptionId('MySubscription'), principalId: people.alan.id },
];

/** Settings are per role and scope and not inherited; what is not named keeps Microsoft's defaults. */
const policies: readonly (readonly [role: string, scope: string, settings: Partial<PolicySettings>])[] = [
  ['Contributor', managementGroups.landingZones.id, { maximumDuration: 'PT4H' }],
  ['Reader', managementGroups.sandboxes.id, { maximumDuration: 'P1D', justification: false }],
  ['Owner', production, { maximumDuration: 'PT1H', authenticationContext: 'c1' }],
  ['Contributor', production, { ticketing: true }],
  [
    'User Access Administrator',
    production,
    {
      maximumDuration: 'PT1H',
      approvalRequired: true,
      approvers: [{ type: 'user', id: people.grace.id, displayName: people.grace.displayName }],
    },
  ],
  ['Contributor', subscriptionId('Contoso Payroll'), { maximumDuration: 'PT30M' }],
  ['Contoso Deployment Operator', subscriptionId('Contoso Integration'), { mfa: true }],
  [
    'Key Vault Administrator',
    resourceGroups.payroll.id,
    { maximumDuration: 'PT1H', authenticationContext: 'c2' },
  ],
];

/** Contoso's Azure roles; `now` is in milliseconds since the epoch. */
export function contosoAzure(now: number): AzureSeed {
  const eligibilities = rows.map((row, index): EligibilitySeed => {
    const { role, scope, principalId = people.ada.id, endsInMs, condition } = row;
    return {
      kind: 'azure',
      tenantId,
      principalId,
      roleId: azureRoleId(role),
      scope,
      scheduleId: seedId('e11ea2e0', index + 1),
      instanceId: seedId('e11ea2e1', index + 1),
      start: now - (20 + index) * day - 6_190,
      end: endsInMs === undefined ? null : now + endsInMs,
      condition: condition ?? null,
    };
  });
  const active = eligibilities.find(({ scope }) => scope === development);
  if (active === undefined) throw new Error('Nothing to activate on Contoso Development');
  const readers = [people.ada.id, people.edsger.id].flatMap((principalId) =>
    visibleSubscriptions.map((name) => ({ principalId, scope: subscriptionId(name) })),
  );
  return {
    eligibilities,
    standing: readers.map(({ principalId, scope }, index) => ({
      id: seedId('57a2dea0', index + 1),
      kind: 'azure',
      tenantId,
      principalId,
      roleId: azureRoleId('Reader'),
      scope,
      start: now - 500 * day,
      end: null,
    })),
    activations: [
      {
        id: seedId('ac71ba7e', 2),
        personId: people.ada.id,
        eligibilityScheduleId: active.scheduleId,
        start: now - 90 * minute,
        duration: 'PT4H',
        justification: 'Release 24.3',
      },
    ],
    policies: policies.map(([role, scope, settings]) => ({
      tenantId,
      kind: 'azure',
      roleId: azureRoleId(role),
      scope,
      settings,
    })),
  };
}
