/**
 * The approver's side: requests of others that wait for this person's decision, and the journal of decisions made.
 * Pure; the worker writes what comes out of it.
 *
 *   recorded ─► sending ─► done · overtaken · failed
 *      ▲           │
 *      └───────────┘ the stage is still open: deciding again says the same thing, and says it once
 */
import * as v from 'valibot';
import { epochMs } from './duration.ts';
import { type Failure, FailureSchema } from './failure.ts';
import { TicketSchema } from './policy.ts';
import { ScopeSchema, sources } from './role.ts';

/** Approvers have a day; then the request times out (pim-api.md E). */
export const decideWithinMs = 24 * 60 * 60_000;

export const PendingApprovalSchema = v.object({
  /** `{source}|{request id}`, lower case. */
  key: v.string(),
  source: v.picklist(sources),
  requestId: v.string(),
  /** The service's own id of the approval, verbatim; in Azure a path. */
  approvalId: v.string(),
  roleName: v.string(),
  templateId: v.string(),
  scope: ScopeSchema,
  /** Who asks. The name is the id where the service gives no other. */
  requester: v.object({ id: v.string(), name: v.string() }),
  justification: v.optional(v.string()),
  ticket: v.optional(TicketSchema),
  /** Whole minutes asked for. */
  minutes: v.optional(v.number()),
  /** When the request was made, ISO 8601 instant. */
  createdAt: v.optional(v.string()),
});
export type PendingApproval = v.InferOutput<typeof PendingApprovalSchema>;

export const ApprovalListSchema = v.object({
  rows: v.array(PendingApprovalSchema),
  /** When the rows were read, ms since the epoch; absent before the first answer. */
  readAt: v.optional(v.number()),
  /** When the reading that is under way began. */
  readingSince: v.optional(v.number()),
  /** Why the newest reading failed; the rows are then those of `readAt`. */
  failure: v.optional(FailureSchema),
});
export type ApprovalList = v.InferOutput<typeof ApprovalListSchema>;

export const reviews = ['approve', 'deny'] as const;
export type Review = (typeof reviews)[number];

/** The stage of an approval that this person may decide, or why there is none. */
export type ApprovalStage =
  | { readonly state: 'open'; readonly stageId: string }
  | {
      readonly state: 'decided';
      readonly review: Review | undefined;
      /** Who decided, where the service says so. */
      readonly by: { readonly id?: string | undefined; readonly name?: string | undefined };
    }
  /** There is no such approval, or none of its stages was ever this person's. */
  | { readonly state: 'gone' };

export const decisionStates = ['recorded', 'sending', 'done', 'overtaken', 'failed'] as const;
export type DecisionState = (typeof decisionStates)[number];

export const DecisionSchema = v.object({
  id: v.string(),
  /** The request as it was when the person decided. */
  approval: PendingApprovalSchema,
  review: v.picklist(reviews),
  justification: v.string(),
  state: v.picklist(decisionStates),
  /** Milliseconds since the epoch by the browser's clock, as the two below. */
  recordedAt: v.number(),
  settledAt: v.optional(v.number()),
  /** Earliest moment of the next try after a 429. */
  notBefore: v.optional(v.number()),
  failure: v.optional(FailureSchema),
  /** Who decided before, and how, where that is known. */
  decidedBy: v.optional(v.string()),
  decidedAs: v.optional(v.picklist(reviews)),
});
export type Decision = v.InferOutput<typeof DecisionSchema>;

export type DecisionEvent = { readonly at: number } & (
  | { readonly type: 'sendStarted' }
  /** The service took the decision, or shows that it had taken it before. */
  | { readonly type: 'taken' }
  /** Nobody can say whether it arrived; looking at the stage will. */
  | { readonly type: 'lost' }
  | { readonly type: 'throttled'; readonly notBefore: number }
  | {
      readonly type: 'overtaken';
      readonly by?: string | undefined;
      readonly review?: Review | undefined;
    }
  | { readonly type: 'refused'; readonly failure: Failure }
);

export const isOpenDecision = (state: DecisionState): boolean => state === 'recorded' || state === 'sending';

/** A decision is sent soon after it was made, or not at all. */
export const decisionLifeMs = 15 * 60_000;

export function advanceDecision(decision: Decision, event: DecisionEvent): Decision {
  if (!isOpenDecision(decision.state)) return decision;
  const { notBefore: _, ...rest } = decision;
  switch (event.type) {
    case 'sendStarted':
      return { ...rest, state: 'sending' };
    case 'lost':
      return { ...rest, state: 'recorded' };
    case 'throttled':
      return { ...rest, state: 'recorded', notBefore: event.notBefore };
    case 'taken':
      return { ...rest, state: 'done', settledAt: event.at };
    case 'overtaken':
      return {
        ...rest,
        state: 'overtaken',
        settledAt: event.at,
        ...(event.by ? { decidedBy: event.by } : {}),
        ...(event.review ? { decidedAs: event.review } : {}),
      };
    case 'refused':
      return { ...rest, state: 'failed', failure: event.failure, settledAt: event.at };
  }
}

/** A sheet that was open when the popup closed, so that nothing typed is lost. */
export const DecisionDraftSchema = v.object({ keys: v.array(v.string()), justification: v.string() });
export type DecisionDraft = v.InferOutput<typeof DecisionDraftSchema>;

/**
 * What an approver's look at the stage says of a decision that may or may not have been sent before: the same
 * result by the same person is this very decision.
 */
export function decisionFrom(
  stage: Exclude<ApprovalStage, { state: 'open' }>,
  { review }: Pick<Decision, 'review'>,
  personId: string,
): { type: 'taken' } | { type: 'overtaken'; by?: string | undefined; review?: Review | undefined } {
  if (stage.state === 'gone') return { type: 'overtaken' };
  const { id, name } = stage.by;
  if (stage.review === review && id?.toLowerCase() === personId.toLowerCase()) return { type: 'taken' };
  return { type: 'overtaken', by: name ?? id, review: stage.review };
}

/** The requests still to be decided: not those whose decision is under way or taken, and none past its day. */
export function toDecide(
  lists: readonly (readonly PendingApproval[])[],
  decisions: readonly Decision[],
  now: number,
): PendingApproval[] {
  const createdMs = ({ createdAt }: PendingApproval) => epochMs(createdAt);
  const decided = new Set(
    decisions.filter(({ state }) => state !== 'failed').map(({ approval }) => approval.key),
  );
  return lists
    .flat()
    .filter(({ key }) => !decided.has(key))
    .filter((approval) => {
      const created = createdMs(approval);
      return created === undefined || now - created < decideWithinMs;
    })
    .toSorted((a, b) => (createdMs(a) ?? Infinity) - (createdMs(b) ?? Infinity));
}
