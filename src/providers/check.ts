/** Requests that are only checked: what a service answered, and what follows from it (pim-api.md A.5, C.3). */
import * as v from 'valibot';
import { FailureError } from '../domain/failure.ts';
import { type RequestPhase, requestPhase } from '../domain/request-status.ts';
import { alreadyActiveCode } from '../domain/service-errors.ts';
import { optionalText } from './wire.ts';

export type CheckOutcome =
  | { readonly type: 'accepted'; readonly waits: boolean }
  | { readonly type: 'alreadyActive' }
  /** The service has no such call. */
  | { readonly type: 'unsupported' }
  /** Accepted, without a word that it was only checked. */
  | { readonly type: 'unclear' };

/** @throws FailureError whatever `check` throws, but for a role that is held already */
export async function checkOutcomeOf(check: () => Promise<CheckOutcome>): Promise<CheckOutcome> {
  try {
    return await check();
  } catch (thrown) {
    if (thrown instanceof FailureError && thrown.failure.code === alreadyActiveCode) {
      return { type: 'alreadyActive' };
    }
    throw thrown;
  }
}

const endings: ReadonlySet<RequestPhase> = new Set(['denied', 'canceled', 'timedOut']);

/**
 * By the status that the request would have. A success without one is a success: nobody could confirm what the
 * services answer.
 *
 * @throws FailureError `refused` where the status is one of failure
 */
function accepted(status: string | undefined): CheckOutcome {
  if (status === undefined) return { type: 'accepted', waits: false };
  const phase = requestPhase(status, true);
  // A word that nobody documented came with a success all the same.
  const isFailure = phase === 'failed' ? /^(failed|invalid)/i.test(status) : endings.has(phase);
  if (isFailure) {
    throw new FailureError({ kind: 'refused', message: status });
  }
  return { type: 'accepted', waits: phase === 'waitingForApproval' };
}

const GraphCheck = v.looseObject({ status: optionalText, isValidationOnly: v.nullish(v.boolean()) });

/** What Graph answered to a request with `isValidationOnly`, which a real request's answer lacks or denies. */
export function graphCheckOutcome(body: unknown): CheckOutcome {
  // Without a body there is no request either.
  if (body === undefined) return accepted(undefined);
  const parsed = v.safeParse(GraphCheck, body);
  if (!parsed.success || parsed.output.isValidationOnly !== true) return { type: 'unclear' };
  return accepted(parsed.output.status);
}

const AzureCheck = v.looseObject({ properties: v.looseObject({ status: optionalText }) });

/** What ARM answered to `validate`, which makes no request whatever it answers. */
export function azureCheckOutcome(body: unknown): CheckOutcome {
  const parsed = v.safeParse(AzureCheck, body);
  return accepted(parsed.success ? parsed.output.properties.status : undefined);
}

/** Whether a failure of `validate` says that there is no such call, and not that what it names is not there. */
export function isNotOffered({ failure: { status, code = '' } }: FailureError): boolean {
  if (status === 405 || status === 501) return true;
  return (
    status === 404 && !/^(Subscription|ResourceGroup|Resource|ManagementGroup|Role)NotFound$/i.test(code)
  );
}
