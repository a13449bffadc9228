import type { Approver } from './policy.ts';
import type { EligibilitySeed, PimKind, StandingSeed } from './seed.ts';

/** An eligibility as the state keeps it; `removedAt` is set when an administrator takes it away. */
export interface Eligibility extends EligibilitySeed {
  /** An extension moves it. */
  end: number | null;
  removedAt: number | null;
}

export interface Standing extends StandingSeed {
  /** An extension moves it. */
  end: number | null;
  removedAt: number | null;
}

/** What a request to extend or renew is about, and the collection that it was sent to. */
export interface Extension {
  readonly resource: 'eligibility' | 'assignment';
  readonly row: Eligibility | Standing;
}

export type RequestStatus =
  | 'Granted'
  | 'PendingProvisioning'
  | 'Provisioned'
  | 'ScheduleCreated'
  | 'PendingApproval'
  | 'PendingAdminDecision'
  | 'AdminApproved'
  | 'AdminDenied'
  | 'Denied'
  | 'TimedOut'
  | 'Canceled'
  | 'Revoked'
  | 'Failed';

export interface Ticket {
  readonly number: string | null;
  readonly system: string | null;
}

/** The expiration that the requester asked for. */
export type Expiration =
  | { readonly type: 'afterDuration'; readonly duration: string; readonly ms: number }
  | { readonly type: 'afterDateTime'; readonly end: number }
  | { readonly type: 'noExpiration' };

/** What an approver said. */
export interface Decision {
  readonly approved: boolean;
  readonly at: number;
  /** Object id of the approver; null where the test decided and no caller. */
  readonly by: string | null;
  readonly justification: string;
}

/** One role assignment schedule request; what became of it follows from these facts and the time. */
export interface ScheduleRequest {
  readonly id: string;
  readonly kind: PimKind;
  readonly tenantId: string;
  readonly action: 'selfActivate' | 'selfDeactivate' | 'selfExtend' | 'selfRenew';
  /** The requester, who is also the target. */
  readonly principalId: string;
  readonly roleId: string;
  readonly scope: string;
  /** What is activated; null for a deactivation. */
  readonly eligibility: Eligibility | null;
  readonly justification: string | null;
  readonly ticket: Ticket | null;
  /** Start asked for, in milliseconds since the epoch; null is "now". */
  readonly askedStart: number | null;
  /** The start exactly as the client wrote it. */
  readonly sentStart: string | null;
  readonly expiration: Expiration | null;
  readonly customData: string | null;
  readonly createdAt: number;
  readonly provisionMs: number;
  readonly fails: boolean;
  /** Who may decide and for how long, as the policy said when the request was made. */
  readonly approval: { readonly windowMs: number; readonly approvers: readonly Approver[] } | null;
  /** Only where something is to be extended or renewed. */
  readonly extension: Extension | null;
  /** Whether it came with the seed and not over the wire. */
  readonly seeded: boolean;
  decision: Decision | null;
  canceledAt: number | null;
  /** When a deactivation ended it. */
  revokedAt: number | null;
}
