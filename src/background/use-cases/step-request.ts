/**
 * Takes an entry of a journal one step further, by what it says: sends what is recorded, looks for what was lost, reads
 * back what was accepted. Each step is written before the next is taken; when to take it is not decided here.
 */
import pLimit from 'p-limit';
import type { Account } from '../../domain/account.ts';
import { type Failure, failureOf, needsPerson } from '../../domain/failure.ts';
import { refusedForMs, searchLagMs, sendWithinMs, waitBeforeSending } from '../../domain/pacing.ts';
import type { Happening, RequestEntry, RequestEvent, RequestSnapshot } from '../../domain/request-entry.ts';
import type { Eligibility, Source } from '../../domain/role.ts';
import type { TokenOptions } from '../../http/token-source.ts';
import type { PimProvider } from '../../providers/provider.ts';
import type { WorkerState } from '../worker-state.ts';
import type { Journal, RecordEvents } from './record-events.ts';

export interface StepOptions {
  readonly state: WorkerState;
  readonly providers: Record<Source, PimProvider>;
  /**
   * Sees to it that a request for this account could leave at once: fetches its token, which may take long.
   * @throws FailureError when there is no token to be had
   */
  readonly makeReady: (account: Account, source: Source, wish?: TokenWish) => Promise<void>;
  readonly now: () => number;
  /** A token could not be had without the person. */
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
}

type TokenWish = Omit<TokenOptions, 'account'>;

/** Any entry that names the role it is about. */
export type RoleRequest = RequestEntry & { readonly role: Pick<Eligibility, 'source' | 'scope'> };

/** What is particular to one kind of request. */
export interface RequestKind<E extends RoleRequest, V> {
  readonly journal: Journal<E, V>;
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

export interface Step<E> {
  /** `undefined` where it is gone from the journal. */
  readonly entry: E | undefined;
  /** It goes no further without the person, which the session says now. */
  readonly needsPerson?: true;
}

export interface StepRequest<E> {
  /** Whatever fails on the way is written down as a look that brought nothing. */
  step(account: Account, entry: E): Promise<Step<E>>;
}

export function createStepRequest<E extends RoleRequest, V extends { at: number }>(
  { journal, token, wantedAt, send: transmit, refused, find }: RequestKind<E, V | RequestEvent>,
  events: RecordEvents<E, V | RequestEvent>,
  { state, providers, makeReady, now, onSignInNeeded }: StepOptions,
): StepRequest<E> {
  const sendingAtOnce = pLimit(4);
  const happened = (account: Account, id: string, happening: Happening<RequestEvent>) =>
    events.happened(account, id, happening as Happening<V | RequestEvent>);

  async function noteNeed(account: Account, failure: Failure): Promise<void> {
    if (await state.isSignedIn(account)) await onSignInNeeded(failure);
  }

  async function stepOf(account: Account, entry: E): Promise<E | undefined> {
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
      await makeReady(account, entry.role.source, token?.wanted(entry));
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
    const { entry: sending, isNew } = await events.record(account, entry.id, started);
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

  return {
    async step(account, entry) {
      try {
        return { entry: await stepOf(account, entry) };
      } catch (thrown) {
        const failure = failureOf(thrown);
        if (needsPerson(failure)) {
          await noteNeed(account, failure);
          return { entry, needsPerson: true };
        }
        const after = isRefusal(failure)
          ? lookRefused(account, entry, failure)
          : happened(account, entry.id, { type: 'looked' });
        return { entry: await after };
      }
    },
  };
}

const notSent = (failure: Failure) => ({ type: 'notSent', failure }) as const;

/** An answer that says no more however often it is asked for, unlike silence, a failing service or a busy one. */
function isRefusal({ kind, status = 0 }: Failure): boolean {
  return kind === 'unreadable' || (status >= 400 && status < 500 && ![401, 408, 429].includes(status));
}
