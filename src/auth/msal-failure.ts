/** Whatever MSAL throws, as a failure of the catalogue. Tokens are in none of its errors. */
import { AuthError, InteractionRequiredAuthError, ServerError } from '@azure/msal-browser';
import { type Failure, FailureError, type FailureKind, failureOf } from '../domain/failure.ts';
import { aadstsCode, aadstsFailure, type SignInContext, signInFacts } from './aadsts.ts';
import { NetworkFailure } from './network-client.ts';

/** Errors without an AADSTS number: OAuth's own on a redirect, and MSAL's own. */
const kinds: Readonly<Record<string, FailureKind>> = {
  login_required: 'signInNeeded',
  interaction_required: 'signInNeeded',
  account_selection_required: 'signInNeeded',
  bad_token: 'signInNeeded',
  invalid_grant: 'signInNeeded',
  consent_required: 'consentMissing',
  // "Cancel" on one of Entra's own pages (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow).
  access_denied: 'signInCancelled',
  temporarily_unavailable: 'serverError',
  server_error: 'serverError',
  no_tokens_found: 'signInNeeded',
  refresh_token_expired: 'signInNeeded',
  no_account_error: 'signInNeeded',
};

export function toFailureError(thrown: unknown, context: SignInContext): FailureError {
  if (thrown instanceof FailureError) return thrown;
  if (thrown instanceof NetworkFailure) return new FailureError(thrown.failure, { cause: thrown });
  if (!(thrown instanceof AuthError)) return new FailureError(failureOf(thrown), { cause: thrown });
  const message = ownMessage(thrown.errorMessage);
  const code = aadstsCode(message) ?? errorNumber(thrown);
  const failure: Failure =
    code === undefined
      ? {
          kind: kinds[thrown.errorCode] ?? 'signInOther',
          code: thrown.errorCode,
          message,
          facts: signInFacts(context),
        }
      : aadstsFailure(code, message, context);
  return new FailureError(withClaims(failure, thrown), { cause: thrown });
}

/** The claims that the token service asked for with its refusal, as JSON text, for the next authorize request. */
function withClaims(failure: Failure, thrown: AuthError): Failure {
  const claims = thrown instanceof InteractionRequiredAuthError ? thrown.claims : '';
  return claims ? { ...failure, facts: { ...failure.facts, claims } } : failure;
}

/** MSAL wraps the description of a plain refusal in a line of its own. */
function ownMessage(text: string): string {
  return (
    /^Error\(s\): .*? - Description: (.*) - Correlation ID: \S* - Trace ID: \S*$/s.exec(text)?.[1] ?? text
  );
}

/** A number on the wire, whatever MSAL's types say. */
function errorNumber(thrown: AuthError): number | undefined {
  if (!(thrown instanceof ServerError) && !(thrown instanceof InteractionRequiredAuthError)) return undefined;
  const code = Number(thrown.errorNo);
  return Number.isInteger(code) && code > 0 ? code : undefined;
}
