/**
 * Carries out what a journal holds, until every entry is settled: one step after the other, with timers while something
 * is about to happen, and an alarm behind them. Built to be stopped at any line: a new worker goes on from what is
 * written.
 */
import type { Account } from '../../domain/account.ts';
import { nextLook } from '../../domain/pacing.ts';
import type { Happening, RequestEntry, RequestEvent } from '../../domain/request-entry.ts';
import type { Alarms } from '../../platform/alarms.ts';
import { createRecordEvents, type OnNews } from './record-events.ts';
import { createStepRequest, type RequestKind, type RoleRequest, type StepOptions } from './step-request.ts';

export interface FollowOptions<E> extends StepOptions {
  readonly alarms: Alarms;
  /** At most 10 s at a time; a longer wait belongs to an alarm. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly onNews: OnNews<E>;
}

export interface Following<E extends RoleRequest, V> extends RequestKind<E, V> {
  /** The alarm that stands behind every timer. */
  readonly alarm: string;
}

export interface FollowRequests<E, V> {
  /** Sees to it that some worker wakes up for what is about to be recorded. */
  watch(): void;
  /** Goes on with every open entry of the account; resolves when each is settled or left to the alarm. */
  follow(account: Account): Promise<void>;
  /** Writes what happened to an entry from outside; the entry after it, where there is one. */
  happened(account: Account, id: string, happening: Happening<V>): Promise<E | undefined>;
}

export function createFollowRequests<E extends RoleRequest, V extends { at: number }>(
  { alarm, ...kind }: Following<E, V | RequestEvent>,
  options: FollowOptions<E>,
): FollowRequests<E, V | RequestEvent> {
  const { state, alarms, now, sleep } = options;
  const { journal } = kind;
  /** Entries that this worker is carrying out; an entry in `sending` that is not among them was left by another. */
  const inHand = new Set<string>();
  /** Those of them that something happened to from outside. */
  const nudged = new Set<string>();
  const events = createRecordEvents({ state, journal, now, onNews: options.onNews });
  const { step } = createStepRequest<E, V>(kind, events, options);
  const read = (account: Account) => journal.item(state.of(account)).read();

  /** Steps through one entry until it is settled or its next look is an alarm's. */
  async function carryOut(account: Account, first: E): Promise<E | undefined> {
    let entry: E | undefined = first;
    while (entry && journal.isOpen(entry.state) && (await state.isSignedIn(account))) {
      const before: E = entry;
      const { entry: after, needsPerson } = await step(account, before);
      if (needsPerson) return before;
      entry = after;
      if (!entry || !journal.isOpen(entry.state) || goesOnAtOnce(before, entry)) continue;
      const next = nextLook(entry, now());
      if (next.by === 'alarm') return entry;
      await sleep(next.inMs);
    }
    return entry;
  }

  /** Carries one entry out; once more where somebody else moved it on just when it was left to the alarm. */
  async function keepCarryingOut(account: Account, first: E): Promise<void> {
    let entry: E | undefined = first;
    inHand.add(first.id);
    try {
      while (entry) {
        nudged.delete(first.id);
        const left: E | undefined = await carryOut(account, entry);
        if (!left || !nudged.has(first.id)) return;
        const stored = (await read(account)).find(({ id }) => id === first.id);
        entry = stored && stored.state !== left.state && journal.isOpen(stored.state) ? stored : undefined;
      }
    } finally {
      inHand.delete(first.id);
    }
  }

  return {
    watch: () => alarms.set(alarm, 30_000),
    happened: events.happened,
    async follow(account) {
      const known = await read(account);
      const entries = known.filter((entry) => journal.isOpen(entry.state) && !inHand.has(entry.id));
      for (const { id } of known) if (inHand.has(id)) nudged.add(id);
      const untold = known.filter((entry) => journal.isNews(entry.state) && entry.toldAt === undefined);
      if (entries.length > 0) alarms.set(alarm, shortestWait(entries, now()));
      const ends = await Promise.allSettled([
        ...untold.map((entry) => events.tell(account, entry)),
        ...entries.map((entry) => keepCarryingOut(account, entry)),
      ]);
      const left = (await read(account)).filter((entry) => journal.isOpen(entry.state));
      // The alarm is that of whoever is signed in.
      if (await state.isSignedIn(account)) {
        if (left.length === 0) alarms.clear(alarm);
        else alarms.set(alarm, shortestWait(left, now()));
      }
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}

/** A lost answer is looked for at once, a request that never arrived is sent at once. */
function goesOnAtOnce(before: RequestEntry, after: RequestEntry): boolean {
  return (
    before.state !== after.state &&
    (after.state === 'looking' || (after.state === 'recorded' && !after.notBefore))
  );
}

/** The alarm is a net behind timers too, so it is never further away than a minute. */
function shortestWait(entries: readonly RequestEntry[], now: number): number {
  const waits = entries
    .map((entry) => nextLook(entry, now))
    .map(({ by, inMs }) => (by === 'alarm' ? inMs : 30_000));
  return Math.max(30_000, Math.min(...waits));
}
