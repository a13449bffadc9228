/** What became of a schedule request, by what the HTTP client brought back or threw. */
import type { RequestSnapshot } from '../domain/request-entry.ts';
import { minimumActiveMs } from '../domain/deactivation.ts';
import { epochMs } from '../domain/duration.ts';
import { FailureError } from '../domain/failure.ts';
import { alreadyActiveCode, notHeldCode, tooShortCode } from '../domain/service-errors.ts';
import { ThrottledError, WriteLostError } from '../http/errors.ts';
import type { EndOutcome, SendOutcome } from './provider.ts';

/**
 * @param send resolves with `undefined` when the service accepted but its answer cannot be understood
 * @throws FailureError when the service refused, or nothing was sent
 */
export async function outcomeOf(send: () => Promise<RequestSnapshot | undefined>): Promise<SendOutcome> {
  try {
    return await sent(send);
  } catch (thrown) {
    if (codeOf(thrown) === alreadyActiveCode) return { type: 'alreadyActive' };
    throw thrown;
  }
}

/** So long after an activation the service may not know yet that the role is held (pim-api.md I: 90 s, a margin). */
const unknownForMs = 2 * 60_000;

/**
 * @param startsAt of the activation that is to end, by the service's clock
 * @param serverNow the service's time, ms since the epoch
 * @throws FailureError when the service refused for any other reason, or nothing was sent
 */
export async function endOutcomeOf(
  send: () => Promise<RequestSnapshot | undefined>,
  startsAt: string | undefined,
  serverNow: () => number,
): Promise<EndOutcome> {
  try {
    return await sent(send);
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code !== notHeldCode && code !== tooShortCode) throw thrown;
    const at = serverNow();
    const start = epochMs(startsAt);
    const activeForMs = start === undefined ? undefined : at - start;
    if (code === notHeldCode && (activeForMs === undefined || activeForMs >= unknownForMs)) {
      return { type: 'notHeld', serverNow: at };
    }
    // Where the start that we know cannot be right, the role may have been activated this very moment.
    const leftMs = minimumActiveMs - (activeForMs ?? 0);
    return {
      type: 'tooEarly',
      inMs: leftMs > 0 ? leftMs : minimumActiveMs,
      early: code === tooShortCode ? 'tooShort' : 'notKnownYet',
    };
  }
}

/** @throws FailureError when the service refused, or nothing was sent */
export async function sent(
  send: () => Promise<RequestSnapshot | undefined>,
): Promise<Exclude<SendOutcome, { type: 'alreadyActive' }>> {
  try {
    const snapshot = await send();
    return snapshot ? { type: 'accepted', snapshot } : { type: 'lost' };
  } catch (thrown) {
    if (thrown instanceof ThrottledError) return { type: 'throttled', notBefore: thrown.notBefore };
    if (thrown instanceof WriteLostError) return { type: 'lost' };
    throw thrown;
  }
}

const codeOf = (thrown: unknown) => (thrown instanceof FailureError ? thrown.failure.code : undefined);
