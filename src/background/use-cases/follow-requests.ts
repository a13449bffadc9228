/**
 * Carries out what a journal holds, until every entry is settled: sends what is recorded, looks for what was lost,
 * follows what was accepted. Built to be stopped at any line: each step is written before the next is taken, and a
 * new worker goes on from what is written.
 */
import pLimit from 'p-limit';
import { type Account, accountKey } from '../../domain/account.ts';
import { type Failure, failureOf, needsPerson } from '../../domain/failure.ts';
import { nextLook, refusedForMs, searchLagMs, sendWithinMs, waitBeforeSending } from '../../domain/pacing.ts';
import type { Happening, RequestEntry, RequestEvent, RequestSnapshot } from '../../domain/request-entry.ts';
import type { Eligibility, Source } from '../../domain/role.ts';
import type { TokenOptions } from '../../http/token-source.ts';
import type { Alarms } from '../../platform/alarms.ts';
import type { PimProvider } from '../../providers/provider.ts';
import type { WorkerState } from '../worker-state.ts';
import { createRecordEvents, type Journal, type OnNews } from './record-events.ts';

export interface FollowOptions<E> {
  readonly state: WorkerState;
  readonly providers: Record<Source, PimProvider>;
  readonly alarms: Alarms;
  /**
   * Sees to it that a request for this account could leave at once: fetches its token, which may take long.
   * @throws FailureError when there is no token to be had
   */
  readonly makeReady: (account: Account, source: Source, wish?: TokenWish) => Promise<void>;
  readonly now: () => number;
  /** At most 10 s at a time; a longer wait belongs to an alarm. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly onNews: OnNews<E>;
  /** A token could not be had without the person. */
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
}

type TokenWish = Omit<TokenOptions, 'account'>;

/** Any entry that names the role it is about. */
type RoleRequest = RequestEntry & { readonly role: Pick<Eligibility, 'source' | 'scope'> };

/** What is particular to one kind of request. */
export interface Following<E extends RoleRequest, V> {
  readonly journal: Journal<E, V>;
  /** The alarm that stands behind every timer. */
  readonly alarm: string;
  /** Where its requests may need a token with claims; otherwise any of the account's will do. */
  readonly token?: {
    readonly wanted: (entry: E) => TokenWish | undefined;
    /** What having it, or not, says of the entry. */
    readonly got: (entry: E) => Happening<V> | undefined;
    readonly missing: (entry: E, failure: Failure) => Happening<V>;
  };
  /** When the person last said that they want it, ms since the epoch; when it was recorded, where absent. */
  readonly wantedAt?: (entry: E) => number;
  /** Sends the entry's request, once, and says what came of it. @throws FailureError when it was refused */
  readonly send: (account: Account, entry: E, provider: PimProvider) => Promise<Happening<V>>;
  /** What a refusal says. */
  readonly refused: (entry: E, failure: Failure) => Happening<V>;
  readonly find: (account: Account, entry: E, provider: PimProvider) => Promise<RequestSnapshot | undefined>;
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
  { journal, alarm, token, wantedAt, send: transmit, refused, find }: Following<E, V | RequestEvent>,
  options: FollowOptions<E>,
): FollowRequests<E, V | RequestEvent> {
  const { state, providers, alarms, now, sleep } = options;
  /** Entries that this worker is carrying out; an entry in `sending` that is not among them was left by another. */
  const inHand = new Set<string>();
  /** Those of them that something happened to from outside. */
  const nudged = new Set<string>();
  const sendingAtOnce = pLimit(4);
  const events = createRecordEvents({ state, journal, now, onNews: options.onNews });
  const { record, tell } = events;
  const happened = (account: Account, id: string, happening: Happening<RequestEvent>) =>
    events.happened(account, id, happening as Happening<V | RequestEvent>);
  const read = (account: Account) => journal.item(state.of(account)).read();

  /** Only while its account is signed in; an account's entries wait for its next sign-in. */
  async function isSignedIn(account: Account): Promise<boolean> {
    const current = await state.account();
    return current !== undefined && accountKey(current) === accountKey(account);
  }

  async function noteNeed(account: Account, failure: Failure): Promise<void> {
    if (await isSignedIn(account)) await options.onSignInNeeded(failure);
  }

  async function step(account: Account, entry: E): Promise<E | undefined> {
    const provider = providers[entry.role.source];
    switch (entry.state) {
      case 'recorded': {
        const ready = await readied(account, entry);
        if (ready?.state !== 'recorded') return ready;
        // Only so many at once say that they may have left; the others say that nothing was sent, which is true.
        return sendingAtOnce(() => send(account, ready, provider));
      }
      case 'proofNeeded':
        // What waits for the person is not sent later by itself.
        if (now() - entry.changedAt <= sendWithinMs) return entry;
        return happened(account, entry.id, { type: 'refused', failure: { kind: 'notProvedInTime' } });
      case 'sending':
        // Only a worker that is gone leaves an entry so: whether its request arrived has to be found out.
        return happened(account, entry.id, { type: 'answerLost' });
      case 'looking':
        return look(account, entry, provider);
      default:
        return journal.isOpen(entry.state) ? readBack(account, entry, provider) : entry;
    }
  }

  function isTooLate(entry: E): boolean {
    const wanted = Math.max(wantedAt?.(entry) ?? entry.recordedAt, entry.notBefore ?? 0);
    return now() - wanted > sendWithinMs;
  }

  /**
   * The entry when its token is in hand: fetched before it is written that the request may have left, because a worker
   * that is killed in here has sent nothing. An entry that waits for its token keeps no other from being sent.
   */
  async function readied(account: Account, entry: E): Promise<E | undefined> {
    if (waitBeforeSending(entry, now()) > 0) return entry;
    try {
      await options.makeReady(account, entry.role.source, token?.wanted(entry));
    } catch (thrown) {
      return settledOrOpen(account, entry, failureOf(thrown), (failure) =>
        token ? token.missing(entry, failure) : (notSent(failure) as Happening<V | RequestEvent>),
      );
    }
    const happening = token?.got(entry);
    return happening ? events.happened(account, entry.id, happening) : entry;
  }

  /** What needs the person is said of the session, unless it is asked of them for this request alone. */
  async function settledOrOpen(
    account: Account,
    entry: E,
    failure: Failure,
    said: (failure: Failure) => Happening<V | RequestEvent>,
  ): Promise<E | undefined> {
    const after = await events.happened(account, entry.id, said(failure));
    if (needsPerson(failure) && after?.state === 'failed') await noteNeed(account, failure);
    return after;
  }

  async function send(account: Account, entry: E, provider: PimProvider): Promise<E | undefined> {
    if (waitBeforeSending(entry, now()) > 0) return entry;
    if (isTooLate(entry)) {
      return happened(account, entry.id, notSent({ kind: 'notSentInTime' }));
    }
    const started = { type: 'sendStarted' } as Happening<V | RequestEvent>;
    const { entry: sending, isNew } = await record(account, entry.id, started);
    // Somebody else has begun: whoever did not write it must not send it.
    if (!isNew || !sending) return sending;
    let outcome: Happening<V | RequestEvent>;
    try {
      outcome = await transmit(account, sending, provider);
    } catch (thrown) {
      return settledOrOpen(account, entry, failureOf(thrown), (failure) => refused(sending, failure));
    }
    return events.happened(account, entry.id, outcome);
  }

  async function look(account: Account, entry: E, provider: PimProvider): Promise<E | undefined> {
    const snapshot = await find(account, entry, provider);
    if (snapshot) return happened(account, entry.id, { type: 'answered', snapshot });
    if (now() - (entry.sentAt ?? entry.changedAt) < searchLagMs[provider.source]) {
      return happened(account, entry.id, { type: 'looked' });
    }
    // It was refused for another's request, since its own is not there.
    if (entry.failure) return happened(account, entry.id, { type: 'refused', failure: entry.failure });
    return happened(
      account,
      entry.id,
      provider.resendIsSafe
        ? { type: 'neverArrived' }
        : { type: 'notFound', failure: { kind: 'outcomeUnknown' } },
    );
  }

  async function readBack(account: Account, entry: E, provider: PimProvider): Promise<E | undefined> {
    if (!entry.requestId) return happened(account, entry.id, { type: 'looked' });
    const snapshot = await provider.readRequest(account, { ...entry, requestId: entry.requestId });
    if (snapshot) return happened(account, entry.id, { type: 'answered', snapshot });
    return lookRefused(account, entry, { kind: 'notFound' });
  }

  /** A request that the service will not show any more keeps nobody from asking for the role again. */
  async function lookRefused(account: Account, entry: E, failure: Failure): Promise<E | undefined> {
    const isOver = entry.refusedSince !== undefined && now() - entry.refusedSince > refusedForMs;
    const unknown: Failure = { ...failure, kind: 'outcomeUnknown' };
    return happened(
      account,
      entry.id,
      isOver ? { type: 'notFound', failure: unknown } : { type: 'lookRefused' },
    );
  }

  /** Steps through one entry until it is settled or its next look is an alarm's. */
  async function carryOut(account: Account, first: E): Promise<E | undefined> {
    let entry: E | undefined = first;
    while (entry && journal.isOpen(entry.state) && (await isSignedIn(account))) {
      const before: E = entry;
      try {
        entry = await step(account, before);
      } catch (thrown) {
        const failure = failureOf(thrown);
        if (needsPerson(failure)) {
          await noteNeed(account, failure);
          return entry;
        }
        entry = isRefusal(failure)
          ? await lookRefused(account, before, failure)
          : await happened(account, before.id, { type: 'looked' });
      }
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
        ...untold.map((entry) => tell(account, entry)),
        ...entries.map((entry) => keepCarryingOut(account, entry)),
      ]);
      const left = (await read(account)).filter((entry) => journal.isOpen(entry.state));
      // The alarm is that of whoever is signed in.
      if (await isSignedIn(account)) {
        if (left.length === 0) alarms.clear(alarm);
        else alarms.set(alarm, shortestWait(left, now()));
      }
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}

const notSent = (failure: Failure) => ({ type: 'notSent', failure }) as const;

/** An answer that says no more however often it is asked for, unlike silence, a failing service or a busy one. */
function isRefusal({ kind, status = 0 }: Failure): boolean {
  return kind === 'unreadable' || (status >= 400 && status < 500 && ![401, 408, 429].includes(status));
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
