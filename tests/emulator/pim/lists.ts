import type { ServerClock } from '../types.ts';
import type { PimKnobs } from './knobs.ts';
import { lagsOf } from './lags.ts';
import { endOf, isActive, provisionedAt, startOf } from './lifecycle.ts';
import type { Membership, PimMemberships } from './memberships.ts';
import type { Eligibility, ScheduleRequest, Standing } from './rows.ts';
import type { PimKind } from './seed.ts';
import { sameId, type PimStore } from './store.ts';

/** Whose token asks. */
export interface Identity {
  readonly oid: string;
  readonly tid: string;
}

export interface EligibleRow {
  readonly eligibility: Eligibility;
  readonly memberType: 'Direct' | 'Group';
}

/** A row of a list of active assignments, as the list shows it, which is not always what is true. */
export interface ActiveRow {
  readonly id: string;
  readonly roleId: string;
  readonly scope: string;
  readonly principalId: string;
  readonly assignmentType: 'Activated' | 'Assigned';
  readonly memberType: 'Direct' | 'Group';
  readonly start: number;
  readonly end: number | null;
  /** The eligibility it was activated from; null for an administrator's assignment and for a ghost. */
  readonly eligibility: Eligibility | null;
  /** Whether an activation, running or just ended, stands behind it. */
  readonly fromRequest: boolean;
}

export interface PimLists {
  eligible(who: Identity, kind: PimKind): EligibleRow[];
  active(who: Identity, kind: PimKind): ActiveRow[];
  /** In the order that the knob asks for. */
  requests(who: Identity, kind: PimKind): ScheduleRequest[];
  /** Requests that were sent to the collection of eligibility requests, in the same order. */
  eligibilityRequests(who: Identity, kind: PimKind): ScheduleRequest[];
}

interface Options {
  readonly store: PimStore;
  readonly memberships: PimMemberships;
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
}

/** Cancelled requests are deleted after thirty days (pim-api.md A.5). */
const canceledLifeMs = 30 * 24 * 3_600_000;

/** Whether a grant is in force at `now`. */
export function inForce(grant: Eligibility | Standing, now: number): boolean {
  return grant.removedAt === null && grant.start <= now && (grant.end === null || now < grant.end);
}

/** How the person holds the grant; null when it is somebody else's. */
export function heldAs(
  groups: readonly Membership[],
  oid: string,
  grant: Eligibility | Standing,
): 'Direct' | 'Group' | null {
  if (sameId(grant.principalId, oid)) return 'Direct';
  return groups.some(({ groupId }) => sameId(groupId, grant.principalId)) ? 'Group' : null;
}

export function createPimLists({ store, memberships, clock, knobs }: Options): PimLists {
  /** The groups that the lists of this kind have heard of. */
  function groupsKnown({ oid }: Identity, kind: PimKind): Membership[] {
    return memberships.of(oid, kind === 'azure' ? knobs.group.armCacheMs : knobs.group.listLagMs);
  }

  function standingRow(row: Standing, memberType: 'Direct' | 'Group'): ActiveRow {
    const { id, roleId, scope, principalId, start, end } = row;
    const base = { id, roleId, scope, principalId, start, end, memberType };
    return { ...base, assignmentType: 'Assigned', eligibility: null, fromRequest: false };
  }

  function activatedRow(request: ScheduleRequest): ActiveRow | null {
    const now = clock.now();
    const start = startOf(request);
    const provisioned = provisionedAt(request);
    if (request.action !== 'selfActivate' || start === null || provisioned === null) return null;
    const { id, roleId, scope, principalId, eligibility } = request;
    const memberType =
      eligibility !== null && !sameId(eligibility.principalId, principalId) ? 'Group' : 'Direct';
    const base = { id, roleId, scope, principalId, memberType, start, fromRequest: true } as const;
    if (request.revokedAt !== null) {
      const isGhost = request.kind === 'azure' && now < request.revokedAt + knobs.arm.ghostAssignedMs;
      return isGhost ? { ...base, assignmentType: 'Assigned', end: null, eligibility: null } : null;
    }
    const { listLagMs } = lagsOf(knobs, request.kind);
    if (!isActive(request, now, knobs) || now < provisioned + listLagMs) return null;
    return {
      ...base,
      assignmentType: 'Activated',
      end: endOf(request, knobs.pastEligibilityEnd),
      eligibility,
    };
  }

  function own(who: Identity, kind: PimKind): ScheduleRequest[] {
    const found = store.requests
      .filter((request) => request.kind === kind && request.tenantId === who.tid)
      .filter((request) => sameId(request.principalId, who.oid))
      .filter(({ canceledAt }) => canceledAt === null || clock.now() < canceledAt + canceledLifeMs);
    return knobs.requestOrder === 'newestFirst' ? found.toReversed() : found;
  }

  return {
    eligible(who, kind) {
      const now = clock.now();
      const groups = groupsKnown(who, kind);
      return store.eligibilities.flatMap((eligibility) => {
        const mine =
          eligibility.kind === kind && eligibility.tenantId === who.tid && inForce(eligibility, now);
        const memberType = mine ? heldAs(groups, who.oid, eligibility) : null;
        return memberType === null ? [] : [{ eligibility, memberType }];
      });
    },
    active(who, kind) {
      const now = clock.now();
      const groups = groupsKnown(who, kind);
      const standing = store.standing.flatMap((row) => {
        const mine = row.kind === kind && row.tenantId === who.tid && inForce(row, now);
        const memberType = mine ? heldAs(groups, who.oid, row) : null;
        return memberType === null ? [] : [standingRow(row, memberType)];
      });
      const activated = store.requests.flatMap((request) => {
        const mine =
          request.kind === kind && request.tenantId === who.tid && sameId(request.principalId, who.oid);
        const row = mine ? activatedRow(request) : null;
        return row === null ? [] : [row];
      });
      return [...standing, ...activated];
    },
    requests: (who, kind) => own(who, kind).filter(({ extension }) => extension?.resource !== 'eligibility'),
    eligibilityRequests: (who, kind) =>
      own(who, kind).filter(({ extension }) => extension?.resource === 'eligibility'),
  };
}
