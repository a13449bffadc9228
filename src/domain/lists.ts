/** The stored lists of roles, one item an account and source, each with its age and with what failed last. */
import * as v from 'valibot';
import { FailureSchema } from './failure.ts';
import { PolicySchema } from './policy.ts';
import { AssignmentSchema, EligibilitySchema } from './role.ts';

const listEntries = {
  /** When the rows were read, ms since the epoch; absent before the first answer. */
  readAt: v.optional(v.number()),
  /** When the reading that is under way began; pages take one older than a minute for dead. */
  readingSince: v.optional(v.number()),
  /** Why the newest reading failed; the rows are then those of `readAt`. */
  failure: v.optional(FailureSchema),
  /** How many rows there are, where a page has only those that come first and is still reading the others. */
  total: v.optional(v.number()),
};

export const EligibilityListSchema = v.object({ ...listEntries, rows: v.array(EligibilitySchema) });
export type EligibilityList = v.InferOutput<typeof EligibilityListSchema>;

export const AssignmentListSchema = v.object({ ...listEntries, rows: v.array(AssignmentSchema) });
export type AssignmentList = v.InferOutput<typeof AssignmentListSchema>;

/** Policies by role key; `failure` where the policy could not be read and the server decides. */
export const PolicyBookSchema = v.record(
  v.string(),
  v.object({ readAt: v.number(), policy: v.optional(PolicySchema), failure: v.optional(FailureSchema) }),
);
export type PolicyBook = v.InferOutput<typeof PolicyBookSchema>;

/** How many rows a page still waits for. */
export function restOf(list: { rows: readonly unknown[]; total?: number | undefined } | undefined): number {
  return Math.max(0, (list?.total ?? 0) - (list?.rows.length ?? 0));
}

/** Whether it was read from its service, and all of it from storage: what it does not hold is not there. */
export function isWhole(list: EligibilityList | AssignmentList | undefined): boolean {
  return list?.readAt !== undefined && restOf(list) === 0;
}

/** A reading that has run longer than this died with its worker. */
export const readingLifeMs = 60_000;

export function isReading(list: { readingSince?: number | undefined }, now: number): boolean {
  return list.readingSince !== undefined && now - list.readingSince < readingLifeMs;
}
