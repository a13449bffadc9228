import { PimError } from './errors.ts';
import type { PimKnobs } from './knobs.ts';
import type { PolicySettings } from './policy.ts';
import type { Ticket } from './rows.ts';
import { durationMs } from './time.ts';

/** The rule names that PIM reports (pim-api.md F.2); the authentication context has an error of its own. */
export type RuleName =
  | 'EligibilityRule'
  | 'ExpirationRule'
  | 'JustificationRule'
  | 'TicketingRule'
  | 'MfaRule';

export interface ActivationFacts {
  readonly eligible: boolean;
  /** Length asked for, in milliseconds; null is without end. */
  readonly lengthMs: number | null;
  /** Whether it would go on after the eligibility, where that counts. */
  readonly outlasts: boolean;
  readonly justification: string | null;
  readonly ticket: Ticket | null;
  /** From the caller's token. */
  readonly amr: readonly string[];
}

const strongMethods = new Set(['mfa', 'ngcmfa', 'fido', 'rsa']);

function blank(text: string | null | undefined): boolean {
  return (text ?? '').trim() === '';
}

export function hasMfa(amr: readonly string[]): boolean {
  return amr.some((method) => strongMethods.has(method));
}

/** Names every rule that the request breaks. */
export function failedRules(policy: PolicySettings, facts: ActivationFacts): RuleName[] {
  const maximum = durationMs(policy.maximumDuration);
  const failed: RuleName[] = [];
  if (!facts.eligible) failed.push('EligibilityRule');
  if (facts.lengthMs === null || (maximum !== null && facts.lengthMs > maximum) || facts.outlasts)
    failed.push('ExpirationRule');
  if (policy.justification && blank(facts.justification)) failed.push('JustificationRule');
  if (policy.ticketing && (blank(facts.ticket?.number) || blank(facts.ticket?.system)))
    failed.push('TicketingRule');
  if (policy.mfa && !hasMfa(facts.amr)) failed.push('MfaRule');
  return failed;
}

/** Only these two sentences were recorded; the other rules are named without one. */
const explanations: Partial<Record<RuleName, string>> = {
  JustificationRule: 'Justification is required',
  TicketingRule: 'Ticket information is required',
};

export function policyRefusal(rules: readonly RuleName[], format: PimKnobs['policyMessages']): PimError {
  const names =
    format === 'old'
      ? JSON.stringify(rules)
      : rules
          .map((rule) => (explanations[rule] === undefined ? rule : `${rule} - ${explanations[rule]}`))
          .join(', ');
  return new PimError(
    400,
    'RoleAssignmentRequestPolicyValidationFailed',
    `The following policy rules failed: ${names}`,
  );
}

/** The authentication-context challenge: its message is the claims to ask for (pim-api.md F.2). */
export function acrsRefusal(context: string, status: PimKnobs['acrsStatus']): PimError {
  const claims = `{"access_token":{"acrs":{"essential":true, "value":"${context}"}}}`;
  return new PimError(
    status,
    'RoleAssignmentRequestAcrsValidationFailed',
    `&claims=${encodeURIComponent(claims)}`,
  );
}

/** Whether the token has the policy's authentication context in a form that PIM counts (pim-api.md 0.4). */
export function satisfiesContext(
  policy: PolicySettings,
  token: { readonly acrs: readonly string[]; readonly xms_cc: readonly string[] },
  requiresCp1: boolean,
): boolean {
  const { authenticationContext } = policy;
  if (authenticationContext === null) return true;
  const capable = token.xms_cc.some((capability) => capability.toLowerCase() === 'cp1');
  return token.acrs.includes(authenticationContext) && (capable || !requiresCp1);
}

/** Whether two windows touch when both are rounded to their minutes, ends included (pim-api.md 0.3). */
export function windowsOverlap(
  a: { readonly start: number; readonly end: number | null },
  b: { readonly start: number; readonly end: number | null },
): boolean {
  const minute = (ms: number | null): number => (ms === null ? Infinity : Math.floor(ms / 60_000));
  return minute(a.start) <= minute(b.end) && minute(b.start) <= minute(a.end);
}
