/**
 * What the journals of activations and of deactivations share: the way of one schedule request from being written
 * down until the service has said something of it. Pure.
 *
 *   recorded ─► sending ─► (what the service says)
 *      ▲           │
 *      │ throttled └► looking ─► (found: what the service says) · unknown
 */
import * as v from 'valibot';
import { type Failure, FailureSchema } from './failure.ts';

export const requestEntries = {
  /** Our own GUID; the name of the request in Azure, never known to Graph. */
  id: v.string(),
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
  /** Refused with 429, and so not carried out: the earliest moment at which it is sent again. Only while `recorded`. */
  notBefore: v.optional(v.number()),
  settledAt: v.optional(v.number()),
  /** When the person was told of the present state, so that nobody is told twice. */
  toldAt: v.optional(v.number()),
  requestId: v.optional(v.string()),
  status: v.optional(v.string()),
  failure: v.optional(FailureSchema),
};

const RequestEntrySchema = v.object({ ...requestEntries, state: v.string() });
/** Any entry of either journal. */
export type RequestEntry = v.InferOutput<typeof RequestEntrySchema>;

/** What a provider read of a schedule request. */
export interface RequestSnapshot {
  readonly requestId: string;
  readonly status: string;
  /** The start is `undefined` while approval is pending. By the service's clock in a provider, by the browser's outside. */
  readonly startsAt?: string | undefined;
  readonly endsAt?: string | undefined;
  /** When the service answered, ms since the epoch, by the same clock as the start and the end. */
  readonly serverNow: number;
}

/** What may happen to any request; `at` in ms since the epoch. */
export type RequestEvent = { readonly at: number } & (
  | { readonly type: 'sendStarted' }
  /** It cannot be sent, and was not. */
  | { readonly type: 'notSent'; readonly failure: Failure }
  /** Refused before anything was carried out, until a time. Written before the wait, so that no restart forgets it. */
  | { readonly type: 'throttled'; readonly notBefore: number }
  | { readonly type: 'answered'; readonly snapshot: RequestSnapshot }
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
  | { readonly type: 'told'; readonly state: string }
);

/** An event without its time, which is stamped when it is written. */
export type Happening<V> = V extends { at: number } ? Omit<V, 'at'> : never;

/** The entry as it is stored after a change: news of a state is told once in each state. */
export function stamped<E extends RequestEntry>(before: E, after: E, at: number): E {
  return after.state === before.state
    ? after
    : ({ ...without(after, 'toldAt'), changedAt: at } as unknown as E);
}

/** The entry after an event that is the same for every request; the very same entry where it means nothing. */
export function applyToRequest<E extends RequestEntry>(
  entry: E,
  event: Exclude<RequestEvent, { type: 'answered' }>,
  isOpen: (state: E['state']) => boolean,
): E {
  return changed(entry, event, isOpen(entry.state)) as E;
}

function changed(
  entry: RequestEntry,
  event: Exclude<RequestEvent, { type: 'answered' }>,
  isOpen: boolean,
): RequestEntry {
  const from = entry.state;
  switch (event.type) {
    case 'told':
      return entry.toldAt === undefined && from === event.state ? { ...entry, toldAt: event.at } : entry;
    case 'looked':
      return isOpen ? { ...entry, lookedAt: event.at } : entry;
    case 'lookRefused':
      return isOpen ? { ...entry, lookedAt: event.at, refusedSince: entry.refusedSince ?? event.at } : entry;
    case 'sendStarted':
      return from === 'recorded'
        ? {
            ...without(entry, 'notBefore'),
            state: 'sending',
            sentAt: event.at,
            attempts: (entry.attempts ?? 0) + 1,
          }
        : entry;
    case 'notSent':
      return from === 'recorded'
        ? { ...entry, state: 'failed', failure: event.failure, settledAt: event.at }
        : entry;
    case 'throttled':
      return from === 'sending'
        ? {
            ...without(entry, 'sentAt'),
            state: 'recorded',
            notBefore: Math.max(event.notBefore, event.at + leastWaitMs(entry.attempts)),
          }
        : entry;
    case 'answerLost':
      return from === 'sending'
        ? { ...entry, state: 'looking', ...defined({ failure: event.failure }) }
        : entry;
    case 'neverArrived':
      return from === 'looking' ? { ...without(entry, 'sentAt'), state: 'recorded', resent: true } : entry;
    case 'notFound':
      return isOpen && from !== 'recorded' && from !== 'sending'
        ? { ...entry, state: 'unknown', failure: event.failure, settledAt: event.at }
        : entry;
    case 'refused':
      return from === 'recorded' || from === 'sending' || from === 'looking'
        ? { ...entry, state: 'failed', failure: event.failure, settledAt: event.at }
        : entry;
  }
}

/** A service that says "at once" is believed the first time; whoever goes on refusing is asked less and less often. */
function leastWaitMs(attempts = 0): number {
  return attempts < 2 ? 0 : Math.min(10_000, 500 * 2 ** (attempts - 1));
}

/** The entry with what an answer says in every state. */
export function withAnswer<E extends RequestEntry>(entry: E, snapshot: RequestSnapshot, at: number): E {
  return {
    ...without(without<RequestEntry, 'failure'>(entry, 'failure'), 'refusedSince'),
    lookedAt: at,
    requestId: snapshot.requestId,
    status: snapshot.status,
  } as unknown as E;
}

function without<E extends RequestEntry, K extends keyof E>(
  entry: E,
  key: K,
): Omit<E, K> & { [P in K]?: never } {
  const { [key]: _, ...rest } = entry;
  return rest as never;
}

/** Drops members that are `undefined`, so that an entry never stores them. */
export function defined<T extends Record<string, unknown>>(
  members: T,
): { [P in keyof T]?: Exclude<T[P], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
