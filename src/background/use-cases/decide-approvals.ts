/**
 * Records what an approver decided, and carries it out. Built to be stopped at any line: before a decision is sent,
 * the stage is read, so that one which arrived without an answer is recognised and never said to be another's.
 */
import type { Account } from '../../domain/account.ts';
import {
  advanceDecision,
  type Decision,
  type DecisionEvent,
  decisionFrom,
  decisionLifeMs,
  isOpenDecision,
  type Review,
} from '../../domain/approval.ts';
import { type Failure, FailureError, failureOf, mayPass, needsPerson } from '../../domain/failure.ts';
import { waitBeforeSending } from '../../domain/pacing.ts';
import type { Happening } from '../../domain/request-entry.ts';
import { type Source, sources } from '../../domain/role.ts';
import type { Alarms } from '../../platform/alarms.ts';
import type { ApprovalProvider, DecideOutcome } from '../../providers/approvals.ts';
import type { WorkerState } from '../worker-state.ts';

export const decisionsAlarm = 'decide-approvals';

export interface DecideOptions {
  readonly state: WorkerState;
  readonly approvals: readonly ApprovalProvider[];
  readonly alarms: Alarms;
  readonly now: () => number;
  readonly newId: () => string;
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
  /** Carries out what was recorded; nobody waits for it. */
  readonly goOn: (work: Promise<unknown>) => void;
  /** After something was decided: the lists are out of date. */
  readonly onDecided: (account: Account) => Promise<void>;
}

export interface DecideApprovals {
  /**
   * Resolves when the decisions are recorded. A request that is decided already gets no second one.
   * @throws FailureError `notFound` when none of the requests waits any more
   */
  decide(request: { keys: readonly string[]; review: Review; justification: string }): Promise<void>;
  /** Goes on with every open decision. */
  follow(account: Account): Promise<void>;
  /** Takes decisions off the list of outcomes; one under way stays. */
  dismiss(account: Account, ids: readonly string[]): Promise<void>;
}

/** A decision is shown for a day unless the person takes it away before. */
const outcomeLifeMs = 24 * 60 * 60_000;

export function createDecideApprovals(options: DecideOptions): DecideApprovals {
  const { state, alarms, now, newId } = options;
  const bySource = new Map<Source, ApprovalProvider>(options.approvals.map((one) => [one.source, one]));
  const inHand = new Set<string>();

  async function happened(
    account: Account,
    id: string,
    event: Happening<DecisionEvent>,
  ): Promise<Decision | undefined> {
    const known = await state.of(account).decisions.update((decisions) => {
      let changed = false;
      const next = decisions.map((one) => {
        const after = one.id === id ? advanceDecision(one, { ...event, at: now() } as DecisionEvent) : one;
        changed ||= after !== one;
        return after;
      });
      return changed ? next : decisions;
    });
    return known.find((one) => one.id === id);
  }

  /** One look and, where the stage is still open, one sending. */
  async function step(account: Account, decision: Decision, provider: ApprovalProvider) {
    const stage = await provider.readStage(account, decision.approval);
    if (stage.state !== 'open')
      return happened(account, decision.id, decisionFrom(stage, decision, account.objectId));
    if (now() - decision.recordedAt > decisionLifeMs)
      return happened(account, decision.id, { type: 'refused', failure: { kind: 'notSentInTime' } });
    await happened(account, decision.id, { type: 'sendStarted' });
    const outcome = await provider.decide(account, decision.approval, stage.stageId, decision);
    return happened(account, decision.id, eventOf(outcome));
  }

  async function carryOut(account: Account, first: Decision): Promise<void> {
    const provider = bySource.get(first.approval.source);
    if (!provider) return;
    let decision: Decision | undefined = first;
    try {
      // A lost answer and a 409 are looked into at once, once; after that an alarm goes on.
      for (let tries = 0; tries < 2 && decision && isOpenDecision(decision.state); tries++) {
        if (!(await state.isSignedIn(account)) || waitBeforeSending(decision, now()) > 0) return;
        decision = await step(account, decision, provider);
      }
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (needsPerson(failure)) {
        if (await state.isSignedIn(account)) await options.onSignInNeeded(failure);
      } else if (failure.kind === 'internal' && now() - first.recordedAt <= decisionLifeMs) {
        // Storage that is full, say: it may have been sent all the same, and the next look at the stage tells.
        throw thrown;
      } else if (!mayPass(failure)) {
        await happened(account, first.id, { type: 'refused', failure });
      }
    }
  }

  const decideApprovals: DecideApprovals = {
    async decide({ keys, review, justification }) {
      const account = await state.requireAccount();
      const own = state.of(account);
      const lists = await Promise.all(sources.map((source) => own.approvals(source).read()));
      const waiting = new Map(lists.flatMap(({ rows }) => rows).map((row) => [row.key, row]));
      // Decided by somebody else, and taken off the list, since the page was drawn.
      if (!keys.some((key) => waiting.has(key))) throw new FailureError({ kind: 'notFound' });
      alarms.set(decisionsAlarm, 30_000);
      await own.decisions.update((known) => {
        const standing = new Set(
          known.filter(({ state: one }) => one !== 'failed').map(({ approval }) => approval.key),
        );
        const added = [...new Set(keys)]
          .filter((key) => !standing.has(key))
          .map((key) => waiting.get(key))
          .filter((approval) => approval !== undefined)
          .map((approval): Decision => ({
            id: newId(),
            approval,
            review,
            justification,
            state: 'recorded',
            recordedAt: now(),
          }));
        const again = new Set(added.map(({ approval }) => approval.key));
        const kept = known.filter(({ approval }) => !again.has(approval.key));
        return added.length > 0 ? [...kept, ...added] : known;
      });
      // What was typed has become the decision.
      await own.decisionDraft.remove();
      options.goOn(decideApprovals.follow(account));
    },

    async follow(account) {
      const { decisions } = state.of(account);
      const known = await decisions.update((all) => {
        const kept = all.filter((one) => now() - (one.settledAt ?? now()) < outcomeLifeMs);
        return kept.length === all.length ? all : kept;
      });
      const open = known.filter((one) => isOpenDecision(one.state) && !inHand.has(one.id));
      if (open.length > 0) alarms.set(decisionsAlarm, 30_000);
      const ends = await Promise.allSettled(
        open.map(async (one) => {
          inHand.add(one.id);
          try {
            await carryOut(account, one);
          } finally {
            inHand.delete(one.id);
          }
        }),
      );
      // The alarm is that of whoever is signed in.
      if (await state.isSignedIn(account)) {
        const left = (await decisions.read()).filter((one) => isOpenDecision(one.state));
        const waits = left.map((one) => waitBeforeSending(one, now()));
        if (left.length === 0) alarms.clear(decisionsAlarm);
        else alarms.set(decisionsAlarm, Math.max(30_000, Math.min(...waits)));
        if (open.length > 0) await options.onDecided(account);
      }
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
    },

    async dismiss(account, ids) {
      await state.of(account).decisions.update((known) => {
        const kept = known.filter((one) => isOpenDecision(one.state) || !ids.includes(one.id));
        return kept.length === known.length ? known : kept;
      });
    },
  };
  return decideApprovals;
}

function eventOf(outcome: DecideOutcome): Happening<DecisionEvent> {
  switch (outcome.type) {
    case 'taken':
      return { type: 'taken' };
    case 'throttled':
      return { type: 'throttled', notBefore: outcome.notBefore };
    // By whom it was decided, the stage tells: it may have been this very decision.
    case 'decided':
    case 'lost':
      return { type: 'lost' };
  }
}
