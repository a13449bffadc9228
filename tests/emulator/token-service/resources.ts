import type { ApiName } from '../types.ts';

/** An API that tokens are issued for, with the delegated permissions it publishes (pim-api.md G.2). */
export interface ApiResource {
  readonly api: ApiName;
  readonly appId: string;
  readonly displayName: string;
  /** Identifier URIs by which a scope may name the API, without a trailing slash; the first is the usual one. */
  readonly identifiers: readonly string[];
  /** What the `aud` claim may be. */
  readonly audiences: readonly string[];
  /** Permission name -> may only an administrator consent to it? */
  readonly permissions: Readonly<Record<string, boolean>>;
}

const graph: ApiResource = {
  api: 'graph',
  appId: '00000003-0000-0000-c000-000000000000',
  displayName: 'Microsoft Graph',
  identifiers: ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'],
  audiences: ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'],
  permissions: {
    'User.Read': false,
    'User.ReadBasic.All': false,
    'User.Read.All': true,
    'Group.Read.All': true,
    'GroupMember.Read.All': true,
    'Directory.Read.All': true,
    'AdministrativeUnit.Read.All': true,
    'Application.Read.All': true,
    'CrossTenantInformation.ReadBasic.All': true,
    'RoleEligibilitySchedule.Read.Directory': true,
    'RoleEligibilitySchedule.ReadWrite.Directory': true,
    'RoleAssignmentSchedule.Read.Directory': true,
    'RoleAssignmentSchedule.ReadWrite.Directory': true,
    'RoleManagement.Read.Directory': true,
    'RoleManagement.Read.All': true,
    'RoleManagement.ReadWrite.Directory': true,
    'RoleManagementPolicy.Read.Directory': true,
    'RoleManagementPolicy.Read.AzureADGroup': true,
    'PrivilegedAccess.Read.AzureADGroup': true,
    'PrivilegedAccess.ReadWrite.AzureADGroup': true,
    'PrivilegedEligibilitySchedule.Read.AzureADGroup': true,
    'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup': true,
    'PrivilegedAssignmentSchedule.Read.AzureADGroup': true,
    'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup': true,
  },
};

const arm: ApiResource = {
  api: 'arm',
  appId: '797f4846-ba00-4fd7-ba43-dac1f8f63013',
  displayName: 'Windows Azure Service Management API',
  identifiers: [
    'https://management.azure.com',
    'https://management.core.windows.net',
    '797f4846-ba00-4fd7-ba43-dac1f8f63013',
  ],
  audiences: [
    'https://management.azure.com',
    'https://management.azure.com/',
    'https://management.core.windows.net',
    'https://management.core.windows.net/',
  ],
  permissions: { user_impersonation: false },
};

/** The portal's own back end. Its identifier is the embedded cloud's invention: nobody but the portal asks for it. */
const portal: ApiResource = {
  api: 'portal',
  appId: '74658136-14ec-4630-ad9b-26e160ff0fc6',
  displayName: 'Portal back end',
  identifiers: ['https://portal.azure.com'],
  audiences: ['https://portal.azure.com'],
  permissions: { user_impersonation: false },
};

export const resources: Readonly<Record<ApiName, ApiResource>> = { graph, arm, portal };

/** The API that an identifier URI (or application id) names; its letters' case and a trailing slash do not count. */
export function resourceByIdentifier(identifier: string): ApiResource | undefined {
  const wanted = identifier.toLowerCase().replace(/\/+$/, '');
  return Object.values(resources).find((resource) => resource.identifiers.includes(wanted));
}

/** The permission's published spelling, or nothing where the API publishes none of that name. */
export function publishedPermission(resource: ApiResource, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.keys(resource.permissions).find((permission) => permission.toLowerCase() === wanted);
}
