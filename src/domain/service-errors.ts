/**
 * The catalogue of what PIM, Graph and ARM refuse with: their code to the kind of failure that Hoist has a sentence
 * for, and the facts that the sentence needs. Pure; the codes and both forms of the policy message are those of
 * pim-api.md F.2 to F.4.
 */
import { minutesOf } from './duration.ts';
import type { Failure, FailureKind } from './failure.ts';
import { permissions } from './permissions.ts';
import { accessTokenClaims } from './proof.ts';

/** What a service said of a refusal. */
export interface ServiceError {
  readonly status: number;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  /** Claims that a new token must meet, as JSON text. */
  readonly claims?: string | undefined;
}

/** The role is held already: for an activation that is what was wanted, and no failure. */
export const alreadyActiveCode = 'RoleAssignmentExists';

/** The role is not held; also said for about 90 s after its activation, when it is (pim-api.md F.2). */
export const notHeldCode = 'RoleAssignmentDoesNotExist';
export const tooShortCode = 'ActiveDurationTooShort';

const policyRulesFailed = 'RoleAssignmentRequestPolicyValidationFailed';

/** Codes that were seen or that Microsoft documents. */
export const serviceErrorKinds: Readonly<Record<string, FailureKind>> = {
  [alreadyActiveCode]: 'refused',
  [notHeldCode]: 'notFound',
  [tooShortCode]: 'refused',
  [policyRulesFailed]: 'policyRefused',
  RoleAssignmentRequestAcrsValidationFailed: 'authenticationContextRequired',
  OverlapsPendingRoleAssignmentRequests: 'overlaps',
  RoleAssignmentRequestExists: 'pendingRequest',
  RoleAssignmentScheduleRequestExists: 'pendingRequest',
  PendingRoleAssignmentRequest: 'pendingRequest',
  InvalidRoleAssignmentRequest: 'badSchedule',
  InvalidRoleAssignmentRequestSchedule: 'badSchedule',
  CannotDeleteLastAdminAssignment: 'lastOwner',
  SubjectNotFound: 'notFound',
  RoleNotFound: 'roleVanished',
  ResourceIsLocked: 'resourceLocked',
  InsufficientPermissions: 'forbidden',
  AuthorizationFailed: 'forbidden',
  PermissionScopeNotGranted: 'permissionMissing',
  Authorization_RequestDenied: 'forbidden',
  AadPremiumLicenseRequired: 'licenseMissing',
  Request_BadRequest: 'refused',
  RequestDisallowedByAzure: 'mfaRequired',
  InvalidAuthenticationToken: 'signInNeeded',
  ExpiredAuthenticationToken: 'signInNeeded',
  InvalidAuthenticationTokenTenant: 'signInNeeded',
  InvalidAuthenticationTokenAudience: 'signInNeeded',
  TooManyRequests: 'throttled',
};

/** Codes that only another client's table names; nobody has seen a service send them. */
export const unconfirmedErrorKinds: Readonly<Record<string, FailureKind>> = {
  JustificationRuleViolated: 'justificationRequired',
  TicketingRuleViolated: 'ticketRequired',
  MfaRuleViolated: 'mfaRequired',
  MaximumDurationExceeded: 'tooLong',
  StartTimeInPast: 'badSchedule',
  ConcurrentActivationInProgress: 'pendingRequest',
  RoleAssignmentApprovalRequired: 'refused',
  EligibilityNotFound: 'roleVanished',
  GroupAssignmentRequestAcrsValidationFailed: 'authenticationContextRequired',
};

/** The rules that a policy message may name, each with its own sentence. */
export const policyRuleKinds: Readonly<Record<string, FailureKind>> = {
  ExpirationRule: 'tooLong',
  JustificationRule: 'justificationRequired',
  TicketingRule: 'ticketRequired',
  MfaRule: 'mfaRequired',
  EligibilityRule: 'roleVanished',
};

const byCode = new Map(
  Object.entries({ ...serviceErrorKinds, ...unconfirmedErrorKinds }).map(([code, kind]) => [
    code.toLowerCase(),
    kind,
  ]),
);

/**
 * The failure that a refusal is. Code and message stay as the service wrote them.
 *
 * Facts, where the service names them: `rules` (comma-separated), `maximum` (whole minutes), `scope` (the missing
 * permission of the token), `action` and `resource` (what ARM refused), `claims` (JSON), `context` (`c1`).
 */
export function serviceFailure({ status, code, message, claims }: ServiceError): Failure {
  const rules =
    code?.toLowerCase() === policyRulesFailed.toLowerCase() ? failedRules(message ?? '') : undefined;
  const kind = rules ? kindOfRules(rules) : kindOf(status, code, message, claims);
  const facts = { ...factsFor(kind, message ?? '', rules), ...claimFacts(claims) };
  return {
    kind,
    ...(code ? { code } : {}),
    ...(message ? { message } : {}),
    status,
    ...(Object.keys(facts).length > 0 ? { facts } : {}),
  };
}

/** Whether a code says less than the text around it: Graph writes the real one into the message. */
export function isVagueCode(code: string): boolean {
  return /^(UnknownError|BadRequest|Forbidden|InternalServerError|generalException)$/i.test(code);
}

/** Whether the catalogue has the code, and with it a sentence made for what it means. */
export function isKnownCode(code: string): boolean {
  return byCode.has(code.toLowerCase());
}

/** The first code of the catalogue that occurs in a text as a word of its own. */
export function codeWithin(text: string): string | undefined {
  const words = text.match(/\w+/g) ?? [];
  return words.find((word) => word !== 'Request_BadRequest' && byCode.has(word.toLowerCase()));
}

/**
 * Names of the failed rules, once each. Two formats are about: a JSON list
 * (`… failed: ["ExpirationRule","JustificationRule"]`) and sentences (`… failed: JustificationRule - Justification is required`).
 */
export function failedRules(message: string): string[] {
  const list = message.slice(message.indexOf('failed:') + 1);
  return [...new Set(list.match(/\b[A-Z][A-Za-z]*Rule\b/g))];
}

function kindOfRules(rules: readonly string[]): FailureKind {
  const [only, ...others] = rules;
  return (others.length === 0 && only && policyRuleKinds[only]) || 'policyRefused';
}

function kindOf(status: number, code = '', message = '', claims?: string): FailureKind {
  // A server that failed has not judged the request, whatever it says.
  if (status >= 500) return 'serverError';
  // With claims a 401 says what is missing; without them only that the token is no good (pim-api.md F.3).
  if (status === 401) return claims ? 'moreProofNeeded' : 'signInNeeded';
  const known = byCode.get(code.toLowerCase());
  // The same code refuses for other reasons of the platform's than a missing second factor.
  if (
    known === 'mfaRequired' &&
    code === 'RequestDisallowedByAzure' &&
    !/\bMFA\b|multi-?factor/i.test(message)
  ) {
    return 'forbidden';
  }
  if (known) return known;
  if (claims) {
    const wanted = accessTokenClaims(claims);
    if (wanted['acrs']) return 'authenticationContextRequired';
    if (wanted['amr']) return 'mfaRequired';
  }
  return kindOfStatus(status);
}

function kindOfStatus(status: number): FailureKind {
  const kinds: Record<number, FailureKind> = {
    403: 'forbidden',
    404: 'notFound',
    408: 'timeout',
    429: 'throttled',
  };
  return kinds[status] ?? 'refused';
}

function factsFor(
  kind: FailureKind,
  message: string,
  rules: readonly string[] | undefined,
): Record<string, string> {
  if (kind === 'policyRefused') return { rules: rules?.join(', ') ?? '' };
  if (kind === 'tooLong') {
    const maximum = minutesOf(/\bP(?:\d+D)?(?:T[\dHMS]+)?\b/.exec(message)?.[0] ?? '');
    return maximum === undefined ? {} : { maximum: String(maximum) };
  }
  if (kind === 'permissionMissing') {
    // Graph names every permission that would do; the one that Hoist asks for is the one to grant.
    const scopes = message.match(/\b[A-Z]\w+(?:\.\w+)+/g) ?? [];
    const scope = scopes.find((name) => permissions.some((own) => own.name === name)) ?? scopes[0];
    return scope ? { scope } : {};
  }
  if (kind === 'forbidden') {
    const action = /action '([^']+)'/.exec(message)?.[1];
    const resource = /scope '([^']+)'/.exec(message)?.[1];
    return { ...(action ? { action } : {}), ...(resource ? { resource } : {}) };
  }
  return {};
}

function claimFacts(claims: string | undefined): Record<string, string> {
  if (!claims) return {};
  const { value } = accessTokenClaims(claims)['acrs'] ?? {};
  return { claims, ...(typeof value === 'string' ? { context: value } : {}) };
}
