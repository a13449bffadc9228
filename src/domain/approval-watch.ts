/** What an approver was told of already, so that each request is told once. Pure; the worker writes what comes out. */
import * as v from 'valibot';
import { decideWithinMs, type PendingApproval } from './approval.ts';

export const ApprovalWatchSchema = v.object({
  /** When the lists were last looked at for news, ms since the epoch by the browser's clock. */
  lookedAt: v.optional(v.number()),
  /** By key of the request, when it was told or seen, ms since the epoch. */
  known: v.record(v.string(), v.number()),
});
export type ApprovalWatch = v.InferOutput<typeof ApprovalWatchSchema>;

export const newApprovalWatch: ApprovalWatch = { known: {} };

/** How often the lists are looked at while nobody does. */
export const approvalWatchMs = 15 * 60_000;

/** How long until the next look, in ms; none where it is due. A clock that was set back makes it due. */
export function untilNextLook({ lookedAt }: ApprovalWatch, now: number): number {
  if (lookedAt === undefined || lookedAt > now) return 0;
  return Math.max(0, lookedAt + approvalWatchMs - now);
}

export function newsAmong(watch: ApprovalWatch, waiting: readonly PendingApproval[]): PendingApproval[] {
  return waiting.filter(({ key }) => !Object.hasOwn(watch.known, key));
}

/** Marks requests as known. What nobody can decide any more is forgotten, with a day to spare. */
export function withKnown(watch: ApprovalWatch, keys: readonly string[], now: number): ApprovalWatch {
  const kept = Object.entries(watch.known).filter(([, at]) => now - at < 2 * decideWithinMs);
  const added = keys.filter((key) => !Object.hasOwn(watch.known, key)).map((key) => [key, now] as const);
  return { ...watch, known: Object.fromEntries([...kept, ...added]) };
}
