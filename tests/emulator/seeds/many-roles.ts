import type { AzureScope, DirectoryRole, EligibilitySeed } from '../pim/seed.ts';
import { azureRoleId } from './azure-roles.ts';
import { contosoTenant, people } from './contoso-directory.ts';
import { managementGroups } from './contoso-scopes.ts';
import { seedId } from './ids.ts';

interface Options {
  readonly now: number;
  /** How many further Entra roles, each a custom role of its own. */
  readonly directory: number;
  /** How many further Azure roles, each Contributor on a subscription of its own. */
  readonly azure: number;
}

interface ManyRoles {
  readonly directoryRoles: DirectoryRole[];
  readonly azureScopes: AzureScope[];
  readonly eligibilities: EligibilitySeed[];
}

function padded(number: number): string {
  return String(number).padStart(4, '0');
}

/** Makes a large tenant out of Contoso: roles for Ada that are all alike. */
export function manyRoles({ now, directory, azure }: Options): ManyRoles {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
  const common = {
    tenantId: contosoTenant.id,
    principalId: people.ada.id,
    start: now - 86_400_000,
    end: null,
    condition: null,
  };
  const directoryRoles = numbers(directory).map((number) => ({
    id: seedId('d12ec701', number),
    displayName: `Department Operator ${padded(number)}`,
    description: '',
    isBuiltIn: false,
    isPrivileged: false,
  }));
  const azureScopes = numbers(azure).map((number) => ({
    id: `/subscriptions/${seedId('5b5c21b1', number)}`,
    tenantId: contosoTenant.id,
    displayName: `Contoso Department ${padded(number)}`,
    type: 'subscription',
    parentId: managementGroups.landingZones.id,
  }));
  return {
    directoryRoles,
    azureScopes,
    eligibilities: [
      ...directoryRoles.map(({ id }, index) =>
        Object.assign(
          { kind: 'directory' as const, roleId: id, scope: '/' },
          { scheduleId: seedId('e11e0b10', index + 1), instanceId: seedId('e11e0b11', index + 1) },
          common,
        ),
      ),
      ...azureScopes.map(({ id }, index) =>
        Object.assign(
          { kind: 'azure' as const, roleId: azureRoleId('Contributor'), scope: id },
          { scheduleId: seedId('e11ea2b0', index + 1), instanceId: seedId('e11ea2b1', index + 1) },
          common,
        ),
      ),
    ],
  };
}
