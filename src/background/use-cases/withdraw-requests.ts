/**
 * Takes back requests that wait for approval or for their start. The wish is written into the journal first; what
 * came of it is what the request itself says then, never what the answer to the taking back says.
 */
import type { Account } from '../../domain/account.ts';
import { type Activation, type ActivationEvent, isWithdrawing } from '../../domain/activation.ts';
import { type Failure, failureOf, mayPass, needsPerson } from '../../domain/failure.ts';
import type { Source } from '../../domain/role.ts';
import type { PimProvider } from '../../providers/provider.ts';
import type { WorkerState } from '../worker-state.ts';
import { activationJournal } from './follow-activations.ts';
import { createRecordEvents, type OnNews } from './record-events.ts';

export interface WithdrawOptions {
  readonly state: WorkerState;
  readonly providers: Record<Source, PimProvider>;
  readonly now: () => number;
  readonly onNews: OnNews<Activation>;
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
  /** Carries out what was recorded; nobody waits for it. */
  readonly goOn: (work: Promise<unknown>) => void;
}

export interface WithdrawRequests {
  /** Resolves when it is recorded that the person wants these requests taken back; one that does not wait is left. */
  withdraw(ids: readonly string[]): Promise<void>;
  /** Carries out what is recorded and was not carried out yet. */
  follow(account: Account): Promise<void>;
}

export function createWithdrawRequests(options: WithdrawOptions): WithdrawRequests {
  const { state, providers, now, onNews, onSignInNeeded, goOn } = options;
  const events = createRecordEvents<Activation, ActivationEvent>({
    state,
    journal: activationJournal,
    now,
    onNews,
  });
  const inHand = new Set<string>();

  async function noteNeed(account: Account, failure: Failure): Promise<void> {
    if (await state.isSignedIn(account)) await onSignInNeeded(failure);
  }

  async function carryOut(account: Account, entry: Activation): Promise<void> {
    const { requestId, role } = entry;
    if (!requestId || !(await state.isSignedIn(account))) return;
    const provider = providers[role.source];
    let refusal: Failure | undefined;
    try {
      await provider.cancel(account, { role, requestId });
    } catch (thrown) {
      refusal = failureOf(thrown);
      if (needsPerson(refusal)) return noteNeed(account, refusal);
    }
    const snapshot = await provider.readRequest(account, { role, requestId });
    const after = snapshot && (await events.happened(account, entry.id, { type: 'answered', snapshot }));
    if (refusal && isRefusal(refusal) && after && isWithdrawing(after))
      await events.happened(account, entry.id, { type: 'withdrawalRefused', failure: refusal });
  }

  const withdrawRequests: WithdrawRequests = {
    async withdraw(ids) {
      const account = await state.requireAccount();
      for (const id of ids) await events.happened(account, id, { type: 'withdrawalAsked' });
      goOn(withdrawRequests.follow(account));
    },
    async follow(account) {
      const wanted = (await state.of(account).journal.read()).filter(isWithdrawing);
      await Promise.all(
        wanted
          .filter(({ id }) => !inHand.has(id))
          .map(async (entry) => {
            inHand.add(entry.id);
            try {
              await carryOut(account, entry);
            } catch (thrown) {
              // It waits on, and so does the wish: the next wake of the worker carries it out.
              const failure = failureOf(thrown);
              if (needsPerson(failure)) await noteNeed(account, failure);
              else if (failure.kind === 'internal') throw thrown;
            } finally {
              inHand.delete(entry.id);
            }
          }),
      );
    },
  };
  return withdrawRequests;
}

/** An answer that was lost refuses nothing: it is asked again. */
const isRefusal = (failure: Failure): boolean => failure.kind !== 'outcomeUnknown' && !mayPass(failure);
