import type { PolicySettings } from './policy.ts';

/** The PIM services kept apart in the state. */
export type PimKind = 'directory' | 'azure' | 'group';

/** What a role is granted on: the role and the scope, in the words of its own service. */
export interface RoleTarget {
  readonly kind: PimKind;
  /**
   * GUID of the role: the template id of an Entra role, the trailing GUID of an Azure role definition. Of a group it
   * is `member` or `owner`.
   */
  readonly roleId: string;
  /** Entra: `/`, `/administrativeUnits/{id}` or `/{objectId}`. Azure: the full scope id. Groups: the group's id. */
  readonly scope: string;
}

export interface Organization {
  readonly id: string;
  readonly displayName: string;
  readonly defaultDomain: string;
}

export interface DirectoryRole {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly isBuiltIn: boolean;
  readonly isPrivileged: boolean;
}

/** One entry of an Azure role definition's `permissions`. */
export interface AzurePermission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

export interface AzureRole {
  readonly id: string;
  readonly displayName: string;
  readonly type: 'BuiltInRole' | 'CustomRole';
  readonly permissions: readonly AzurePermission[];
}

export interface Group {
  readonly id: string;
  readonly tenantId: string;
  readonly displayName: string;
  /** Object ids of the people who are active members, and not by PIM. */
  readonly members: readonly string[];
  /** Whether PIM for Groups governs it; before that it has no policies (pim-api.md B.1). */
  readonly onboarded?: boolean;
  /** Whether an Entra role may be given to it; true where nothing is said. */
  readonly isAssignableToRole?: boolean;
  /** Whether `$expand=group` comes back empty for it (pim-api.md D). */
  readonly expandsEmpty?: boolean;
}

/** A directory object that an Entra role may be scoped to. */
export interface DirectoryObject {
  readonly id: string;
  readonly tenantId: string;
  readonly type: 'administrativeUnit' | 'application' | 'servicePrincipal';
  readonly displayName: string;
}

export interface AzureScope {
  /** `/providers/Microsoft.Management/managementGroups/{name}`, `/subscriptions/{id}`, and so on downwards. */
  readonly id: string;
  readonly tenantId: string;
  readonly displayName: string;
  /** `managementgroup`, `subscription`, `resourcegroup` or a resource type in lower case. */
  readonly type: string;
  /** The management group, subscription or resource group above it; null for the tenant's root group. */
  readonly parentId: string | null;
}

interface GrantSeed extends RoleTarget {
  readonly tenantId: string;
  /** A person's or a group's object id. */
  readonly principalId: string;
  /** Milliseconds since the epoch. */
  readonly start: number;
  /** Milliseconds since the epoch; null is permanent. */
  readonly end: number | null;
}

export interface EligibilitySeed extends GrantSeed {
  /** GUID of the eligibility schedule. */
  readonly scheduleId: string;
  /** GUID of the schedule's present instance (Azure); Entra derives its own. */
  readonly instanceId: string;
  /** An Azure role condition, version 2.0. */
  readonly condition: string | null;
}

/** An assignment that an administrator gave, with no activation behind it. */
export interface StandingSeed extends GrantSeed {
  readonly id: string;
}

/** An activation that was already running when the cloud came up. */
export interface ActivationSeed {
  readonly id: string;
  /** The person who activated it; for a role held through a group, not the group. */
  readonly personId: string;
  readonly eligibilityScheduleId: string;
  readonly start: number;
  /** ISO 8601. */
  readonly duration: string;
  readonly justification: string;
}

export interface PolicySeed extends RoleTarget {
  readonly tenantId: string;
  readonly settings: Partial<PolicySettings>;
}

/** Everything that the PIM services know when the cloud comes up. */
export interface PimSeed {
  readonly organizations: readonly Organization[];
  readonly directoryRoles: readonly DirectoryRole[];
  readonly azureRoles: readonly AzureRole[];
  readonly groups: readonly Group[];
  readonly directoryObjects: readonly DirectoryObject[];
  readonly azureScopes: readonly AzureScope[];
  readonly eligibilities: readonly EligibilitySeed[];
  readonly standing: readonly StandingSeed[];
  readonly activations: readonly ActivationSeed[];
  readonly policies: readonly PolicySeed[];
}
