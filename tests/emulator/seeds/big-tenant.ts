import type { AzureScope, DirectoryObject, EligibilitySeed, RoleTarget } from '../pim/seed.ts';
import { azureRoleId } from './azure-roles.ts';
import { contoso } from './contoso.ts';
import { contosoTenant, people } from './contoso-directory.ts';
import { managementGroups } from './contoso-scopes.ts';
import { entraRoleId } from './entra-roles.ts';
import { seedId } from './ids.ts';
import type { Seed } from './seed.ts';

const tenantId = contosoTenant.id;

/** What the departments of a large company run, by the name that people say and the name on the wire. */
const workloads: readonly (readonly [name: string, slug: string])[] = [
  ['Order Management', 'orders'],
  ['Customer Portal', 'portal'],
  ['Loyalty Programme', 'loyalty'],
  ['Warehouse Robotics', 'robotics'],
  ['Fleet Telemetry', 'fleet'],
  ['Invoicing', 'invoicing'],
  ['Treasury', 'treasury'],
  ['Tax Reporting', 'tax'],
  ['Recruiting', 'recruiting'],
  ['Time Tracking', 'timetracking'],
  ['Learning Academy', 'academy'],
  ['Product Catalogue', 'catalogue'],
  ['Pricing Engine', 'pricing'],
  ['Demand Forecast', 'forecast'],
  ['Supplier Exchange', 'suppliers'],
  ['Quality Lab', 'quality'],
  ['Plant Control', 'plant'],
  ['Energy Metering', 'energy'],
  ['Document Archive', 'archive'],
  ['Marketing Site', 'marketing'],
  ['Campaign Analytics', 'campaigns'],
  ['Partner API', 'partners'],
  ['Fraud Detection', 'fraud'],
  ['Call Centre', 'callcentre'],
  ['Field Service', 'fieldservice'],
];
const environments = ['Production', 'Staging', 'Test', 'Development'] as const;
const shortOf = { Production: 'prod', Staging: 'stg', Test: 'test', Development: 'dev' } as const;
const parts = ['app', 'data', 'network', 'security', 'monitoring', 'integration'] as const;
const rolesOnSubscription = [
  'Owner',
  'Contributor',
  'Reader',
  'User Access Administrator',
  'Cost Management Reader',
];
const rolesOnGroup = [
  'Contributor',
  'Reader',
  'Key Vault Administrator',
  'Storage Blob Data Contributor',
  'Virtual Machine Contributor',
  'Network Contributor',
  'Monitoring Reader',
];

const branches =
  `Amsterdam, Athens, Barcelona, Bergen, Bologna, Brno, Bruges, Cork, Dresden, Gdańsk, Genève, Ghent,
  Graz, Kraków, Lisboa, Ljubljana, Lyon, Malmö, Nantes, Oslo, Porto, Reykjavík, Tallinn, Tampere,
  Wien`.split(/,\s+/);
const rolesOnBranch = [
  'User Administrator',
  'Helpdesk Administrator',
  'Authentication Administrator',
  'Groups Administrator',
  'License Administrator',
  'Cloud Device Administrator',
  'SharePoint Administrator',
  'Teams Administrator',
  'Privileged Authentication Administrator',
  'Intune Administrator',
  'Exchange Administrator',
  'Reports Reader',
];

/** How many eligibilities {@link bigTenant} adds to Contoso's own. */
export const bigTenantCounts = { azure: 5_000, entra: 300 } as const;

interface Grant extends RoleTarget {
  readonly roleName: string;
  readonly scopeName: string;
}

interface BigTenant {
  readonly scopes: readonly AzureScope[];
  readonly units: readonly DirectoryObject[];
  readonly grants: readonly Grant[];
}

/** A hundred subscriptions and their resource groups, twenty-five branches, and Ada's roles on them all. */
export function bigTenantGrants(): BigTenant {
  const subscriptions = workloads
    .flatMap(([name, slug]) => environments.map((environment) => ({ name, slug, environment })))
    .map(({ name, slug, environment }, index) => ({
      slug: `${slug}-${shortOf[environment]}`,
      scope: {
        id: `/subscriptions/${seedId('5b5c21b2', index + 1)}`,
        tenantId,
        displayName: `${name} ${environment}`,
        type: 'subscription',
        parentId: managementGroups.landingZones.id,
      },
    }));
  const groups = subscriptions.flatMap(({ slug, scope }) =>
    // Every second one also stands in the second region: 900 resource groups in all.
    (scope.displayName.endsWith('n') ? ['weu', 'neu'] : ['weu']).flatMap((region) =>
      parts.map((part): AzureScope => {
        const displayName = `rg-${slug}-${part}-${region}`;
        const id = `${scope.id}/resourceGroups/${displayName}`;
        return { id, tenantId, displayName, type: 'resourcegroup', parentId: scope.id };
      }),
    ),
  );
  const units = branches.map((city, index): DirectoryObject => ({
    id: seedId('ad3171e2', index + 1),
    tenantId,
    type: 'administrativeUnit',
    displayName: `${city} branch`,
  }));
  const onAzure = (roles: readonly string[], scope: AzureScope) =>
    roles.map((roleName): Grant => ({
      kind: 'azure',
      roleId: azureRoleId(roleName),
      scope: scope.id,
      roleName,
      scopeName: scope.displayName,
    }));
  const azure = [
    ...subscriptions.flatMap(({ scope }) => onAzure(rolesOnSubscription, scope)),
    ...groups.flatMap((scope) => onAzure(rolesOnGroup, scope)),
  ].slice(0, bigTenantCounts.azure);
  const entra = units.flatMap((unit) =>
    rolesOnBranch.map((roleName): Grant => ({
      kind: 'directory',
      roleId: entraRoleId(roleName),
      scope: `/administrativeUnits/${unit.id}`,
      roleName,
      scopeName: unit.displayName,
    })),
  );
  return {
    scopes: [...subscriptions.map(({ scope }) => scope), ...groups],
    units,
    grants: [...azure, ...entra],
  };
}

/**
 * Contoso grown large: to what Ada has there come 5,000 Azure roles and 300 Entra roles, always the same ones.
 *
 * @param now milliseconds since the epoch
 */
export function bigTenant({ now }: { readonly now: number }): Seed {
  const seed = contoso({ now });
  const { scopes, units, grants } = bigTenantGrants();
  const eligibilities = grants.map(({ kind, roleId, scope }, index): EligibilitySeed => ({
    kind,
    roleId,
    scope,
    tenantId,
    principalId: people.ada.id,
    scheduleId: seedId('b19e11e0', index + 1),
    instanceId: seedId('b19e11e1', index + 1),
    start: now - 30 * 86_400_000,
    end: null,
    condition: null,
  }));
  const { pim } = seed;
  return {
    ...seed,
    pim: {
      ...pim,
      azureScopes: [...pim.azureScopes, ...scopes],
      directoryObjects: [...pim.directoryObjects, ...units],
      eligibilities: [...pim.eligibilities, ...eligibilities],
    },
  };
}
