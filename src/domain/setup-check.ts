/**
 * The check of the setup, as it is stored: one line a question, each with how it was answered. Pure; the answers come
 * from `background/use-cases/check-setup.ts`.
 */
import * as v from 'valibot';
import { type Failure, FailureSchema, mayPass, needsPerson } from './failure.ts';
import { permissions } from './permissions.ts';

/** In the order in which a setup is made: what comes first is put right first. */
export const setupQuestions = [
  /** There is one, and Microsoft knows it. */
  'clientId',
  /** There is such a tenant, and the registration may be used from it. */
  'tenant',
  /** Microsoft hands answers to this installation. */
  'redirectUri',
  /** A token can be had without the person. */
  'signIn',
] as const;

/** The services themselves, asked with a request of each last of all. */
export const setupServices = ['graph', 'azure'] as const;

export type SetupQuestion = (typeof setupQuestions)[number] | (typeof setupServices)[number];

export const lineStates = [
  'waiting',
  'checking',
  'ok',
  /** It is not there: no client id, nobody signed in, a permission that was not granted. */
  'missing',
  /** Asked and refused, or not reached: see the failure. */
  'failed',
  /** Could not be asked, because something before it is not right, or Microsoft did not say. */
  'unknown',
] as const;
export type LineState = (typeof lineStates)[number];

const LineSchema = v.object({ state: v.picklist(lineStates), failure: v.optional(FailureSchema) });
export type CheckLine = v.InferOutput<typeof LineSchema>;

export const SetupCheckSchema = v.object({
  /** Ms since the epoch. */
  startedAt: v.number(),
  /** Absent while it runs. */
  finishedAt: v.optional(v.number()),
  /** Names the worker that runs it; another one that finds it unfinished knows that it was interrupted. */
  workerId: v.string(),
  questions: v.object({
    clientId: LineSchema,
    tenant: LineSchema,
    redirectUri: LineSchema,
    signIn: LineSchema,
    graph: LineSchema,
    azure: LineSchema,
  }),
  /** By the name of the permission; the optional ones among them. */
  permissions: v.record(v.string(), LineSchema),
});
export type SetupCheck = v.InferOutput<typeof SetupCheckSchema>;

/** The one thing to do next. `seeFailure`: what the failure itself says. */
export type NextStep =
  | 'enterClientId'
  | 'correctClientId'
  | 'correctTenant'
  | 'registerRedirectUri'
  | 'signIn'
  | 'consent'
  | 'tryAgain'
  | 'seeFailure';

export interface SetupAdvice {
  readonly step: NextStep;
  /** What it follows from, where a service said something. */
  readonly failure?: Failure | undefined;
}

const steps: { readonly [K in Failure['kind']]?: NextStep } = {
  notConfigured: 'enterClientId',
  wrongClient: 'correctClientId',
  appNotPreauthorized: 'correctClientId',
  wrongTenant: 'correctTenant',
  singleTenantApp: 'correctTenant',
  redirectMissing: 'registerRedirectUri',
  redirectNotSpa: 'registerRedirectUri',
  consentMissing: 'consent',
  consentDeclined: 'consent',
  permissionMissing: 'consent',
  signInCancelled: 'signIn',
  signInInterrupted: 'signIn',
  personalAccount: 'signIn',
};

/** The required permissions that were found missing, in the order of the registration. */
export function missingPermissions(check: SetupCheck): string[] {
  return permissions.map(({ name }) => name).filter((name) => check.permissions[name]?.state === 'missing');
}

/** What to do next; `undefined` where nothing that Hoist needs is missing. */
export function adviceOf(check: SetupCheck): SetupAdvice | undefined {
  const { clientId, graph, azure, signIn } = check.questions;
  for (const question of setupQuestions) {
    const { state, failure } = check.questions[question];
    // Without any consent nobody can sign in; consenting comes before another try.
    if (state === 'failed') return { step: failure ? stepFor(failure) : 'tryAgain', failure };
    if (state === 'missing') return { step: clientId.state === 'missing' ? 'enterClientId' : 'signIn' };
  }
  if (missingPermissions(check).length > 0) return { step: 'consent' };
  const failed = [...Object.values(check.permissions), graph, azure].find(({ state }) => state === 'failed');
  if (failed) return { step: failed.failure ? stepFor(failed.failure) : 'tryAgain', failure: failed.failure };
  return signIn.state === 'ok' ? undefined : { step: 'tryAgain' };
}

function stepFor(failure: Failure): NextStep {
  if (mayPass(failure)) return 'tryAgain';
  return steps[failure.kind] ?? (needsPerson(failure) ? 'signIn' : 'seeFailure');
}
