/** The two ways in which a request ends without a decision of the service. */
import { FailureError, type Failure } from '../domain/failure.ts';

/** The service, or our gate before it, put the request off; nothing was carried out. */
export class ThrottledError extends FailureError {
  /** When the request may be sent, ms since the epoch by the browser's clock. */
  readonly notBefore: number;

  /** @param waitMs from `now`; the fact `seconds` carries it into the sentence */
  constructor(now: number, waitMs: number, failure: Omit<Failure, 'kind'> = {}) {
    const seconds = String(Math.ceil(waitMs / 1000));
    super({ ...failure, kind: 'throttled', facts: { ...failure.facts, seconds } });
    this.notBefore = now + waitMs;
  }
}

/**
 * A write whose answer was lost, late, a server's error or not to be read: it may have been carried out. Nobody
 * may send it again without looking first.
 */
export class WriteLostError extends FailureError {
  constructor(failure: Omit<Failure, 'kind'>) {
    super({ ...failure, kind: 'outcomeUnknown' });
  }
}
