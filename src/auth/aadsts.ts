/**
 * What the error codes of the token service mean to the person (pim-api.md G;
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes). Pure.
 */
import type { CloudName } from '../domain/account.ts';
import type { Failure, FailureKind } from '../domain/failure.ts';
import { adminConsentUrl } from '../domain/permissions.ts';

/** By number, without the `AADSTS` before it. */
export const aadstsKinds: Readonly<Record<number, FailureKind>> = {
  // The person has to prove more.
  50072: 'moreProofNeeded',
  50074: 'moreProofNeeded',
  50076: 'moreProofNeeded',
  50078: 'moreProofNeeded',
  50079: 'moreProofNeeded',
  50158: 'moreProofNeeded',
  // No session, or one that ended.
  16000: 'signInNeeded',
  50058: 'signInNeeded',
  50089: 'signInNeeded',
  50132: 'signInNeeded',
  50133: 'signInNeeded',
  50173: 'signInNeeded',
  54005: 'signInNeeded',
  70000: 'signInNeeded',
  70008: 'signInNeeded',
  70043: 'signInNeeded',
  70044: 'signInNeeded',
  700081: 'signInNeeded',
  700082: 'signInNeeded',
  700084: 'signInNeeded',
  // Consent.
  65001: 'consentMissing',
  90093: 'consentMissing',
  90094: 'consentMissing',
  90095: 'consentMissing',
  65004: 'consentDeclined',
  65002: 'appNotPreauthorized',
  // The registration.
  50011: 'redirectMissing',
  500113: 'redirectMissing',
  7000218: 'redirectNotSpa',
  9002326: 'redirectNotSpa',
  700016: 'wrongClient',
  70001: 'wrongClient',
  50194: 'singleTenantApp',
  500011: 'apiMissing',
  650052: 'apiMissing',
  650057: 'apiMissing',
  50105: 'notAssigned',
  // The tenant and the account.
  90002: 'wrongTenant',
  900023: 'wrongTenant',
  50020: 'wrongTenant',
  50034: 'wrongTenant',
  500200: 'personalAccount',
  // Conditional Access.
  53000: 'signInBlocked',
  53001: 'signInBlocked',
  53002: 'signInBlocked',
  53003: 'signInBlocked',
  53004: 'signInBlocked',
  530032: 'signInBlocked',
  // The token service itself.
  90033: 'serverError',
  // Ours: a request that Hoist must not send.
  28000: 'internal',
  70011: 'internal',
  900144: 'internal',
  9002313: 'internal',
  // The redirect is a SPA's and something between here and Microsoft took the `Origin` away: nothing to register.
  9002327: 'signInOther',
};

/** The configuration that was refused, for the sentences that say what to change. */
export interface SignInContext {
  readonly cloud: CloudName;
  readonly clientId: string;
  readonly redirectUri: string;
  /** The tenant of the account where it is known, otherwise the one that is set. */
  readonly tenant: string;
}

/** Facts for the sentence: `clientId`, `redirectUri`, `tenant` and the `consentUrl` to send to an administrator. */
export function signInFacts(context: SignInContext): Record<string, string> {
  const { clientId, redirectUri, tenant } = context;
  return { clientId, redirectUri, tenant, consentUrl: adminConsentUrl(context) };
}

/** The number of the first AADSTS code in a text. */
export function aadstsCode(text: string | undefined): number | undefined {
  const found = /AADSTS(\d{4,8})/.exec(text ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}

/** The failure for a code, known or not; `message` is Microsoft's own. */
export function aadstsFailure(code: number, message: string, context: SignInContext): Failure {
  return {
    kind: aadstsKinds[code] ?? 'signInOther',
    code: `AADSTS${code}`,
    message,
    facts: signInFacts(context),
  };
}
