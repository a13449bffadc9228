/**
 * The journal of deactivations: one entry a role and request, written before anything is sent. Pure.
 *
 *   recorded ─► sending ─► following ─► ended · tooEarly · failed
 *      ▲           │
 *      │ throttled └► looking ─► (found: as an answer) · unknown
 */
import * as v from 'valibot';
import { epochMs } from './duration.ts';
import {
  applyToRequest,
  requestEntries,
  type RequestEvent,
  type RequestSnapshot,
  stamped,
  withAnswer,
} from './request-entry.ts';
import { requestPhase } from './request-status.ts';
import { type Assignment, AssignmentSchema, NarrowedSchema } from './role.ts';

export const deactivationStates = [
  /** Written down; nothing was sent. */
  'recorded',
  /** The request may have left; its answer is not known. */
  'sending',
  /** The answer was lost; the request is being looked for. */
  'looking',
  /** Accepted by the service and on its way. */
  'following',
  /** The role is held no more. */
  'ended',
  /** Refused because the role is active for less than five minutes; nothing is sent again by itself. */
  'tooEarly',
  'failed',
  /** Nobody can say whether the request arrived. */
  'unknown',
] as const;
export type DeactivationState = (typeof deactivationStates)[number];

const earlyReasons = ['tooShort', 'notKnownYet'] as const;
export type EarlyReason = (typeof earlyReasons)[number];

export const DeactivationSchema = v.object({
  ...requestEntries,
  /** The active role as it was when the person asked. */
  role: AssignmentSchema,
  /** Set where it was activated from here below the scope of its eligibility. */
  narrowed: v.optional(NarrowedSchema),
  state: v.picklist(deactivationStates),
  /** From when on the service will accept it; only in `tooEarly`. */
  readyAt: v.optional(v.number()),
  /** Why it was too early: five minutes are not over, or the service did not know of the activation yet. */
  early: v.optional(v.picklist(earlyReasons)),
  /** Ms since the epoch; a row that began before it is of what was ended. */
  endedAt: v.optional(v.number()),
  /** The service said that the role was not held before this request. */
  already: v.optional(v.boolean()),
  /** Taken off the list of outcomes; it is still needed to know rows of what was ended. */
  dismissed: v.optional(v.boolean()),
});
export type Deactivation = v.InferOutput<typeof DeactivationSchema>;

export type DeactivationEvent =
  | RequestEvent
  | { readonly at: number; readonly type: 'notHeld'; readonly serverNow: number }
  | {
      readonly at: number;
      readonly type: 'tooEarly';
      readonly readyAt: number;
      readonly early: EarlyReason;
    };

/** A role must have been active for so long before it may be deactivated (pim-api.md I). */
export const minimumActiveMs = 5 * 60_000;

const open: ReadonlySet<DeactivationState> = new Set(['recorded', 'sending', 'looking', 'following']);
/** Whether the worker has something to do, now or by an alarm. */
export const isOpenDeactivation = (state: DeactivationState): boolean => open.has(state);

/** The entry after an event; the very same entry where the event means nothing in its state. */
export function advanceDeactivation(entry: Deactivation, event: DeactivationEvent): Deactivation {
  return stamped(entry, apply(entry, event), event.at);
}

function apply(entry: Deactivation, event: DeactivationEvent): Deactivation {
  const from = entry.state;
  const isSent = from === 'sending' || from === 'looking';
  switch (event.type) {
    case 'notHeld':
      return isSent
        ? { ...entry, state: 'ended', already: true, endedAt: event.serverNow, settledAt: event.at }
        : entry;
    case 'tooEarly':
      return isSent
        ? { ...entry, state: 'tooEarly', readyAt: event.readyAt, early: event.early, settledAt: event.at }
        : entry;
    case 'answered':
      return isSent || from === 'following' ? answered(entry, event.snapshot, event.at) : entry;
    default:
      return applyToRequest(entry, event, isOpenDeactivation);
  }
}

/** Only `Revoked` says that the role has ended (pim-api.md A.4). */
function answered(entry: Deactivation, snapshot: RequestSnapshot, at: number): Deactivation {
  const known = withAnswer(entry, snapshot, at);
  switch (requestPhase(snapshot.status, false)) {
    case 'revoked':
      return { ...known, state: 'ended', endedAt: snapshot.serverNow, settledAt: at };
    case 'inProgress':
    case 'scheduled':
    case 'waitingForApproval':
      return { ...known, state: 'following' };
    case 'active':
      // Nobody has seen a deactivation end so: it may be over, or not.
      return {
        ...known,
        state: 'unknown',
        failure: { kind: 'outcomeUnknown', code: snapshot.status },
        settledAt: at,
      };
    case 'denied':
    case 'canceled':
    case 'timedOut':
    case 'failed':
      return {
        ...known,
        state: 'failed',
        failure: { kind: 'refused', code: snapshot.status },
        settledAt: at,
      };
  }
}

export interface NewDeactivation {
  readonly id: string;
  readonly role: Assignment;
  readonly narrowed?: Deactivation['narrowed'];
  readonly at: number;
}

export function newDeactivation({ at, ...members }: NewDeactivation): Deactivation {
  return { ...members, state: 'recorded', recordedAt: at, changedAt: at };
}

/** Whether sending again is known to be refused; a time further off was written before the clock was set back. */
export function isTooEarly({ state, readyAt = 0 }: Deactivation, now: number): boolean {
  return state === 'tooEarly' && now < readyAt && readyAt - now <= minimumActiveMs;
}

/** How long lists may still show a role that was deactivated (pim-api.md 0.7: several minutes). */
const ghostLifeMs = 10 * 60_000;

/**
 * Whether a row is what is left of a role that was deactivated: as it was, or the ghost that Azure shows as assigned
 * for good. A role that was activated again since then began later.
 */
export function isLeftOf(row: Assignment, { state, role, endedAt = 0 }: Deactivation): boolean {
  if (state !== 'ended' || role.key !== row.key) return false;
  if (row.assignmentType === 'assigned') return row.endsAt === undefined;
  return (epochMs(row.startsAt) ?? -Infinity) < endedAt;
}

/** Whether a row is shown only because lists lag behind a deactivation. */
export function isGhost(row: Assignment, deactivations: readonly Deactivation[], now: number): boolean {
  return deactivations.some((entry) => remembersGhosts(entry, now) && isLeftOf(row, entry));
}

/** Whether lists may still show what this entry ended. */
export function remembersGhosts({ state, settledAt = 0 }: Deactivation, now: number): boolean {
  return state === 'ended' && Math.abs(now - settledAt) < ghostLifeMs;
}

/**
 * When a role may be deactivated, ms since the epoch; `undefined` where its start is not known and the service will
 * tell. What the service refused as too early tells better than a clock of ours.
 */
export function deactivableAt(
  { key, startsAt }: Pick<Assignment, 'key' | 'startsAt'>,
  deactivations: readonly Deactivation[],
): number | undefined {
  const start = epochMs(startsAt);
  const refused = deactivations.find(
    ({ state, role }) =>
      state === 'tooEarly' && role.key === key && isSameStart(epochMs(role.startsAt), start),
  );
  return refused?.readyAt ?? (start === undefined ? undefined : start + minimumActiveMs);
}

/** The journal and the list may tell the same start a little apart; another activation starts much later. */
function isSameStart(one: number | undefined, other: number | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Math.abs(one - other) < minimumActiveMs;
}
