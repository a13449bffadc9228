/** What the popup shows of the stored items: pure, so that every merge of lists and journal can be tested. */
import { type Activation, blocksAnother, canWithdraw, waitsForEffect } from '../domain/activation.ts';
import { deactivableAt, type Deactivation, isGhost, isOpenDeactivation } from '../domain/deactivation.ts';
import { epochMs } from '../domain/duration.ts';
import type { Effect } from '../domain/effect.ts';
import type { Assignment, Eligibility, RoleKey } from '../domain/role.ts';
import { compareNames } from '../domain/role-names.ts';

export interface ActiveRole {
  readonly role: Omit<Assignment, 'assignmentType' | 'startsAt' | 'endsAt'> & Pick<Eligibility, 'narrowed'>;
  /** Milliseconds since the epoch; absent where the service does not say. */
  readonly startsAt?: number;
  /** Milliseconds since the epoch; absent where nothing ends it. */
  readonly endsAt?: number;
  /** Whether a person activated it, as against an administrator assigning it. */
  readonly activated: boolean;
  /** Whether it can be deactivated; absent where it was not activated. */
  readonly ending?: Ending;
  /** Whether it is in effect; absent where nobody looked. */
  readonly effect?: Effect;
}

export type Ending =
  | { readonly state: 'free' }
  /** Active for less than five minutes; `readyAt` in ms since the epoch. */
  | { readonly state: 'tooEarly'; readonly readyAt: number }
  | { readonly state: 'underWay'; readonly deactivation: Deactivation };

export interface ActiveRoles {
  /** What ends, soonest first. */
  readonly running: readonly ActiveRole[];
  readonly permanent: readonly ActiveRole[];
}

/**
 * The roles held now: the service's lists, and what the journal knows to be active before the lists do
 * (pim-api.md I). A role past its end or deactivated is gone, whatever the list still says.
 */
export function activeRoles(
  assignments: readonly Assignment[],
  journal: readonly Activation[],
  now: number,
  deactivations: readonly Deactivation[] = [],
): ActiveRoles {
  const byKey = new Map<RoleKey, ActiveRole>();
  const effects = new Map(
    journal.flatMap(({ state, role, effect }) => (state === 'active' && effect ? [[role.key, effect]] : [])),
  );
  // No list says by which eligibility a role is held; what was asked for here knows it.
  const narrowed = new Map(
    journal.flatMap(({ state, role }) =>
      state === 'active' && role.narrowed ? [[role.key, role.narrowed] as const] : [],
    ),
  );
  const take = (row: Assignment) => {
    const { assignmentType, startsAt, endsAt, ...rest } = row;
    const by = assignmentType === 'activated' ? narrowed.get(row.key) : undefined;
    const role = { ...rest, ...(by ? { narrowed: by } : {}) };
    const start = epochMs(startsAt);
    const end = epochMs(endsAt);
    if ((end !== undefined && end <= now) || isGhost(row, deactivations, now)) return;
    const activated = assignmentType === 'activated';
    const effect = activated ? effects.get(role.key) : undefined;
    const active = {
      role,
      activated,
      ...(start === undefined ? {} : { startsAt: start }),
      ...(end === undefined ? {} : { endsAt: end }),
      ...(activated ? { ending: endingOf(row, deactivations, now) } : {}),
      ...(effect ? { effect } : {}),
    };
    byKey.set(role.key, longerOf(byKey.get(role.key), active));
  };
  for (const row of assignments) take(row);
  const listed = new Set(byKey.keys());
  for (const entry of journal) {
    const { state, role, startsAt, endsAt } = entry;
    if (state !== 'active' || endsAt === undefined || listed.has(role.key)) continue;
    take({ ...role, assignmentType: 'activated', endsAt, ...(startsAt ? { startsAt } : {}) });
  }
  const all = [...byKey.values()];
  return {
    running: all
      .filter((one) => one.endsAt !== undefined)
      .sort((a, b) => a.endsAt! - b.endsAt! || byName(a, b)),
    permanent: all.filter((one) => one.endsAt === undefined).sort(byName),
  };
}

function endingOf(row: Assignment, deactivations: readonly Deactivation[], now: number): Ending {
  const open = deactivations.find(({ state, role }) => role.key === row.key && isOpenDeactivation(state));
  if (open) return { state: 'underWay', deactivation: open };
  const readyAt = deactivableAt(row, deactivations) ?? now;
  return readyAt > now ? { state: 'tooEarly', readyAt } : { state: 'free' };
}

/** A role may be held twice, assigned for good and activated for hours: what holds longer is what counts. */
function longerOf(known: ActiveRole | undefined, other: ActiveRole): ActiveRole {
  if (!known) return other;
  return (known.endsAt ?? Infinity) >= (other.endsAt ?? Infinity) ? known : other;
}

function byName(a: ActiveRole, b: ActiveRole): number {
  return compareNames(a.role, b.role);
}

/** Whether a role can be activated now. */
export type Availability =
  | 'free'
  /** It is held already. */
  | 'active'
  /** A request for it is open. */
  | 'underWay';

export function availabilityOf(
  active: ActiveRoles,
  journal: readonly Activation[],
  now: number,
): (key: RoleKey) => Availability {
  const held = new Set([...active.running, ...active.permanent].map((one) => one.role.key));
  const blocked = new Set(
    journal.filter((entry) => blocksAnother(entry, now)).map((entry) => entry.role.key),
  );
  return (key) => (held.has(key) ? 'active' : blocked.has(key) ? 'underWay' : 'free');
}

/** So long after its last news; what went well is shown under "Active now" alone from then on. */
const successShownForMs = 5 * 60_000;

/** Whether it went well and nothing of it is waited for or in doubt: what is more to say stands under "Active now". */
export function isDone({ state, effect }: Activation): boolean {
  return state === 'active' && effect?.state !== 'waiting' && effect?.state !== 'notSeen';
}

/** The entries that the person may still want to hear of, newest first, open ones before settled ones. */
export function outcomesOf(journal: readonly Activation[], now: number): Activation[] {
  const rank = (entry: Activation) => (entry.settledAt === undefined ? 0 : 1);
  return journal
    .filter(({ dismissed, state }) => !dismissed && !canWithdraw(state))
    .filter((entry) => entry.state !== 'active' || isRecentSuccess(entry, now))
    .filter((entry) => !isHistory(entry, journal))
    .sort((a, b) => rank(a) - rank(b) || b.recordedAt - a.recordedAt);
}

/** Until it is known whether it is in effect, and for a while from then on: that may take longer than the while. */
function isRecentSuccess(entry: Activation, now: number): boolean {
  const { settledAt, effect } = entry;
  const lastNewsAt = Math.max(settledAt ?? now, effect?.settledAt ?? -Infinity);
  return waitsForEffect(entry, now) || now - lastNewsAt < successShownForMs;
}

/**
 * What waits for somebody else or for its time, for hours maybe, and is shown apart because nothing is to be done about
 * it: requests that wait for approval, the newest first, and then what was accepted for a
 * later start, the next first.
 */
export function waitingOf(journal: readonly Activation[]): Activation[] {
  const startOf = ({ startsAt, recordedAt }: Activation) => epochMs(startsAt) ?? recordedAt;
  return [
    ...journal
      .filter(({ state, dismissed }) => state === 'waitingForApproval' && !dismissed)
      .sort((a, b) => b.recordedAt - a.recordedAt),
    ...journal.filter(({ state }) => state === 'scheduled').sort((a, b) => startOf(a) - startOf(b)),
  ];
}

/** The deactivations that the person may still want to hear of, newest first. */
export function endOutcomesOf(deactivations: readonly Deactivation[], now: number): Deactivation[] {
  return deactivations
    .filter(({ dismissed }) => !dismissed)
    .filter(({ state, settledAt }) => state !== 'ended' || now - (settledAt ?? now) < successShownForMs)
    .filter(({ state, role }) => state !== 'tooEarly' || (epochMs(role.endsAt) ?? Infinity) > now)
    .toSorted((a, b) => b.recordedAt - a.recordedAt);
}

/** Whether a newer request for the same role says all there is to say: "Not activated" beside "Active" is none. */
function isHistory(entry: Activation, journal: readonly Activation[]): boolean {
  return journal.some(
    (other) =>
      isAfter(other, entry) &&
      (entry.state === 'failed' || (entry.state === 'unknown' && other.state === 'active')),
  );
}

function isAfter(other: Activation, entry: Activation): boolean {
  return other.role.key === entry.role.key && other.recordedAt > entry.recordedAt;
}

/** What goes when the person takes an outcome away: it, and what it had made history of, which would come back. */
export function idsToDismiss(entry: Activation, journal: readonly Activation[]): string[] {
  const before = journal.filter((other) => isAfter(entry, other) && isHistory(other, journal));
  return [entry, ...before].map(({ id }) => id);
}
