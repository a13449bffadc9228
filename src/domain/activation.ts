/**
 * The journal of activations: one entry a role and request, written before anything is sent, and the state machine
 * that every answer, loss and restart goes through. Pure; the worker writes what comes out of it.
 *
 *   recorded ─► sending ─► following ─► active · scheduled · waitingForApproval · failed
 *    ▲  │▲         │
 *    │  ││throttled└► looking ─► (found: as an answer) · unknown
 *    │  ▼
 *   proofNeeded (activation-proof.ts)
 */
import * as v from 'valibot';
import { applyProof, owesProof, type ProofEvent } from './activation-proof.ts';
import { decideWithinMs } from './approval.ts';
import { epochMs, isoInstant } from './duration.ts';
import { isOutlasted } from './eligible-time.ts';
import { afterLook, type Effect, type EffectAnswer, EffectSchema, newEffect } from './effect.ts';
import { type Failure, FailureSchema } from './failure.ts';
import { type Ask, AskSchema } from './policy.ts';
import { type Proof, ProofSchema } from './proof.ts';
import {
  applyToRequest,
  defined,
  requestEntries,
  type RequestEvent,
  type RequestSnapshot,
  stamped,
  withAnswer,
} from './request-entry.ts';
import { requestPhase } from './request-status.ts';
import { type Eligibility, EligibilitySchema } from './role.ts';

export const activationStates = [
  /** Written down; nothing was sent. */
  'recorded',
  /** Nothing was carried out: the service asks the person for more proof. */
  'proofNeeded',
  /** The request may have left; its answer is not known. */
  'sending',
  /** The answer was lost; the request is being looked for. */
  'looking',
  /** Accepted by the service and on its way. */
  'following',
  'waitingForApproval',
  'scheduled',
  'active',
  'failed',
  /** Nobody can say whether the request arrived; the person is asked, nothing is sent again by itself. */
  'unknown',
] as const;
export type ActivationState = (typeof activationStates)[number];

export const ActivationSchema = v.object({
  ...requestEntries,
  /** Activations asked for together. */
  bulkId: v.string(),
  /** The eligibility as it was when the person asked. */
  role: EligibilitySchema,
  ask: AskSchema,
  state: v.picklist(activationStates),
  /** Where it was asked for; one asked for outside our pages is told by a notification. */
  origin: v.picklist(['page', 'menu']),
  /** Requests of earlier entries for this role, which a search must not take for this one's. */
  earlierRequestIds: v.optional(v.array(v.string())),
  startsAt: v.optional(v.string()),
  endsAt: v.optional(v.string()),
  /** The service said that the role was active before this request. */
  already: v.optional(v.boolean()),
  /** An approver had to decide; not known before the service has said so. */
  neededApproval: v.optional(v.boolean()),
  /** The person wants the request taken back; `failure` where the service refused that. */
  withdrawal: v.optional(v.object({ askedAt: v.number(), failure: v.optional(FailureSchema) })),
  /** Whether what is active is in effect; absent before it is active. */
  effect: v.optional(EffectSchema),
  /** Taken away by the person, and kept only until it is in effect. */
  dismissed: v.optional(v.boolean()),
  /** What the person has to prove before the request is carried out, and how far that is. */
  proof: v.optional(ProofSchema),
});
export type Activation = v.InferOutput<typeof ActivationSchema>;

export type ActivationEvent =
  | RequestEvent
  | ProofEvent
  | { readonly at: number; readonly type: 'alreadyActive'; readonly endsAt?: string | undefined }
  | { readonly at: number; readonly type: 'withdrawalAsked' }
  | { readonly at: number; readonly type: 'withdrawalRefused'; readonly failure: Failure }
  /** It was looked whether the role is in effect. */
  | {
      readonly at: number;
      readonly type: 'probed';
      readonly answer: EffectAnswer;
      readonly lookedAt: number;
    };

const settled: ReadonlySet<ActivationState> = new Set(['active', 'failed', 'unknown']);
/** States in which the worker has something to do, now or by an alarm. */
const open: ReadonlySet<ActivationState> = new Set([
  'recorded',
  'proofNeeded',
  'sending',
  'looking',
  'following',
  'waitingForApproval',
  'scheduled',
]);

/** Whether the state is news to the person: an outcome, or that somebody has to decide or to prove something. */
export const isNews = (state: ActivationState): boolean =>
  settled.has(state) || state === 'waitingForApproval' || state === 'proofNeeded';
export const isSettled = (state: ActivationState): boolean => settled.has(state);
/** Whether the person may take it away: what is over, and what waits for nobody but them. */
export const isDismissible = ({ state }: Activation): boolean =>
  settled.has(state) || state === 'proofNeeded';
export const isOpen = (state: ActivationState): boolean => open.has(state);

/** Whether the request is one that waits, so that it can be taken back (pim-api.md A.5). */
export const canWithdraw = (state: ActivationState): boolean =>
  state === 'waitingForApproval' || state === 'scheduled';

/** Whether the taking back is still to be carried out. */
export const isWithdrawing = ({ state, withdrawal }: Activation): boolean =>
  canWithdraw(state) && withdrawal !== undefined && !withdrawal.failure;

/** When nobody can decide any more; ms since the epoch. A day after the request was made (pim-api.md E). */
export function decisionDueAt(entry: Activation): number | undefined {
  if (entry.state !== 'waitingForApproval') return undefined;
  return (entry.sentAt ?? entry.recordedAt) + decideWithinMs;
}

/**
 * Whether another request for the same role must not be sent while this entry stands, whatever its time. One that was
 * accepted for later stands in the way of those alone whose time touches its own, which `clashOf` tells.
 */
export function blocksAnother(entry: Activation, now: number): boolean {
  if (entry.state === 'scheduled') return false;
  if (isOpen(entry.state)) return true;
  const end = epochMs(entry.endsAt);
  return entry.state === 'active' && end !== undefined && end > now;
}

/** Whether it is still to be found out if the role is in effect; not for one that is over. */
export function waitsForEffect(entry: Activation, now: number): entry is Activation & { effect: Effect } {
  return (
    entry.state === 'active' && entry.effect?.state === 'waiting' && (epochMs(entry.endsAt) ?? Infinity) > now
  );
}

/** The entry after an event; the very same entry where the event means nothing in its state. */
export function advance(entry: Activation, event: ActivationEvent): Activation {
  return stamped(entry, apply(entry, event), event.at);
}

function apply(entry: Activation, event: ActivationEvent): Activation {
  const from = entry.state;
  switch (event.type) {
    case 'alreadyActive':
      return from === 'sending' || from === 'looking'
        ? {
            ...entry,
            state: 'active',
            already: true,
            settledAt: event.at,
            effect: newEffect(event.at),
            ...defined({ endsAt: event.endsAt }),
          }
        : entry;
    case 'withdrawalAsked':
      return canWithdraw(from) ? { ...entry, withdrawal: { askedAt: event.at } } : entry;
    case 'withdrawalRefused':
      return isWithdrawing(entry)
        ? { ...entry, withdrawal: { ...entry.withdrawal!, failure: event.failure } }
        : entry;
    case 'probed':
      return from === 'active' && entry.effect?.state === 'waiting'
        ? { ...entry, effect: afterLook(entry.effect, event.answer, event.lookedAt, event.at) }
        : entry;
    case 'answered':
      return from === 'active' || from === 'failed' || from === 'recorded' || from === 'proofNeeded'
        ? entry
        : answered(entry, event.snapshot, event.at);
    case 'challenged':
    case 'proved':
    case 'windowOpened':
    case 'notProved':
      return applyProof(entry, event);
    case 'sendStarted':
      return owesProof(entry) ? entry : applyToRequest(entry, event, isOpen);
    case 'refused':
      return from === 'proofNeeded'
        ? { ...entry, state: 'failed', failure: event.failure, settledAt: event.at }
        : applyToRequest(entry, event, isOpen);
    case 'notFound':
      // Nothing was sent that could be missing.
      return from === 'proofNeeded' ? entry : applyToRequest(entry, event, isOpen);
    default:
      return applyToRequest(entry, event, isOpen);
  }
}

function answered(entry: Activation, snapshot: RequestSnapshot, at: number): Activation {
  const startsAt = snapshot.startsAt ?? entry.startsAt;
  const start = epochMs(startsAt);
  const phase = requestPhase(snapshot.status, start !== undefined && start > snapshot.serverNow);
  const known = {
    ...withAnswer(entry, snapshot, at),
    ...defined({ startsAt, endsAt: withinEligibility(snapshot.endsAt ?? entry.endsAt, entry) }),
  };
  switch (phase) {
    case 'active':
      return {
        ...known,
        state: 'active',
        settledAt: at,
        effect: newEffect(at),
        endsAt: known.endsAt ?? withinEligibility(endOf(entry, start ?? snapshot.serverNow), entry),
      };
    case 'inProgress':
      return { ...known, state: 'following' };
    case 'scheduled':
      return { ...known, state: 'scheduled' };
    case 'waitingForApproval':
      return { ...known, state: 'waitingForApproval', neededApproval: true };
    case 'denied':
    case 'canceled':
    case 'timedOut':
      return failed(known, phase, snapshot.status, at);
    case 'revoked':
      return failed(known, 'canceled', snapshot.status, at);
    case 'failed':
      return failed(known, 'provisioningFailed', snapshot.status, at);
  }
}

function failed(entry: Activation, kind: Failure['kind'], status: string, at: number): Activation {
  return { ...entry, state: 'failed', failure: { kind, code: status }, settledAt: at };
}

function endOf(entry: Activation, start: number): string {
  return isoInstant(start + entry.ask.minutes * 60_000);
}

/** Not later than the eligibility's end, as a request does not tell whether it outlasts that: the list of what is held does. */
function withinEligibility<T extends string | undefined>(end: T, { role }: Activation): T | string {
  return isOutlasted(role, epochMs(end) ?? -Infinity) ? role.endsAt! : end;
}

export interface NewActivation {
  readonly id: string;
  readonly bulkId: string;
  readonly role: Eligibility;
  readonly ask: Ask;
  readonly origin: Activation['origin'];
  readonly earlierRequestIds?: string[];
  /** What the role's policy is known to ask for. */
  readonly proof?: Proof | undefined;
  readonly at: number;
}

export function newActivation({ at, proof, ...members }: NewActivation): Activation {
  return { ...members, ...defined({ proof }), state: 'recorded', recordedAt: at, changedAt: at };
}
