/**
 * Carries out what the journal holds, until every entry is settled: sends what is recorded, looks for what was lost,
 * follows what was accepted. Built to be stopped at any line: each step is written before the next is taken, and a
 * new worker goes on from what is written.
 */
import type { Account } from '../../domain/account.ts';
import { type Activation, type ActivationEvent, advance, isNews, isOpen } from '../../domain/activation.ts';
import { type Failure, failureOf, needsPerson } from '../../domain/failure.ts';
import { nextLook, searchLagMs } from '../../domain/pacing.ts';
import type { Source } from '../../domain/role.ts';
import type { Alarms } from '../../platform/alarms.ts';
import type { PimProvider, SendOutcome } from '../../providers/provider.ts';
import type { WorkerState } from '../worker-state.ts';

export const followAlarm = 'follow-activations';

/** An event without its time, which is stamped when it is written. */
type Happening = ActivationEvent extends infer E ? (E extends { at: number } ? Omit<E, 'at'> : never) : never;

export interface FollowOptions {
  readonly state: WorkerState;
  readonly providers: Record<Source, PimProvider>;
  readonly alarms: Alarms;
  readonly now: () => number;
  /** At most 10 s at a time; a longer wait belongs to an alarm. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Told of every entry that settles or begins to wait for a person; again only if the worker died in the telling. */
  readonly onNews: (account: Account, entry: Activation) => Promise<void>;
  /** A token could not be had without the person. */
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
}

export interface FollowActivations {
  /** Goes on with every open entry of the account; resolves when each is settled or left to the alarm. */
  follow(account: Account): Promise<void>;
}

export function createFollowActivations(options: FollowOptions): FollowActivations {
  const { state, providers, alarms, now, sleep } = options;
  /** Entries that this worker is carrying out; an entry in `sending` that is not among them was left by another. */
  const inHand = new Set<string>();

  async function happened(
    account: Account,
    id: string,
    happening: Happening,
  ): Promise<Activation | undefined> {
    const { journal } = state.of(account);
    let before: Activation | undefined;
    let after: Activation | undefined;
    await journal.update((entries) => {
      before = entries.find((entry) => entry.id === id);
      after = before && advance(before, { ...happening, at: now() } as ActivationEvent);
      return after === before ? entries : entries.map((entry) => (entry.id === id ? after! : entry));
    });
    if (before && after && before.state !== after.state && isNews(after.state)) await tell(account, after);
    return after;
  }

  /** Written after the telling, so that a worker stopped in between tells it again rather than never. */
  async function tell(account: Account, entry: Activation): Promise<void> {
    await options.onNews(account, entry);
    await happened(account, entry.id, { type: 'told' });
  }

  async function step(account: Account, entry: Activation): Promise<Activation | undefined> {
    const provider = providers[entry.role.source];
    switch (entry.state) {
      case 'recorded':
        return send(account, entry, provider);
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
    if (entry.notBefore !== undefined && entry.notBefore > now()) return entry;
    const sending = await happened(account, entry.id, { type: 'sendStarted' });
    if (sending?.state !== 'sending') return sending;
    let outcome: SendOutcome;
    try {
      outcome = await provider.activate(account, sending);
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (needsPerson(failure)) await options.onSignInNeeded(failure);
      // The same request sent again meets the first one still being carried out.
      const isOwnRequest = failure.kind === 'pendingRequest' && (sending.attempts ?? 1) > 1;
      return happened(
        account,
        entry.id,
        isOwnRequest ? { type: 'answerLost' } : { type: 'refused', failure },
      );
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
    return happened(account, entry.id, snapshot ? { type: 'answered', snapshot } : { type: 'looked' });
  }

  /** Steps through one entry until it is settled or its next look is an alarm's. */
  async function carryOut(account: Account, first: Activation): Promise<void> {
    let entry: Activation | undefined = first;
    while (entry && isOpen(entry.state)) {
      const before: Activation = entry;
      try {
        entry = await step(account, before);
      } catch (thrown) {
        const failure = failureOf(thrown);
        if (needsPerson(failure)) {
          await options.onSignInNeeded(failure);
          return;
        }
        entry = await happened(account, before.id, { type: 'looked' });
      }
      if (!entry || !isOpen(entry.state) || goesOnAtOnce(before, entry)) continue;
      const next = nextLook(entry, now());
      if (next.by === 'alarm') return;
      await sleep(next.inMs);
    }
  }

  return {
    async follow(account) {
      const journal = await state.of(account).journal.read();
      const entries = journal.filter((entry) => isOpen(entry.state) && !inHand.has(entry.id));
      const untold = journal.filter((entry) => isNews(entry.state) && entry.toldAt === undefined);
      if (entries.length > 0) alarms.set(followAlarm, shortestWait(entries, now()));
      await Promise.all([
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
      if (left.length === 0) alarms.clear(followAlarm);
      else alarms.set(followAlarm, shortestWait(left, now()));
    },
  };
}

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
