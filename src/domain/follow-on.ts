/**
 * A follow-on: PIM cannot extend a running activation (pim-api.md 0.3), so a person may ask to be offered the same role
 * again when it has ended. Nothing is sent without their click then; one consent is good for one activation. Pure.
 */
import * as v from 'valibot';
import type { Activation } from './activation.ts';
import { AskSchema } from './policy.ts';
import { EligibilitySchema } from './role.ts';

export const FollowOnSchema = v.object({
  /** Also the name of the bulk that it becomes: however often it is clicked, it is recorded once. */
  id: v.string(),
  role: EligibilitySchema,
  ask: AskSchema,
  /** When the running activation ends, ms since the epoch. */
  endsAt: v.number(),
  /** What the person was told by a notification. */
  told: v.optional(v.picklist(['due', 'late'])),
});
export type FollowOn = v.InferOutput<typeof FollowOnSchema>;

/** The services' clocks are known to the second: earlier the role might still be held. */
const settleMs = 5_000;
/** Nobody expects the click of this morning's consent to count tonight. */
const goodForMs = 10 * 60_000;
/** That it was dropped is said for so long. */
const lateForMs = 12 * 60 * 60_000;

/** `waiting` while the role runs, `due` for ten minutes after its end, then `late`, and `over` when that was said long. */
export function followOnPhase({ endsAt }: Pick<FollowOn, 'endsAt'>, now: number) {
  if (now < endsAt + settleMs) return 'waiting';
  if (now <= endsAt + goodForMs) return 'due';
  return now <= endsAt + lateForMs ? 'late' : 'over';
}

/** Whether there is nothing to offer any more: it was used, or the role was asked for in another way since its end. */
export function isTakenUp(
  { id, role, endsAt }: FollowOn,
  journal: readonly Pick<Activation, 'bulkId' | 'role' | 'recordedAt'>[],
): boolean {
  return journal.some(
    (entry) => entry.bulkId === id || (entry.role.key === role.key && entry.recordedAt >= endsAt),
  );
}

/** When the phase changes next, in ms since the epoch; `undefined` where nobody has to be told any more. */
export function nextChange(followOn: FollowOn, now: number): number | undefined {
  const phase = followOnPhase(followOn, now);
  if (phase === 'waiting') return followOn.endsAt + settleMs;
  return phase === 'due' ? followOn.endsAt + goodForMs + 1 : undefined;
}
