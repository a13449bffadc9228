/**
 * What is left of an eligibility that ends. Microsoft does not say what becomes of an activation that would outlast it:
 * so less is offered, more can be asked for, and only a start after the end is not sent. Pure.
 */
import { epochMs } from './duration.ts';
import { shortestMinutes } from './policy.ts';
import type { Eligibility } from './role.ts';

/** A length that is offered is a multiple of this many minutes, so that it is not another one every minute. */
const stepMinutes = 5;

/** So long before the end at least, because the service counts from when a request reaches it. */
const marginMs = 60_000;

/**
 * The longest activation that is offered from `start` on, in whole minutes; `undefined` where the eligibility has no end,
 * or is over by then.
 *
 * @param start ms since the epoch
 */
export function minutesLeft({ endsAt }: Pick<Eligibility, 'endsAt'>, start: number): number | undefined {
  const end = epochMs(endsAt);
  if (end === undefined || end <= start) return undefined;
  const steps = Math.floor((end - marginMs - start) / (stepMinutes * 60_000));
  return Math.max(shortestMinutes, steps * stepMinutes);
}

/** Whether the eligibility ends before `end` (ms since the epoch), where a request would. */
export function isOutlasted({ endsAt }: Pick<Eligibility, 'endsAt'>, end: number): boolean {
  return end > (epochMs(endsAt) ?? Infinity);
}

/** When the eligibility ends, where that is not after `start`; both in ms since the epoch. */
export function endBefore({ endsAt }: Pick<Eligibility, 'endsAt'>, start: number): number | undefined {
  const end = epochMs(endsAt);
  return end !== undefined && end <= start ? end : undefined;
}
