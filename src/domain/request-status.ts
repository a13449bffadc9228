/** What the status of a schedule request means (pim-api.md A.6; the vocabulary of Graph and Azure is one). */

export type RequestPhase =
  /** The role is held. */
  | 'active'
  /** Accepted for a later start. */
  | 'scheduled'
  /** A person has to decide. */
  | 'waitingForApproval'
  /** The service is at work. */
  | 'inProgress'
  | 'revoked'
  | 'denied'
  | 'canceled'
  | 'timedOut'
  | 'failed';

const phases: Record<string, RequestPhase> = {
  provisioned: 'active',
  granted: 'scheduled',
  schedulecreated: 'scheduled',
  pendingapproval: 'waitingForApproval',
  pendingadmindecision: 'waitingForApproval',
  pendingapprovalprovisioning: 'waitingForApproval',
  accepted: 'inProgress',
  pendingevaluation: 'inProgress',
  pendingprovisioning: 'inProgress',
  pendingschedulecreation: 'inProgress',
  provisioningstarted: 'inProgress',
  pendingexternalprovisioning: 'inProgress',
  pendingrevocation: 'inProgress',
  adminapproved: 'inProgress',
  revoked: 'revoked',
  denied: 'denied',
  admindenied: 'denied',
  canceled: 'canceled',
  timedout: 'timedOut',
};

/**
 * The phase of a request by its `status`, in any case. `Granted` with a start that has come is still on its way to
 * being provisioned; a status nobody documented counts as failed, because only a known word may lead to "active".
 *
 * @param startsInFuture whether the request's own start lies ahead of the service's clock
 */
export function requestPhase(status: string, startsInFuture: boolean): RequestPhase {
  const phase = phases[status.toLowerCase()] ?? 'failed';
  if (phase === 'scheduled' && !startsInFuture) return 'inProgress';
  return phase;
}
