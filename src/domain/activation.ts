/**
 * The journal of activations: one entry a role and request, written before anything is sent, and the state machine
 * that every answer, loss and restart goes through. Pure; the worker writes what comes out of it.
 *
 *   recorded ─► sending ─► following ─► active · scheduled · waitingForApproval · failed
 *      ▲           │
 *      │ throttled └► looking ─► (found: as an answer) · unknown
 */
import * as v from 'valibot';
import { epochMs, isoInstant } from './duration.ts';
import { type Failure, FailureSchema } from './failure.ts';
import { type Ask, AskSchema } from './policy.ts';
import { requestPhase } from './request-status.ts';
import { type Eligibility, EligibilitySchema } from './role.ts';

export const activationStates = [
  /** Written down; nothing was sent. */
  'recorded',
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
  /** Our own GUID; the name of the request in Azure, never known to Graph. */
  id: v.string(),
  /** Activations asked for together. */
  bulkId: v.string(),
  /** The eligibility as it was when the person asked. */
  role: EligibilitySchema,
  ask: AskSchema,
  state: v.picklist(activationStates),
  /** Where it was asked for; one asked for outside our pages is told by a notification. */
  origin: v.picklist(['page', 'menu']),
  /** Milliseconds since the epoch, by the browser's clock, as all times here that end in `At` and are numbers. */
  recordedAt: v.number(),
  /** When the state last changed. */
  changedAt: v.number(),
  /** When the service was last asked about the request. */
  lookedAt: v.optional(v.number()),
  /** Since when every look was refused. */
  refusedSince: v.optional(v.number()),
  sentAt: v.optional(v.number()),
  /** How often sending began; more than once only after a 429 or a request that is known not to have arrived. */
  attempts: v.optional(v.number()),
  /** Sent again because the first request seemed not to have arrived. */
  resent: v.optional(v.boolean()),
  /** Requests of earlier entries for this role, which a search must not take for this one's. */
  earlierRequestIds: v.optional(v.array(v.string())),
  /** Earliest moment of the next try after a 429. */
  notBefore: v.optional(v.number()),
  settledAt: v.optional(v.number()),
  /** When the person was told of the present state, so that nobody is told twice. */
  toldAt: v.optional(v.number()),
  requestId: v.optional(v.string()),
  status: v.optional(v.string()),
  startsAt: v.optional(v.string()),
  endsAt: v.optional(v.string()),
  /** The service said that the role was active before this request. */
  already: v.optional(v.boolean()),
  failure: v.optional(FailureSchema),
});
export type Activation = v.InferOutput<typeof ActivationSchema>;

/** What a provider read of a schedule request. */
export interface RequestSnapshot {
  readonly requestId: string;
  readonly status: string;
  /** Start and end by the service's own clock; the start is `undefined` while approval is pending. */
  readonly startsAt?: string | undefined;
  readonly endsAt?: string | undefined;
  /** The service's time when it answered, ms since the epoch. */
  readonly serverNow: number;
}

export type ActivationEvent = { readonly at: number } & (
  | { readonly type: 'sendStarted' }
  | { readonly type: 'throttled'; readonly notBefore: number }
  | { readonly type: 'answered'; readonly snapshot: RequestSnapshot }
  | { readonly type: 'alreadyActive'; readonly endsAt?: string | undefined }
  | { readonly type: 'refused'; readonly failure: Failure }
  /** @property failure a refusal that may be about this very request's first arrival */
  | { readonly type: 'answerLost'; readonly failure?: Failure | undefined }
  /** The service knows no such request; sending the same request again cannot make a second one. */
  | { readonly type: 'neverArrived' }
  /** The service knows no such request and cannot know whether it will, or shows it no more. */
  | { readonly type: 'notFound'; readonly failure: Failure }
  /** The service was asked and could not be reached, or had nothing new to say. */
  | { readonly type: 'looked' }
  /** The service was asked and does not show the request. */
  | { readonly type: 'lookRefused' }
  | { readonly type: 'told'; readonly state: ActivationState }
);

const settled: ReadonlySet<ActivationState> = new Set(['active', 'failed', 'unknown']);
/** States in which the worker has something to do, now or by an alarm. */
const open: ReadonlySet<ActivationState> = new Set([
  'recorded',
  'sending',
  'looking',
  'following',
  'waitingForApproval',
  'scheduled',
]);

/** Whether the state is news to the person: an outcome, or that somebody else has to decide. */
export const isNews = (state: ActivationState): boolean =>
  settled.has(state) || state === 'waitingForApproval';
export const isSettled = (state: ActivationState): boolean => settled.has(state);
export const isOpen = (state: ActivationState): boolean => open.has(state);

/** Whether another request for the same role must not be sent while this entry stands. */
export function blocksAnother(entry: Activation, now: number): boolean {
  if (isOpen(entry.state)) return true;
  const end = epochMs(entry.endsAt);
  return entry.state === 'active' && end !== undefined && end > now;
}

/** The entry after an event; the very same entry where the event means nothing in its state. */
export function advance(entry: Activation, event: ActivationEvent): Activation {
  const after = apply(entry, event);
  return after.state === entry.state ? after : { ...without(after, 'toldAt'), changedAt: event.at };
}

function apply(entry: Activation, event: ActivationEvent): Activation {
  const from = entry.state;
  switch (event.type) {
    case 'told':
      return entry.toldAt === undefined && from === event.state ? { ...entry, toldAt: event.at } : entry;
    case 'looked':
      return isOpen(from) ? { ...entry, lookedAt: event.at } : entry;
    case 'lookRefused':
      return isOpen(from)
        ? { ...entry, lookedAt: event.at, refusedSince: entry.refusedSince ?? event.at }
        : entry;
    case 'sendStarted':
      return from === 'recorded'
        ? {
            ...without(entry, 'notBefore'),
            state: 'sending',
            sentAt: event.at,
            attempts: (entry.attempts ?? 0) + 1,
          }
        : entry;
    case 'throttled':
      return from === 'sending'
        ? { ...without(entry, 'sentAt'), state: 'recorded', notBefore: event.notBefore }
        : entry;
    case 'answerLost':
      return from === 'sending'
        ? { ...entry, state: 'looking', ...defined({ failure: event.failure }) }
        : entry;
    case 'neverArrived':
      return from === 'looking' ? { ...without(entry, 'sentAt'), state: 'recorded', resent: true } : entry;
    case 'notFound':
      return isOpen(from) && from !== 'recorded' && from !== 'sending'
        ? { ...entry, state: 'unknown', failure: event.failure, settledAt: event.at }
        : entry;
    case 'alreadyActive':
      return from === 'sending' || from === 'looking'
        ? {
            ...entry,
            state: 'active',
            already: true,
            settledAt: event.at,
            ...defined({ endsAt: event.endsAt }),
          }
        : entry;
    case 'refused':
      return from === 'recorded' || from === 'sending' || from === 'looking'
        ? { ...entry, state: 'failed', failure: event.failure, settledAt: event.at }
        : entry;
    case 'answered':
      return from === 'active' || from === 'failed' || from === 'recorded'
        ? entry
        : answered(entry, event.snapshot, event.at);
  }
}

function answered(entry: Activation, snapshot: RequestSnapshot, at: number): Activation {
  const startsAt = snapshot.startsAt ?? entry.startsAt;
  const start = epochMs(startsAt);
  const phase = requestPhase(snapshot.status, start !== undefined && start > snapshot.serverNow);
  const known = {
    ...without(without(entry, 'failure') as Activation, 'refusedSince'),
    lookedAt: at,
    requestId: snapshot.requestId,
    status: snapshot.status,
    ...defined({ startsAt, endsAt: snapshot.endsAt ?? entry.endsAt }),
  };
  switch (phase) {
    case 'active':
      return {
        ...known,
        state: 'active',
        settledAt: at,
        endsAt: known.endsAt ?? endOf(entry, start ?? snapshot.serverNow),
      };
    case 'inProgress':
      return { ...known, state: 'following' };
    case 'scheduled':
      return { ...known, state: 'scheduled' };
    case 'waitingForApproval':
      return { ...known, state: 'waitingForApproval' };
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

function without<K extends keyof Activation>(
  entry: Activation,
  key: K,
): Omit<Activation, K> & { [P in K]?: never } {
  const { [key]: _, ...rest } = entry;
  return rest as never;
}

/** Drops members that are `undefined`, so that an entry never stores them. */
function defined<T extends Record<string, unknown>>(
  members: T,
): { [P in keyof T]?: Exclude<T[P], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}

export interface NewActivation {
  readonly id: string;
  readonly bulkId: string;
  readonly role: Eligibility;
  readonly ask: Ask;
  readonly origin: Activation['origin'];
  readonly earlierRequestIds?: string[];
  readonly at: number;
}

export function newActivation({ at, ...members }: NewActivation): Activation {
  return { ...members, state: 'recorded', recordedAt: at, changedAt: at };
}
