/**
 * Asking an administrator to move the end of an eligibility, or to give one again that has ended (pim-api.md A.5, C.3):
 * what may be asked, and a journal with one entry a role and request, written before anything is sent. Pure.
 *
 *   recorded ─► sending ─► following ─► waiting ─► granted · failed
 *      ▲           │
 *      │ throttled └► looking ─► (found: as an answer) · unknown
 */
import * as v from 'valibot';
import { epochMs, isoInstant } from './duration.ts';
import type { FailureKind } from './failure.ts';
import {
  applyToRequest,
  requestEntries,
  type RequestEvent,
  type RequestSnapshot,
  stamped,
  withAnswer,
} from './request-entry.ts';
import { type RequestPhase, requestPhase } from './request-status.ts';
import { type Eligibility, EligibilitySchema, type RoleKey } from './role.ts';

export const extensionStates = [
  /** Written down; nothing was sent. */
  'recorded',
  /** The request may have left; its answer is not known. */
  'sending',
  /** The answer was lost; the request is being looked for. */
  'looking',
  /** Accepted by the service and on its way. */
  'following',
  /** An administrator has to decide, which may take days: looked at when the lists are read, and at no other time. */
  'waiting',
  'granted',
  'failed',
  /** Nobody can say whether the request arrived. */
  'unknown',
] as const;
export type ExtensionState = (typeof extensionStates)[number];

export const EligibilityExtensionSchema = v.object({
  ...requestEntries,
  /** The eligible role as it was when the person asked. */
  role: EligibilitySchema,
  /** The end that is asked for, ISO 8601 instant by the browser's clock. */
  until: v.string(),
  justification: v.string(),
  /** Set where the eligibility had ended: `selfRenew` in place of `selfExtend`. */
  renews: v.optional(v.literal(true)),
  state: v.picklist(extensionStates),
  /** What earlier entries of the same role became, so that none of them is taken for this one. */
  earlierRequestIds: v.optional(v.array(v.string())),
});
export type EligibilityExtension = v.InferOutput<typeof EligibilityExtensionSchema>;

const day = 24 * 60 * 60_000;
/** Earlier than this before the end it is not offered, as in the portal (pim-api.md A.5). */
const offeredForMs = 14 * day;

/** By how many days an end may be moved in the form; the role's settings may allow less, and the service says so. */
export const extensionDays = [30, 90, 180, 365] as const;

/** Whether an extension may be asked for: of one's own eligibility that ends soon; groups refuse it (pim-api.md D). */
export function isExtendable({ source, memberType, endsAt }: Eligibility, now: number): boolean {
  const end = epochMs(endsAt);
  if (source === 'groups' || memberType !== 'direct' || end === undefined) return false;
  return end > now && end - now <= offeredForMs;
}

/** How long after its end an eligibility is offered to be renewed. */
const renewableForMs = 30 * day;

/** Whether a renewal may be asked for: of one's own eligibility that ended not long ago; groups refuse it (pim-api.md D). */
export function isRenewable({ source, memberType, endsAt }: Eligibility, now: number): boolean {
  const end = epochMs(endsAt);
  if (source === 'groups' || memberType !== 'direct' || end === undefined) return false;
  return end <= now && now - end <= renewableForMs;
}

/** The end that so many more days bring; of what has ended they count from now. */
export function extendedEnd(
  { endsAt }: Pick<Eligibility, 'endsAt'>,
  days: number,
  now = -Infinity,
): string | undefined {
  const end = epochMs(endsAt);
  return end === undefined ? undefined : isoInstant(Math.max(end, now) + days * day);
}

/**
 * What is remembered of a source's eligibilities with an end: no list shows one that is over.
 *
 * @param known what was remembered before
 * @param listed what the service lists now
 */
export function rememberEnding(
  known: readonly Eligibility[],
  listed: readonly Eligibility[],
  now: number,
): Eligibility[] {
  const held = new Set(listed.map(({ key }) => key));
  // One that is gone before its end was taken away, and is not to be had again by asking for a renewal.
  const over = known.filter((role) => !held.has(role.key) && isRenewable(role, now));
  return [...over, ...listed.filter(({ endsAt }) => endsAt !== undefined)];
}

/** What may be asked for again: ended, and not held any more; what ended last comes first. */
export function endedAmong(
  remembered: readonly Eligibility[],
  isEligible: (key: RoleKey) => boolean,
  now: number,
): Eligibility[] {
  return remembered
    .filter((role) => isRenewable(role, now) && !isEligible(role.key))
    .toSorted((a, b) => (epochMs(b.endsAt) ?? 0) - (epochMs(a.endsAt) ?? 0));
}

const open: ReadonlySet<ExtensionState> = new Set(['recorded', 'sending', 'looking', 'following']);
/** Whether the worker has something to do, now or by an alarm. */
export const isOpenExtension = (state: ExtensionState): boolean => open.has(state);
/** Whether no other may be asked for the same role. */
export const isPendingExtension = (state: ExtensionState): boolean => open.has(state) || state === 'waiting';

/** The request of a role that is not decided yet. */
export function pendingExtension(
  extensions: readonly EligibilityExtension[],
  key: RoleKey,
): EligibilityExtension | undefined {
  return extensions.find(({ role, state }) => role.key === key && isPendingExtension(state));
}

/** The entry after an event; the very same entry where the event means nothing to it. */
export function advanceExtension(entry: EligibilityExtension, event: RequestEvent): EligibilityExtension {
  const after =
    event.type === 'answered'
      ? answered(entry, event.snapshot, event.at)
      : applyToRequest(entry, event, isOpenExtension);
  return after === entry ? entry : stamped(entry, after, event.at);
}

const endings: { readonly [P in RequestPhase]?: FailureKind } = {
  denied: 'denied',
  canceled: 'canceled',
  timedOut: 'timedOut',
  revoked: 'refused',
  failed: 'refused',
};

function answered(entry: EligibilityExtension, snapshot: RequestSnapshot, at: number): EligibilityExtension {
  if (entry.state === 'recorded' || !isPendingExtension(entry.state)) return entry;
  const known = withAnswer(entry, snapshot, at);
  const phase = requestPhase(snapshot.status, false);
  if (phase === 'waitingForApproval') return { ...known, state: 'waiting' };
  // Only what is carried out is said to be: until then the old end holds.
  if (phase === 'active') return { ...known, state: 'granted', settledAt: at };
  const kind = endings[phase];
  if (!kind) return { ...known, state: 'following' };
  return { ...known, state: 'failed', failure: { kind, code: snapshot.status }, settledAt: at };
}

/** A settled outcome is shown for a day at most. */
const outcomeLifeMs = day;

/** Whether nobody needs an entry any more; what waits is over with what it is about: the present end, or the new one. */
export function isOverExtension(entry: EligibilityExtension, now: number): boolean {
  const { state, role, settledAt, renews, until } = entry;
  if (isOpenExtension(state)) return false;
  if (state === 'waiting') return (epochMs(renews ? until : role.endsAt) ?? Infinity) <= now;
  return now - (settledAt ?? entry.changedAt) > outcomeLifeMs;
}
