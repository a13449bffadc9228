import type { ServerClock } from '../types.ts';
import { applyExtension } from './extensions.ts';
import type { PimKnobs } from './knobs.ts';
import { statusAt } from './lifecycle.ts';
import type { PolicySettings } from './policy.ts';
import type { Eligibility, ScheduleRequest } from './rows.ts';
import type { PimKind, RoleTarget } from './seed.ts';
import { sameId, sameScope, type PimStore } from './store.ts';

export interface RequestMatch {
  readonly kind?: PimKind;
  readonly action?: ScheduleRequest['action'];
  readonly principalId?: string;
  readonly roleId?: string;
  readonly scope?: string;
}

export type EligibilityMatch = Omit<RequestMatch, 'action'>;

/** What administrators and approvers do meanwhile, and what a test may ask the server's own books. */
export interface PimControls {
  /** Approves a pending request as its approver, or as the administrator it waits for; throws when it is not pending. */
  approve(requestId: string): void;
  deny(requestId: string): void;
  /** Takes eligibilities away; returns how many. */
  revokeEligibility(match: EligibilityMatch): number;
  /** Changes some of a policy's settings and keeps the others. */
  changePolicy(tenantId: string, target: RoleTarget, change: Partial<PolicySettings>): void;
  /** Takes every eligibility and assignment of the tenant away. */
  emptyTenant(tenantId: string): void;
  /** Requests the services accepted over the wire, oldest first; what they refused is not among them. */
  accepted(match?: RequestMatch): ScheduleRequest[];
  statusOf(request: ScheduleRequest): string;
}

interface Options {
  readonly store: PimStore;
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
}

function matches(item: ScheduleRequest | Eligibility, match: EligibilityMatch): boolean {
  return (
    (match.kind === undefined || item.kind === match.kind) &&
    (match.principalId === undefined || sameId(item.principalId, match.principalId)) &&
    (match.roleId === undefined || sameId(item.roleId, match.roleId)) &&
    (match.scope === undefined || sameScope(item.scope, match.scope))
  );
}

export function createPimControls({ store, clock, knobs }: Options): PimControls {
  function decide(requestId: string, approved: boolean): void {
    const request = store.requests.find(({ id }) => sameId(id, requestId));
    const status = request === undefined ? 'unknown' : statusAt(request, clock.now(), knobs);
    const waits = status === 'PendingApproval' || status === 'PendingAdminDecision';
    if (request === undefined || !waits) {
      throw new Error(`Request ${requestId} is ${status}, so nobody can decide it`);
    }
    request.decision = { approved, at: clock.now(), by: null, justification: '' };
    applyExtension(request);
  }

  return {
    approve: (requestId) => decide(requestId, true),
    deny: (requestId) => decide(requestId, false),
    revokeEligibility(match) {
      const rows = store.eligibilities.filter((row) => row.removedAt === null && matches(row, match));
      for (const row of rows) row.removedAt = clock.now();
      return rows.length;
    },
    changePolicy(tenantId, target, change) {
      store.setPolicy(tenantId, target, { ...store.policy(tenantId, target), ...change });
    },
    emptyTenant(tenantId) {
      const now = clock.now();
      for (const row of [...store.eligibilities, ...store.standing]) {
        if (row.tenantId === tenantId) row.removedAt ??= now;
      }
      for (const request of store.requests) {
        // Long ago, so that it leaves neither a ghost row nor a block on activating again.
        if (request.tenantId === tenantId) request.revokedAt ??= 0;
      }
    },
    accepted: (match = {}) =>
      store.requests.filter(
        (request) =>
          !request.seeded &&
          matches(request, match) &&
          (match.action === undefined || request.action === match.action),
      ),
    statusOf: (request) => statusAt(request, clock.now(), knobs),
  };
}
