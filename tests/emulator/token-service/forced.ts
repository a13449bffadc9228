import { type Details, Refusal } from './aadsts.ts';
import type { ForcedError, TokenKnobs } from './knobs.ts';

/** Takes the first forced error that fits, and wears it off. */
function take(knobs: TokenKnobs, fits: (forced: ForcedError) => boolean): ForcedError | undefined {
  const forced = knobs.forced.find((candidate) => (candidate.times ?? 1) > 0 && fits(candidate));
  if (forced?.times !== undefined) forced.times -= 1;
  return forced;
}

/**
 * @param early before anybody signs in (a wrong redirect URI), or after (a Conditional Access policy)?
 * @throws Refusal when a forced error fits the request.
 */
export function forceAtAuthorize(
  knobs: TokenKnobs,
  request: { clientId: string; prompt: string | undefined },
  early: boolean,
  details: Details,
): void {
  const silent = request.prompt === 'none';
  const forced = take(knobs, (candidate) => {
    const refusal = new Refusal(candidate.code);
    return (
      candidate.at === 'authorize' &&
      (candidate.clientId ?? request.clientId) === request.clientId &&
      (candidate.only ?? request.prompt ?? '') === (request.prompt ?? '') &&
      (silent || refusal.early) === early
    );
  });
  if (forced) throw new Refusal(forced.code, details);
}

/** @throws Refusal when a forced error fits the request. */
export function forceAtToken(
  knobs: TokenKnobs,
  request: { clientId: string; grant: string },
  details: Details,
): void {
  const forced = take(
    knobs,
    (candidate) =>
      candidate.at === 'token' &&
      (candidate.clientId ?? request.clientId) === request.clientId &&
      (candidate.only ?? request.grant) === request.grant,
  );
  if (forced) throw new Refusal(forced.code, details);
}
