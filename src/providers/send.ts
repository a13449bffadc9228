/** What became of a schedule request, by what the HTTP client brought back or threw. */
import type { RequestSnapshot } from '../domain/activation.ts';
import { FailureError } from '../domain/failure.ts';
import { alreadyActiveCode } from '../domain/service-errors.ts';
import { ThrottledError, WriteLostError } from '../http/errors.ts';
import type { SendOutcome } from './provider.ts';

/**
 * @param send resolves with `undefined` when the service accepted but its answer cannot be understood
 * @throws FailureError when the service refused, or nothing was sent
 */
export async function outcomeOf(send: () => Promise<RequestSnapshot | undefined>): Promise<SendOutcome> {
  try {
    const snapshot = await send();
    return snapshot ? { type: 'accepted', snapshot } : { type: 'lost' };
  } catch (thrown) {
    if (thrown instanceof ThrottledError) return { type: 'throttled', notBefore: thrown.notBefore };
    if (thrown instanceof WriteLostError) return { type: 'lost' };
    if (thrown instanceof FailureError && thrown.failure.code === alreadyActiveCode)
      return { type: 'alreadyActive' };
    throw thrown;
  }
}
