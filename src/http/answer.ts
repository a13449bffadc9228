/** What an answer, or the lack of one, means. Nothing here may let a token into a failure. */
import type { Failure } from '../domain/failure.ts';
import { serviceFailure } from '../domain/service-errors.ts';
import type { Attempt } from './attempt.ts';
import { readErrorBody } from './error-body.ts';

type Answered = Extract<Attempt, { type: 'answered' }>;
type Unanswered = Exclude<Attempt, Answered>;

/** The JSON of an answer, `undefined` inside for an empty one; no result for what is not JSON (a captive portal's page). */
export function parseBody(text: string): { readonly body: unknown } | undefined {
  if (text.trim() === '') return { body: undefined };
  try {
    return { body: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The failure that a redirect, a refusal or a server's error is. */
export function failureOfAnswer(answer: Answered, token: string): Failure {
  const { status, headers } = answer;
  if (status < 400) return { kind: 'unreadable', status };
  const said = readErrorBody(without(answer.text, token), headers.get('www-authenticate'));
  const failure = serviceFailure({ status, ...said });
  // What Microsoft's support asks for first.
  const requestId = headers.get('request-id') ?? headers.get('x-ms-request-id');
  return requestId ? { ...failure, facts: { ...failure.facts, requestId } } : failure;
}

export function failureOfSilence(outcome: Unanswered, token: string, timeoutMs: number): Failure {
  if (outcome.type === 'timedOut') return { kind: 'timeout', facts: { seconds: String(timeoutMs / 1000) } };
  // The platform quotes a header that it cannot send.
  return { kind: 'offline', message: without(outcome.message, token) };
}

function without(text: string, token: string): string {
  return token ? text.replaceAll(token, '[token]') : text;
}
