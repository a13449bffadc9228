import { useEffect } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import { type Decision, type DecisionDraft, type PendingApproval, toDecide } from '../../domain/approval.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Session } from '../../domain/session.ts';
import { decisionDraftItem, decisionsItem } from '../../platform/items.ts';
import { useTell } from '../../ui/commands.ts';
import { useStored } from '../../ui/stored-signal.ts';
import { type ApprovalLists, useApprovalLists } from './use-approval-lists.ts';

export interface Approvals {
  /** What others ask for and this person may decide. */
  readonly waiting: readonly PendingApproval[];
  /** The lists that could not be read. */
  readonly failures: readonly FailedList[];
  /** What became of the decisions, newest first. */
  readonly decisions: readonly Decision[];
  /** What was being typed when the popup closed; `undefined` until it is read. */
  readonly draft: DecisionDraft | null | undefined;
}

interface FailedList {
  readonly source: keyof ApprovalLists;
  readonly failure: Failure;
  readonly readingSince?: number | undefined;
}

/** A list younger than this is not read again just because the popup opened. */
const freshForMs = 60_000;
const none: readonly Decision[] = [];

/** The approver's side as it is stored; has it read again when the popup opens. */
export function useApprovals(account: AccountKey, session: Session, now: number): Approvals {
  const tell = useTell();
  const lists = useApprovalLists(account);
  const decisions = useStored(decisionsItem(account)).value ?? none;
  const draft = useStored(decisionDraftItem(account)).value;
  useEffect(() => tell('refreshApprovals', { unlessYoungerThanMs: freshForMs }), [account]);
  return {
    waiting: toDecide(
      Object.values(lists).map((list) => list?.rows ?? []),
      decisions,
      now,
    ),
    failures: failuresOf(lists, session),
    decisions: decisions.toSorted((a, b) => b.recordedAt - a.recordedAt),
    draft,
  };
}

/** Whether there is anything to show; to most people nobody ever asks for anything. */
export function hasApprovals({ waiting, failures, decisions }: Approvals): boolean {
  return waiting.length + failures.length + decisions.length > 0;
}

/**
 * What failed, where the person is an approver as far as is known: to everybody else a list that they have never had
 * anything on is not worth a warning.
 */
function failuresOf(lists: ApprovalLists, session: Session): FailedList[] {
  return (Object.keys(lists) as (keyof ApprovalLists)[]).flatMap((source) => {
    const list = lists[source];
    if (!list?.failure || list.rows.length === 0) return [];
    if (list.failure.kind === 'signInNeeded' && session.status === 'signInNeeded') return [];
    return [{ source, failure: list.failure, readingSince: list.readingSince }];
  });
}
