/**
 * The delegated permissions that a registration for Hoist needs, with the ids that Microsoft publishes them under
 * (pim-api.md G.2). docs/entra-app.md repeats them for the administrator, and a test keeps the two the same.
 */
import type { CloudName } from './account.ts';
import { clouds } from './clouds.ts';

/** The APIs by the app ids that a registration names them with. */
export const apis = {
  graph: { appId: '00000003-0000-0000-c000-000000000000', name: 'Microsoft Graph' },
  arm: { appId: '797f4846-ba00-4fd7-ba43-dac1f8f63013', name: 'Azure Service Management' },
} as const;
type Api = keyof typeof apis;

/** What stops working without a permission. */
type Feature = 'entraRoles' | 'entraPolicies' | 'groups' | 'groupPolicies' | 'azureRoles';

/** What breaks without a permission: names the sentence that says so (`permissionWithout_<loss>`). */
type Loss =
  | 'entraList'
  | 'entraActivation'
  | 'entraRules'
  | 'groupList'
  | 'groupActivation'
  | 'groupRules'
  | 'azure';

export interface Permission {
  readonly api: Api;
  readonly name: string;
  readonly id: string;
  readonly feature: Feature;
  readonly loss: Loss;
  /** Whether only an administrator can consent to it. */
  readonly adminConsent: boolean;
}

/** What PIM for Entra roles takes: to list, to activate, and to know the rules (pim-api.md A, B.1). */
export const entraPermissions = {
  eligibilities: 'RoleEligibilitySchedule.Read.Directory',
  assignments: 'RoleAssignmentSchedule.ReadWrite.Directory',
  policies: 'RoleManagementPolicy.Read.Directory',
} as const;

/** What PIM for Groups takes: to list, to activate, and to know the rules (pim-api.md D, B.1). */
export const groupPermissions = {
  eligibilities: 'PrivilegedEligibilitySchedule.Read.AzureADGroup',
  assignments: 'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup',
  policies: 'RoleManagementPolicy.Read.AzureADGroup',
} as const;

/**
 * What a registration may have besides. Hoist works without: groups that Microsoft does not name then show as ids,
 * what a group brings is not shown, and the extension of an Entra eligibility cannot be asked for.
 */
export const optionalPermissions = {
  groupNames: 'GroupMember.Read.All',
  groupRoles: 'RoleManagement.Read.Directory',
  entraExtensions: 'RoleEligibilitySchedule.ReadWrite.Directory',
} as const;

/** All that Hoist asks for. `User.Read` is not among them: who is signed in comes with the id token. */
export const permissions: readonly Permission[] = [
  {
    api: 'graph',
    name: entraPermissions.eligibilities,
    id: 'eb0788c2-6d4e-4658-8c9e-c0fb8053f03d',
    feature: 'entraRoles',
    loss: 'entraList',
    adminConsent: true,
  },
  {
    api: 'graph',
    name: entraPermissions.assignments,
    id: '8c026be3-8e26-4774-9372-8d5d6f21daff',
    feature: 'entraRoles',
    loss: 'entraActivation',
    adminConsent: true,
  },
  {
    api: 'graph',
    name: entraPermissions.policies,
    id: '3de2cdbe-0ff5-47d5-bdee-7f45b4749ead',
    feature: 'entraPolicies',
    loss: 'entraRules',
    adminConsent: true,
  },
  {
    api: 'graph',
    name: groupPermissions.eligibilities,
    id: '8f44f93d-ecef-46ae-a9bf-338508d44d6b',
    feature: 'groups',
    loss: 'groupList',
    adminConsent: true,
  },
  {
    api: 'graph',
    name: groupPermissions.assignments,
    id: '06dbc45d-6708-4ef0-a797-f797ee68bf4b',
    feature: 'groups',
    loss: 'groupActivation',
    adminConsent: true,
  },
  {
    api: 'graph',
    name: groupPermissions.policies,
    id: '7e26fdff-9cb1-4e56-bede-211fe0e420e8',
    feature: 'groupPolicies',
    loss: 'groupRules',
    adminConsent: true,
  },
  {
    api: 'arm',
    name: 'user_impersonation',
    id: '41094075-9dad-400e-a0bd-54e686782033',
    feature: 'azureRoles',
    loss: 'azure',
    adminConsent: false,
  },
];

/** Permissions that contain another one, as Microsoft's pages list them for the same calls. */
const contained: Readonly<Record<string, readonly string[]>> = {
  [entraPermissions.eligibilities]: [
    'RoleManagement.Read.Directory',
    'RoleManagement.Read.All',
    'RoleEligibilitySchedule.ReadWrite.Directory',
    'RoleManagement.ReadWrite.Directory',
  ],
  [entraPermissions.assignments]: ['RoleManagement.ReadWrite.Directory'],
  [entraPermissions.policies]: [
    'RoleManagementPolicy.ReadWrite.Directory',
    'RoleManagement.Read.Directory',
    'RoleManagement.Read.All',
    'RoleManagement.ReadWrite.Directory',
  ],
  [groupPermissions.eligibilities]: [
    'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup',
    'PrivilegedAccess.Read.AzureADGroup',
    'PrivilegedAccess.ReadWrite.AzureADGroup',
  ],
  [groupPermissions.assignments]: ['PrivilegedAccess.ReadWrite.AzureADGroup'],
  [groupPermissions.policies]: ['RoleManagementPolicy.ReadWrite.AzureADGroup'],
  [optionalPermissions.groupNames]: [
    'GroupMember.ReadWrite.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
  [optionalPermissions.groupRoles]: [
    'RoleManagement.ReadWrite.Directory',
    'RoleManagement.Read.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
  ],
};

/**
 * Whether what was consented to covers a permission. Where nobody knows what was (a session stored by an older
 * version), it counts as covered and the service decides.
 *
 * @param granted short names, as the token answer's `scope` has them
 */
export function isGranted(granted: readonly string[] | undefined, permission: string): boolean {
  if (!granted) return true;
  const names = new Set(granted.map((name) => name.toLowerCase()));
  return [permission, ...(contained[permission] ?? [])].some((name) => names.has(name.toLowerCase()));
}

/** One entry of an application's `requiredResourceAccess` (Microsoft Graph, application resource type). */
export interface RequiredResourceAccess {
  readonly resourceAppId: string;
  readonly resourceAccess: readonly { readonly id: string; readonly type: 'Scope' }[];
}

/** The permissions as a registration states them: by API, delegated. */
export function requiredResourceAccess(): RequiredResourceAccess[] {
  return (Object.keys(apis) as Api[]).map((api) => ({
    resourceAppId: apis[api].appId,
    resourceAccess: permissions.filter((one) => one.api === api).map(({ id }) => ({ id, type: 'Scope' })),
  }));
}

export interface ConsentOptions {
  readonly cloud?: CloudName;
  /** `organizations`, a tenant id or a verified domain. */
  readonly tenant: string;
  readonly clientId: string;
  readonly redirectUri: string;
}

/**
 * The page on which an administrator consents for everybody in a tenant (pim-api.md G.2). It ends at the redirect
 * URI, where outside a sign-in window nothing answers.
 *
 * (https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent)
 */
export function adminConsentUrl({ cloud = 'public', tenant, clientId, redirectUri }: ConsentOptions): string {
  const query = new URLSearchParams({ client_id: clientId, redirect_uri: redirectUri });
  return `https://${clouds[cloud].loginHost}/${encodeURIComponent(tenant)}/adminconsent?${query}`;
}
