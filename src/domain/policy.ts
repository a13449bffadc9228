/** What a role's policy asks of an activation, and the check of a request against it before anything is sent. */
import * as v from 'valibot';
import { epochMs } from './duration.ts';

/** Somebody who may approve. A policy names people and groups by ids, and by names where the service gives them. */
export const ApproverSchema = v.object({
  kind: v.picklist(['person', 'group']),
  name: v.optional(v.string()),
});
export type Approver = v.InferOutput<typeof ApproverSchema>;

export const PolicySchema = v.object({
  /** Longest activation allowed, in whole minutes. */
  maximumMinutes: v.number(),
  justificationRequired: v.boolean(),
  ticketRequired: v.boolean(),
  approvalRequired: v.boolean(),
  /** Who approves; absent where nobody has to, or the policy names nobody. */
  approvers: v.optional(v.array(ApproverSchema)),
  mfaRequired: v.boolean(),
  /** `c1` … `c99`, when an authentication context is asked for. */
  authenticationContext: v.optional(v.string()),
});
export type ActivationPolicy = v.InferOutput<typeof PolicySchema>;

/** PIM's own default for a role nobody configured (pim-api.md I). */
export const defaultPolicy: ActivationPolicy = {
  maximumMinutes: 480,
  justificationRequired: true,
  ticketRequired: false,
  approvalRequired: false,
  mfaRequired: false,
};

export const TicketSchema = v.object({ number: v.string(), system: v.string() });

/** PIM takes no shorter activation (pim-api.md F). */
export const shortestMinutes = 5;

/** A policy over a day was never seen, and is none of ours to refuse. */
const longestAskMinutes = 31 * 24 * 60;

/** What the person asks for. */
export const AskSchema = v.object({
  minutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(longestAskMinutes)),
  justification: v.pipe(v.string(), v.maxLength(500)),
  ticket: v.optional(TicketSchema),
  /** A later start, ISO 8601 instant by the browser's clock, as all times that are stored; absent: at once. */
  startsAt: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => epochMs(text) !== undefined, 'Not an instant'),
    ),
  ),
});
export type Ask = v.InferOutput<typeof AskSchema>;

export type AskProblem =
  | { field: 'minutes'; problem: 'tooShort' | 'tooLong'; maximumMinutes: number }
  | { field: 'justification'; problem: 'missing' }
  | { field: 'ticketNumber' | 'ticketSystem'; problem: 'missing' };

/** Everything the policy would refuse; empty when the request may be sent. */
export function checkAsk(ask: Ask, policy: ActivationPolicy): AskProblem[] {
  const problems: AskProblem[] = [];
  const { maximumMinutes } = policy;
  if (!(ask.minutes >= Math.min(shortestMinutes, maximumMinutes)))
    problems.push({ field: 'minutes', problem: 'tooShort', maximumMinutes });
  if (ask.minutes > maximumMinutes) problems.push({ field: 'minutes', problem: 'tooLong', maximumMinutes });
  if (policy.justificationRequired && !ask.justification.trim()) {
    problems.push({ field: 'justification', problem: 'missing' });
  }
  if (policy.ticketRequired && !ask.ticket?.number.trim())
    problems.push({ field: 'ticketNumber', problem: 'missing' });
  if (policy.ticketRequired && !ask.ticket?.system.trim())
    problems.push({ field: 'ticketSystem', problem: 'missing' });
  return problems;
}

/** Eight hours, as PIMTools did, or the policy's maximum where that is shorter. */
export function defaultMinutes(policy: Pick<ActivationPolicy, 'maximumMinutes'>): number {
  return Math.min(480, policy.maximumMinutes);
}
