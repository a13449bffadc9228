import type { EffectiveAccess, ServerClock } from '../types.ts';
import { allows } from './azure-permissions.ts';
import { scopeKey } from './azure-scopes.ts';
import type { PimKnobs } from './knobs.ts';
import { isActive, provisionedAt } from './lifecycle.ts';
import { lagsOf } from './lags.ts';
import { inForce } from './lists.ts';
import type { Membership, PimMemberships } from './memberships.ts';
import type { ScheduleRequest } from './rows.ts';
import type { AzurePermission, AzureScope, PimKind } from './seed.ts';
import { sameId, type PimStore } from './store.ts';

/** An Azure role that lets its holder through right now. */
export interface EffectiveRole {
  readonly roleId: string;
  readonly displayName: string;
  /** Where it was granted: the scope asked for, or one above it. */
  readonly scope: string;
  /** When it came into effect, in milliseconds since the epoch. */
  readonly since: number;
  readonly permissions: readonly AzurePermission[];
}

/** What a person can feel, as against what PIM's lists and requests say. */
export interface PimAccess extends EffectiveAccess {
  /** Roles in effect for the person at the scope, inherited ones included. */
  effectiveAzureRoles(oid: string, scope: string): EffectiveRole[];
  /** Whether anything in effect at the scope allows a control-plane action. */
  mayAzure(oid: string, scope: string, action: string): boolean;
  /** Subscriptions where the person has anything in effect at, above or below. */
  visibleSubscriptions(oid: string, tenantId: string): AzureScope[];
}

/** Every member of a tenant carries this id in `wids`, roles or none. */
export const ordinaryUserRole = 'b79fbf4d-3ef9-4689-8143-76b194e85509';

interface Options {
  readonly store: PimStore;
  readonly memberships: PimMemberships;
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
}

interface InEffect {
  readonly roleId: string;
  readonly scope: string;
  readonly since: number;
}

export function createPimAccess({ store, memberships, clock, knobs }: Options): PimAccess {
  function groupsInEffect(oid: string): Membership[] {
    return memberships.of(oid, knobs.group.effectLagMs);
  }

  /** A role that was deactivated moments ago, in effect until then, still lets its holder through. */
  function lingers(request: ScheduleRequest, now: number, lagMs: number): boolean {
    const { revokedAt } = request;
    if (revokedAt === null || now >= revokedAt + lagMs) return false;
    return isActive({ ...request, revokedAt: null }, now, knobs);
  }

  function inEffect(oid: string, kind: PimKind): InEffect[] {
    const now = clock.now();
    const { effectLagMs } = lagsOf(knobs, kind);
    const { deactivationEffectLagMs } = kind === 'azure' ? knobs.arm : knobs.graph;
    const holders = [{ groupId: oid, since: 0 }, ...groupsInEffect(oid)];
    const standing = store.standing
      .filter((row) => row.kind === kind && inForce(row, now))
      .flatMap(({ principalId, roleId, scope, start }) =>
        holders
          .filter(({ groupId }) => sameId(groupId, principalId))
          .map(({ since }) => ({ roleId, scope, since: Math.max(start, since) })),
      );
    const activated = store.requests
      .filter((request) => request.kind === kind && sameId(request.principalId, oid))
      .filter((request) => isActive(request, now, knobs) || lingers(request, now, deactivationEffectLagMs))
      .map((request) => {
        const { roleId, scope } = request;
        const since = (provisionedAt(request) ?? now) + effectLagMs;
        // What was taken back before it took effect never does.
        const never = request.revokedAt !== null && since > request.revokedAt;
        return { roleId, scope, since: never ? Infinity : since };
      })
      .filter(({ since }) => since <= now);
    return [...standing, ...activated];
  }

  function azureRolesAt(oid: string, scope: string): InEffect[] {
    const keys = new Set(store.scopes.chain(scope).map(({ id }) => scopeKey(id)));
    return inEffect(oid, 'azure').filter((role) => keys.has(scopeKey(role.scope)));
  }

  function effectiveAzureRoles(oid: string, scope: string): EffectiveRole[] {
    return azureRolesAt(oid, scope).map(({ roleId, scope: grantedAt, since }) => {
      const role = store.azureRole(roleId);
      const displayName = role?.displayName ?? roleId;
      return { roleId, displayName, scope: grantedAt, since, permissions: role?.permissions ?? [] };
    });
  }

  return {
    wids(oid) {
      const roles = inEffect(oid, 'directory').filter(
        ({ roleId, scope }) =>
          // Documented for built-in roles alone.
          store.directoryRole(roleId)?.isBuiltIn === true && (scope === '/' || knobs.graph.widsIncludeScoped),
      );
      return [...new Set([...roles.map(({ roleId }) => roleId), ordinaryUserRole])];
    },
    groups: (oid) => groupsInEffect(oid).map(({ groupId }) => groupId),
    effectiveAzureRoles,
    mayAzure: (oid, scope, action) =>
      effectiveAzureRoles(oid, scope).some((role) => role.permissions.some((entry) => allows(entry, action))),
    visibleSubscriptions(oid, tenantId) {
      const granted = inEffect(oid, 'azure');
      return store.scopes
        .ofType(tenantId, 'subscription')
        .filter(({ id }) =>
          granted.some(({ scope }) => store.scopes.within(id, scope) || store.scopes.within(scope, id)),
        );
    },
  };
}
