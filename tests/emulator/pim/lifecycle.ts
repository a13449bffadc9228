import type { PimKnobs } from './knobs.ts';
import type { RequestStatus, ScheduleRequest } from './rows.ts';

/** When the role starts, in milliseconds since the epoch; null while somebody still has to approve it. */
export function startOf(request: ScheduleRequest): number | null {
  if (request.approval !== null && request.decision === null) return null;
  const accepted = request.decision?.at ?? request.createdAt;
  return Math.max(accepted, request.askedStart ?? accepted);
}

export function provisionedAt(request: ScheduleRequest): number | null {
  const start = startOf(request);
  return start === null ? null : start + request.provisionMs;
}

/** When the role ends by itself; null while it has no start, and for a deactivation. */
export function endOf(
  request: ScheduleRequest,
  pastEligibilityEnd: PimKnobs['pastEligibilityEnd'],
): number | null {
  const start = startOf(request);
  const { expiration } = request;
  if (start === null || expiration === null || expiration.type === 'noExpiration') return null;
  const end = expiration.type === 'afterDuration' ? start + expiration.ms : expiration.end;
  const eligibleUntil = request.eligibility?.end ?? null;
  return eligibleUntil !== null && pastEligibilityEnd === 'clip' ? Math.min(end, eligibleUntil) : end;
}

/** An administrator decides, in their own time: no window is known (pim-api.md A.5). */
function extensionStatus({ decision, provisionMs }: ScheduleRequest, now: number): RequestStatus {
  if (decision === null) return 'PendingAdminDecision';
  if (!decision.approved) return 'AdminDenied';
  return now < decision.at + provisionMs ? 'AdminApproved' : 'Provisioned';
}

/** The status a reader sees at `now` (pim-api.md A.6). */
export function statusAt(request: ScheduleRequest, now: number, knobs: PimKnobs): RequestStatus {
  if (request.action === 'selfDeactivate') return 'Revoked';
  if (request.canceledAt !== null) return 'Canceled';
  if (request.extension !== null) return extensionStatus(request, now);
  if (request.approval !== null && request.decision === null) {
    return now >= request.createdAt + request.approval.windowMs ? 'TimedOut' : 'PendingApproval';
  }
  if (request.decision?.approved === false) return 'Denied';
  const start = startOf(request) ?? now;
  if (now < start) return knobs.futureStatus;
  if (now < start + request.provisionMs) return 'PendingProvisioning';
  if (request.fails) return 'Failed';
  if (request.revokedAt !== null && knobs.statusAfterDeactivation === 'Revoked') return 'Revoked';
  return 'Provisioned';
}

/** Whether the request holds the role's place at `now`: being provisioned, or active. */
export function isRunning(request: ScheduleRequest, now: number, knobs: PimKnobs): boolean {
  if (request.action !== 'selfActivate' || request.revokedAt !== null) return false;
  const status = statusAt(request, now, knobs);
  const end = endOf(request, knobs.pastEligibilityEnd);
  return (status === 'PendingProvisioning' || status === 'Provisioned') && (end === null || now < end);
}

/** Whether the person really has the role at `now`. */
export function isActive(request: ScheduleRequest, now: number, knobs: PimKnobs): boolean {
  return isRunning(request, now, knobs) && statusAt(request, now, knobs) === 'Provisioned';
}
