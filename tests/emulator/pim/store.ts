import type { Person } from '../types.ts';
import { createAzureScopes, scopeKey, type AzureScopes } from './azure-scopes.ts';
import { defaultPolicy, type PolicySettings } from './policy.ts';
import type { Eligibility, ScheduleRequest, Standing } from './rows.ts';
import type {
  AzureRole,
  DirectoryObject,
  DirectoryRole,
  Group,
  Organization,
  PimKind,
  PimSeed,
  RoleTarget,
} from './seed.ts';
import { durationMs } from './time.ts';

/** Everything the PIM services remember, and look-ups by id in any casing. No rules live here. */
export interface PimStore {
  readonly eligibilities: Eligibility[];
  readonly standing: Standing[];
  /** Oldest first. */
  readonly requests: ScheduleRequest[];
  readonly scopes: AzureScopes;
  readonly directoryRoles: readonly DirectoryRole[];
  readonly azureRoles: readonly AzureRole[];
  directoryRole(id: string): DirectoryRole | null;
  azureRole(id: string): AzureRole | null;
  group(id: string): Group | null;
  person(id: string): Person | null;
  directoryObject(id: string): DirectoryObject | null;
  organization(id: string): Organization | null;
  /** Ids of the groups that list the person as a member; who is in one by PIM, `memberships.ts` knows. */
  groupsOf(oid: string): string[];
  policy(tenantId: string, target: RoleTarget): PolicySettings;
  setPolicy(tenantId: string, target: RoleTarget, settings: PolicySettings): void;
}

export function sameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function sameScope(a: string, b: string): boolean {
  return scopeKey(a) === scopeKey(b);
}

export function sameTarget(a: RoleTarget, b: RoleTarget): boolean {
  return a.kind === b.kind && sameId(a.roleId, b.roleId) && sameScope(a.scope, b.scope);
}

/** Entra has one policy a role whatever the scope; Azure one for each role and scope (pim-api.md B). */
function policyKey(tenantId: string, target: RoleTarget): string {
  const scope = target.kind === 'directory' ? '/' : scopeKey(target.scope);
  return [tenantId, target.kind, target.roleId, scope].join(' ').toLowerCase();
}

function lookup<T extends { readonly id: string }>(items: readonly T[]): (id: string) => T | null {
  const byId = new Map(items.map((item) => [item.id.toLowerCase(), item]));
  return (id) => byId.get(id.toLowerCase()) ?? null;
}

function seededRequests(seed: PimSeed, eligibilities: readonly Eligibility[]): ScheduleRequest[] {
  return seed.activations.map((activation) => {
    const eligibility = eligibilities.find((row) => sameId(row.scheduleId, activation.eligibilityScheduleId));
    const ms = durationMs(activation.duration);
    if (eligibility === undefined || ms === null) throw new Error(`Bad seeded activation ${activation.id}`);
    return {
      id: activation.id,
      kind: eligibility.kind,
      tenantId: eligibility.tenantId,
      action: 'selfActivate',
      principalId: activation.personId,
      roleId: eligibility.roleId,
      scope: eligibility.scope,
      eligibility,
      justification: activation.justification,
      ticket: null,
      askedStart: null,
      sentStart: null,
      expiration: { type: 'afterDuration', duration: activation.duration, ms },
      customData: null,
      createdAt: activation.start,
      provisionMs: 0,
      fails: false,
      approval: null,
      extension: null,
      seeded: true,
      decision: null,
      canceledAt: null,
      revokedAt: null,
    };
  });
}

export function createPimStore(seed: PimSeed, people: readonly Person[]): PimStore {
  const eligibilities = seed.eligibilities.map((row): Eligibility => ({ ...row, removedAt: null }));
  const policies = new Map<string, PolicySettings>();
  for (const { tenantId, settings, ...target } of seed.policies) {
    policies.set(policyKey(tenantId, target), { ...defaultPolicy, ...settings });
  }
  return {
    eligibilities,
    standing: seed.standing.map((row): Standing => ({ ...row, removedAt: null })),
    requests: seededRequests(seed, eligibilities),
    scopes: createAzureScopes(seed.azureScopes),
    directoryRoles: seed.directoryRoles,
    azureRoles: seed.azureRoles,
    directoryRole: lookup(seed.directoryRoles),
    azureRole: lookup(seed.azureRoles),
    group: lookup(seed.groups),
    directoryObject: lookup(seed.directoryObjects),
    organization: lookup(seed.organizations),
    // Not an index: a person may be added to the directory while the cloud runs.
    person: (id) => people.find((person) => sameId(person.id, id)) ?? null,
    groupsOf: (oid) =>
      seed.groups.filter((group) => group.members.some((member) => sameId(member, oid))).map(({ id }) => id),
    policy: (tenantId, target) => policies.get(policyKey(tenantId, target)) ?? defaultPolicy,
    setPolicy: (tenantId, target, settings) => void policies.set(policyKey(tenantId, target), settings),
  };
}

/** Whether a role of this kind and GUID exists at all. */
export function roleExists(store: PimStore, kind: PimKind, roleId: string): boolean {
  if (kind === 'group') return roleId === 'member' || roleId === 'owner';
  return (kind === 'directory' ? store.directoryRole(roleId) : store.azureRole(roleId)) !== null;
}
