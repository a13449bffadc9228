/**
 * Carries out what the journal holds, until every entry is settled: sends what is recorded, looks for what was lost,
 * follows what was accepted. Built to be stopped at any line: each step is written before the next is taken, and a
 * new worker goes on from what is written.
 */
import pLimit from 'p-limit';
import { type Account, accountKey } from '../../domain/account.ts';
import { type Activation, isNews, isOpen } from '../../domain/activation.ts';
import { type Failure, failureOf, needsPerson } from '../../domain/failure.ts';
import { nextLook, refusedForMs, searchLagMs, sendWithinMs, waitBeforeSending } from '../../domain/pacing.ts';
import type { Source } from '../../domain/role.ts';
import type { Alarms } from '../../platform/alarms.ts';
import type { PimProvider, SendOutcome } from '../../providers/provider.ts';
import type { WorkerState } from '../worker-state.ts';
import { createRecordEvents, type Happening, type OnNews } from './record-events.ts';

export const followAlarm = 'follow-activations';

export interface FollowOptions {
  readonly state: WorkerState;
  readonly providers: Record<Source, PimProvider>;
  readonly alarms: Alarms;
  readonly now: () => number;
  /** At most 10 s at a time; a longer wait belongs to an alarm. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly onNews: OnNews;
  /** A token could not be had without the person. */
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
}

export interface FollowActivations {
  /** Sees to it that some worker wakes up for what is about to be recorded. */
  watch(): void;
  /** Goes on with every open entry of the account; resolves when each is settled or left to the alarm. */
  follow(account: Account): Promise<void>;
}

export function createFollowActivations(options: FollowOptions): FollowActivations {
  const { state, providers, alarms, now, sleep } = options;
  /** Entries that this worker is carrying out; an entry in `sending` that is not among them was left by another. */
  const inHand = new Set<string>();
  const sendingAtOnce = pLimit(4);
  const { record, happened, tell } = createRecordEvents({ state, now, onNews: options.onNews });

  /** Only while its account is signed in; an account's entries wait for its next sign-in. */
  async function isSignedIn(account: Account): Promise<boolean> {
    const current = await state.account();
    return current !== undefined && accountKey(current) === accountKey(account);
  }

  async function noteNeed(account: Account, failure: Failure): Promise<void> {
    if (await isSignedIn(account)) await options.onSignInNeeded(failure);
  }

  async function step(account: Account, entry: Activation): Promise<Activation | undefined> {
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
      case 'following':
      case 'waitingForApproval':
      case 'scheduled':
        return readBack(account, entry, provider);
      case 'active':
      case 'failed':
      case 'unknown':
        return entry;
    }
  }

  async function send(
    account: Account,
    entry: Activation,
    provider: PimProvider,
  ): Promise<Activation | undefined> {
    if (waitBeforeSending(entry, now()) > 0) return entry;
    if (now() - Math.max(entry.recordedAt, entry.notBefore ?? 0) > sendWithinMs) {
      return happened(account, entry.id, { type: 'refused', failure: { kind: 'notSentInTime' } });
    }
    const { entry: sending, isNew } = await record(account, entry.id, { type: 'sendStarted' });
    // Somebody else has begun: whoever did not write it must not send it.
    if (!isNew || !sending) return sending;
    let outcome: SendOutcome;
    try {
      outcome = await provider.activate(account, sending);
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (needsPerson(failure)) await noteNeed(account, failure);
      // The same request sent again may meet the first one still being carried out, or somebody else's.
      const mayBeOwn = ownRequestKinds.has(failure.kind) && sending.resent;
      return happened(account, entry.id, { type: mayBeOwn ? 'answerLost' : 'refused', failure });
    }
    return happened(account, entry.id, afterSending(outcome));
  }

  async function look(
    account: Account,
    entry: Activation,
    provider: PimProvider,
  ): Promise<Activation | undefined> {
    const snapshot = await provider.findRequest(account, entry);
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

  async function readBack(
    account: Account,
    entry: Activation,
    provider: PimProvider,
  ): Promise<Activation | undefined> {
    if (!entry.requestId) return happened(account, entry.id, { type: 'looked' });
    const snapshot = await provider.readRequest(account, { ...entry, requestId: entry.requestId });
    if (snapshot) return happened(account, entry.id, { type: 'answered', snapshot });
    return lookRefused(account, entry, { kind: 'notFound' });
  }

  /** A request that the service will not show any more keeps nobody from asking for the role again. */
  async function lookRefused(
    account: Account,
    entry: Activation,
    failure: Failure,
  ): Promise<Activation | undefined> {
    const isOver = entry.refusedSince !== undefined && now() - entry.refusedSince > refusedForMs;
    const unknown: Failure = { ...failure, kind: 'outcomeUnknown' };
    return happened(
      account,
      entry.id,
      isOver ? { type: 'notFound', failure: unknown } : { type: 'lookRefused' },
    );
  }

  /** Steps through one entry until it is settled or its next look is an alarm's. */
  async function carryOut(account: Account, first: Activation): Promise<void> {
    let entry: Activation | undefined = first;
    while (entry && isOpen(entry.state) && (await isSignedIn(account))) {
      const before: Activation = entry;
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
      if (!entry || !isOpen(entry.state) || goesOnAtOnce(before, entry)) continue;
      const next = nextLook(entry, now());
      if (next.by === 'alarm') return;
      await sleep(next.inMs);
    }
  }

  return {
    watch: () => alarms.set(followAlarm, 30_000),
    async follow(account) {
      const journal = await state.of(account).journal.read();
      const entries = journal.filter((entry) => isOpen(entry.state) && !inHand.has(entry.id));
      const untold = journal.filter((entry) => isNews(entry.state) && entry.toldAt === undefined);
      if (entries.length > 0) alarms.set(followAlarm, shortestWait(entries, now()));
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
      const left = (await state.of(account).journal.read()).filter((entry) => isOpen(entry.state));
      // The alarm is that of whoever is signed in.
      if (await isSignedIn(account)) {
        if (left.length === 0) alarms.clear(followAlarm);
        else alarms.set(followAlarm, shortestWait(left, now()));
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

/** What a request meets that was carried out before. */
const ownRequestKinds: ReadonlySet<Failure['kind']> = new Set(['pendingRequest', 'existsUnlisted']);

function afterSending(outcome: SendOutcome): Happening {
  switch (outcome.type) {
    case 'accepted':
      return { type: 'answered', snapshot: outcome.snapshot };
    case 'alreadyActive':
      return { type: 'alreadyActive' };
    case 'throttled':
      return { type: 'throttled', notBefore: outcome.notBefore };
    case 'lost':
      return { type: 'answerLost' };
  }
}

/** A lost answer is looked for at once, a request that never arrived is sent at once. */
function goesOnAtOnce(before: Activation, after: Activation): boolean {
  return (
    before.state !== after.state &&
    (after.state === 'looking' || (after.state === 'recorded' && !after.notBefore))
  );
}

/** The alarm is a net behind timers too, so it is never further away than a minute. */
function shortestWait(entries: readonly Activation[], now: number): number {
  const waits = entries
    .map((entry) => nextLook(entry, now))
    .map(({ by, inMs }) => (by === 'alarm' ? inMs : 30_000));
  return Math.max(30_000, Math.min(...waits));
}
