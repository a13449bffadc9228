/**
 * A failure as a value: what the person is told, and what Microsoft said, kept for the one who has to find out why.
 *
 * `kind` names an entry of the catalogue of sentences (`failure_<kind>_what` and `_next` in the locale files, and
 * `_means` where the meaning does not follow from what was being done).
 * `code` and `message` are the service's own, shown behind one click.
 */
import * as v from 'valibot';

export const failureKinds = [
  // The way there
  'offline',
  'timeout',
  'unreadable',
  'serverError',
  'throttled',
  // Signing in
  'notConfigured',
  'signInCancelled',
  'signInInterrupted',
  'signInNeeded',
  'signInBlocked',
  'signInOther',
  'otherAccount',
  'consentMissing',
  'consentDeclined',
  'wrongClient',
  'wrongTenant',
  'redirectMissing',
  'redirectNotSpa',
  'singleTenantApp',
  'apiMissing',
  'notAssigned',
  'moreProofNeeded',
  'appNotPreauthorized',
  'personalAccount',
  // What PIM refuses
  'permissionMissing',
  'forbidden',
  'licenseMissing',
  'roleVanished',
  'tooLong',
  'justificationRequired',
  'ticketRequired',
  'mfaRequired',
  'authenticationContextRequired',
  'policyRefused',
  'pendingRequest',
  /** Said to be assigned already, but not among what is held. */
  'existsUnlisted',
  /** Azure asks for a right to read the resource group before it lets anybody activate in it. */
  'groupUnreadable',
  'overlaps',
  /** The time touches one that is known to be taken; nothing left. Facts `from` and `until`, ISO 8601 instants. */
  'clashes',
  /** A later start, of a role that is held now. Fact `until` where it ends by itself. */
  'heldUntilThen',
  /** The eligibility ends before the start. Fact `until`, an ISO 8601 instant. */
  'notEligibleThen',
  'resourceLocked',
  'badSchedule',
  /** A group is not left without an owner. */
  'lastOwner',
  'notFound',
  'refused',
  // How a request ended
  'denied',
  'canceled',
  'timedOut',
  'provisioningFailed',
  'outcomeUnknown',
  /** Too long ago to be what the person still wants; nothing left. */
  'notSentInTime',
  /** The opposite is under way for the same role; nothing left. */
  'beingDeactivated',
  'beingActivated',
  // Proving who one is, for a role that asks for it
  /** The window was closed before it had an answer. */
  'proofCancelled',
  /** The worker was stopped while the window was open. */
  'proofInterrupted',
  /** Proved, and the service asks again. */
  'proofNotAccepted',
  /** Nobody proved it soon enough; nothing was sent. */
  'notProvedInTime',
  // Ours
  'internal',
] as const;

export type FailureKind = (typeof failureKinds)[number];

export const FailureSchema = v.object({
  kind: v.picklist(failureKinds),
  /** The service's own code: `RoleAssignmentExists`, `AADSTS65001`, … */
  code: v.optional(v.string()),
  /** The service's own message, unshortened. */
  message: v.optional(v.string()),
  status: v.optional(v.number()),
  /** Facts for the sentence, named by its placeholders: `redirectUri`, `maximum`, `consentUrl`, … */
  facts: v.optional(v.record(v.string(), v.string())),
});

export type Failure = v.InferOutput<typeof FailureSchema>;

/** The one error class of Hoist: carries a {@link Failure} through `throw`. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super([failure.kind, failure.code, failure.message].filter(Boolean).join(': '), options);
    this.failure = failure;
  }
}

const personNeeded: ReadonlySet<FailureKind> = new Set(['signInNeeded', 'moreProofNeeded', 'otherAccount']);

/** Whether signing in with the person may help, and nothing else will. */
export const needsPerson = ({ kind }: Failure): boolean => personNeeded.has(kind);

/** Whether the way there or the service failed, which may be well at the next try, rather than refused. */
export const mayPass = ({ kind, status = 0 }: Failure): boolean =>
  kind === 'offline' || kind === 'timeout' || kind === 'throttled' || status >= 500;

const staleRules: ReadonlySet<FailureKind> = new Set([
  'tooLong',
  'justificationRequired',
  'ticketRequired',
  'mfaRequired',
  'authenticationContextRequired',
  'policyRefused',
]);

/** Whether the service refused by a rule of the role's policy: what is stored of that policy is out of date. */
export const isPolicyRefusal = ({ kind }: Failure): boolean => staleRules.has(kind);

/** The failure inside whatever was thrown; what nobody foresaw becomes `internal` with its own message. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof FailureError) return thrown.failure;
  return { kind: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) };
}
