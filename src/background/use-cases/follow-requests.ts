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
  readonly makeReady: (account: Account, source: Source) => Promise<void>;
  readonly now: () => number;
  /** At most 10 s at a time; a longer wait belongs to an alarm. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly onNews: OnNews<E>;
  /** A token could not be had without the person. */
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
}

/** Any entry that names the role it is about. */
type RoleRequest = RequestEntry & { readonly role: Pick<Eligibility, 'source' | 'scope'> };

/** What is particular to one kind of request. */
export interface Following<E extends RoleRequest, V> {
  readonly journal: Journal<E, V>;
  /** The alarm that stands behind every timer. */
  readonly alarm: string;
  /** Sends the entry's request, once, and says what came of it. @throws FailureError when it was refused */
  readonly send: (account: Account, entry: E, provider: PimProvider) => Promise<Happening<V>>;
  /** What a refusal says. */
  readonly refused: (entry: E, failure: Failure) => Happening<V>;
  readonly find: (account: Account, entry: E, provider: PimProvider) => Promise<RequestSnapshot | undefined>;
}

export interface FollowRequests {
  /** Sees to it that some worker wakes up for what is about to be recorded. */
  watch(): void;
  /** Goes on with every open entry of the account; resolves when each is settled or left to the alarm. */
  follow(account: Account): Promise<void>;
}

export function createFollowRequests<E extends RoleRequest, V extends { at: number }>(
  { journal, alarm, send: transmit, refused, find }: Following<E, V | RequestEvent>,
  options: FollowOptions<E>,
): FollowRequests {
  const { state, providers, alarms, now, sleep } = options;
  /** Entries that this worker is carrying out; an entry in `sending` that is not among them was left by another. */
  const inHand = new Set<string>();
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

  async function noted(account: Account, thrown: unknown): Promise<Failure> {
    const failure = failureOf(thrown);
    if (needsPerson(failure)) await noteNeed(account, failure);
    return failure;
  }

  async function step(account: Account, entry: E): Promise<E | undefined> {
    const provider = providers[entry.role.source];
    switch (entry.state) {
      case 'recorded':
        // Only so many at once say that they may have left; the others say that nothing was sent, which is true.
        return sendingAtOnce(() => send(account, entry, provider));
      case 'sending':
        // Only a worker that is gone leaves an entry so: whether its request arrived has to be found out.
        return happened(account, entry.id, { type: 'answerLost' });
      case 'looking':
        return look(account, entry, provider);
      default:
        return journal.isOpen(entry.state) ? readBack(account, entry, provider) : entry;
    }
  }

  async function send(account: Account, entry: E, provider: PimProvider): Promise<E | undefined> {
    if (waitBeforeSending(entry, now()) > 0) return entry;
    // Before it is written that the request may have left: a worker that is killed in here has sent nothing.
    try {
      await options.makeReady(account, provider.source);
    } catch (thrown) {
      return happened(account, entry.id, { type: 'notSent', failure: await noted(account, thrown) });
    }
    if (now() - Math.max(entry.recordedAt, entry.notBefore ?? 0) > sendWithinMs) {
      return happened(account, entry.id, { type: 'notSent', failure: { kind: 'notSentInTime' } });
    }
    const started = { type: 'sendStarted' } as Happening<V | RequestEvent>;
    const { entry: sending, isNew } = await record(account, entry.id, started);
    // Somebody else has begun: whoever did not write it must not send it.
    if (!isNew || !sending) return sending;
    let outcome: Happening<V | RequestEvent>;
    try {
      outcome = await transmit(account, sending, provider);
    } catch (thrown) {
      outcome = refused(sending, await noted(account, thrown));
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
  async function carryOut(account: Account, first: E): Promise<void> {
    let entry: E | undefined = first;
    while (entry && journal.isOpen(entry.state) && (await isSignedIn(account))) {
      const before: E = entry;
      try {
        entry = await step(account, before);
      } catch (thrown) {
        const failure = failureOf(thrown);
        if (needsPerson(failure)) {
          await noteNeed(account, failure);
          return;
        }
        entry = isRefusal(failure)
          ? await lookRefused(account, before, failure)
          : await happened(account, before.id, { type: 'looked' });
      }
      if (!entry || !journal.isOpen(entry.state) || goesOnAtOnce(before, entry)) continue;
      const next = nextLook(entry, now());
      if (next.by === 'alarm') return;
      await sleep(next.inMs);
    }
  }

  return {
    watch: () => alarms.set(alarm, 30_000),
    async follow(account) {
      const known = await read(account);
      const entries = known.filter((entry) => journal.isOpen(entry.state) && !inHand.has(entry.id));
      const untold = known.filter((entry) => journal.isNews(entry.state) && entry.toldAt === undefined);
      if (entries.length > 0) alarms.set(alarm, shortestWait(entries, now()));
      const ends = await Promise.allSettled([
        ...untold.map((entry) => tell(account, entry)),
        ...entries.map(async (entry) => {
          inHand.add(entry.id);
          try {
            await carryOut(account, entry);
          } finally {
            inHand.delete(entry.id);
          }
        }),
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
