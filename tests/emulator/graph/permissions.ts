import { PimError } from '../pim/errors.ts';
import type { AccessToken } from '../types.ts';
import { GraphError } from './errors.ts';

/** Delegated scopes that let a call through, the least one first (pim-api.md A.1 to B.1). */
export const acceptedScopes = {
  readEligibility: [
    'RoleEligibilitySchedule.Read.Directory',
    'RoleManagement.Read.Directory',
    'RoleManagement.Read.All',
    'RoleEligibilitySchedule.ReadWrite.Directory',
    'RoleManagement.ReadWrite.Directory',
  ],
  readAssignment: [
    'RoleAssignmentSchedule.Read.Directory',
    'RoleManagement.Read.Directory',
    'RoleManagement.Read.All',
    'RoleAssignmentSchedule.ReadWrite.Directory',
    'RoleManagement.ReadWrite.Directory',
  ],
  writeAssignment: ['RoleAssignmentSchedule.ReadWrite.Directory', 'RoleManagement.ReadWrite.Directory'],
  writeEligibility: ['RoleEligibilitySchedule.ReadWrite.Directory', 'RoleManagement.ReadWrite.Directory'],
  readPolicy: [
    'RoleManagementPolicy.Read.Directory',
    'RoleManagement.Read.Directory',
    'RoleManagement.Read.All',
    'RoleManagementPolicy.ReadWrite.Directory',
    'RoleManagement.ReadWrite.Directory',
  ],
  readGroupPolicy: ['RoleManagementPolicy.Read.AzureADGroup', 'RoleManagementPolicy.ReadWrite.AzureADGroup'],
} as const satisfies Record<string, readonly string[]>;

export const directoryScopes = {
  me: ['User.Read', 'User.ReadWrite', 'User.ReadBasic.All', 'User.Read.All', 'Directory.Read.All'],
  organization: ['User.Read', 'Organization.Read.All', 'Directory.Read.All'],
  administrativeUnit: [
    'AdministrativeUnit.Read.All',
    'AdministrativeUnit.ReadWrite.All',
    'Directory.Read.All',
  ],
  application: ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All'],
  roleDefinitions: [
    'RoleManagement.Read.Directory',
    'Directory.Read.All',
    'RoleManagement.ReadWrite.Directory',
  ],
} as const satisfies Record<string, readonly string[]>;

export function holdsAny(token: AccessToken, scopes: readonly string[]): boolean {
  return scopes.some((scope) => token.scp.includes(scope));
}

/** @throws PimError 403 PermissionScopeNotGranted, as PIM behind Graph words it (pim-api.md F.1). */
export function requirePimScope(token: AccessToken, scopes: readonly string[]): void {
  if (holdsAny(token, scopes)) return;
  throw new PimError(
    403,
    'PermissionScopeNotGranted',
    `Authorization failed due to missing permission scope ${scopes.join(',')}.`,
  );
}

/** @throws GraphError 403 Authorization_RequestDenied, as the directory words it. */
export function requireDirectoryScope(token: AccessToken, scopes: readonly string[]): void {
  if (holdsAny(token, scopes)) return;
  throw new GraphError(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );
}
