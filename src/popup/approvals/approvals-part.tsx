import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import { type Decision, toDecide } from '../../domain/approval.ts';
import type { Failure } from '../../domain/failure.ts';
import { isReading } from '../../domain/lists.ts';
import type { Session } from '../../domain/session.ts';
import type { MessageKey } from '../../platform/i18n.ts';
import { decisionDraftItem, decisionsItem } from '../../platform/items.ts';
import { Button } from '../../ui/button.tsx';
import { useTell } from '../../ui/commands.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useServices } from '../../ui/services.ts';
import { useStored } from '../../ui/stored-signal.ts';
import { Section } from '../section.tsx';
import { ApprovalRow } from './approval-row.tsx';
import { DecisionRow } from './decision-row.tsx';
import { DecisionSheet } from './decision-sheet.tsx';
import { type ApprovalLists, useApprovalLists } from './use-approval-lists.ts';

interface Props {
  account: AccountKey;
  session: Session;
  now: number;
  /** A row or a sheet that had the focus is gone. */
  onEmptied: () => void;
}

/** A list younger than this is not read again just because the popup opened. */
const freshForMs = 60_000;
const none: readonly Decision[] = [];

const failedTexts: Record<keyof ApprovalLists, MessageKey> = {
  entra: 'approvalsEntraFailed',
  azure: 'approvalsAzureFailed',
  groups: 'approvalsGroupsFailed',
};

/** What others ask for and this person may decide, and what became of the decisions. Nothing where there is neither. */
export function ApprovalsPart({ account, session, now, onEmptied }: Props) {
  const { t, tn } = useServices();
  const tell = useTell();
  const lists = useApprovalLists(account);
  const decisions = useStored(decisionsItem(account)).value ?? none;
  const draft = useStored(decisionDraftItem(account)).value;
  const picked = useSignal<ReadonlySet<string>>(new Set());
  /** Keys of the requests on the sheet. */
  const sheet = useSignal<readonly string[] | undefined>(undefined);
  const restored = useSignal(false);

  useEffect(() => tell('refreshApprovals', { unlessYoungerThanMs: freshForMs }), [account]);
  useEffect(() => {
    // A sheet that was open when the popup closed opens again, once.
    if (draft === undefined || restored.peek()) return;
    restored.value = true;
    if (draft && !sheet.peek()) sheet.value = draft.keys;
  }, [draft]);

  const waiting = toDecide(
    Object.values(lists).map((list) => list?.rows ?? []),
    decisions,
    now,
  );
  const chosen = waiting.filter(({ key }) => picked.value.has(key)).map(({ key }) => key);
  const failures = failuresOf(lists, session);
  const onSheet = waiting.filter(({ key }) => sheet.value?.includes(key));
  const shown = [...decisions].toSorted((a, b) => b.recordedAt - a.recordedAt);

  function close(decided: boolean): void {
    sheet.value = undefined;
    if (!decided) return;
    picked.value = new Set();
    // The rows go, and the focus with them.
    onEmptied();
  }

  return (
    <>
      {waiting.length + failures.length + shown.length > 0 && (
        <Section
          title={t('approvalsTitle')}
          testId="approvals"
          {...(failures.length === 0 ? { count: waiting.length } : {})}
          aside={
            chosen.length > 1 && (
              <Button
                kind="primary"
                size="small"
                data-testid="review-selected"
                onClick={() => {
                  sheet.value = chosen;
                }}
              >
                {tn('approvalsReview', chosen.length)}
              </Button>
            )
          }
        >
          {failures.map(({ source, failure, readingSince }) => (
            <div key={source} class="section-notes">
              <FailureNote
                failure={failure}
                about="roles"
                kind="warn"
                title={t(failedTexts[source])}
                marks={{ 'data-source': source, 'data-testid': 'approvals-failure' }}
                actions={
                  <Button
                    size="small"
                    busy={isReading({ readingSince }, now)}
                    onClick={() => tell('refreshApprovals', {})}
                  >
                    {t('popupTryAgain')}
                  </Button>
                }
              />
            </div>
          ))}
          <ul>
            {shown.map((decision) => (
              <DecisionRow
                key={decision.id}
                decision={decision}
                now={now}
                session={session}
                onDismiss={() => {
                  tell('dismissOutcomes', { ids: [decision.id] });
                  onEmptied();
                }}
              />
            ))}
            {waiting.map((approval) => (
              <ApprovalRow
                key={approval.key}
                approval={approval}
                now={now}
                picked={picked}
                onReview={() => {
                  sheet.value = [approval.key];
                }}
              />
            ))}
          </ul>
        </Section>
      )}
      {sheet.value && onSheet.length > 0 && (
        <DecisionSheet
          account={account}
          approvals={onSheet}
          now={now}
          justification={draft?.justification ?? ''}
          onClose={close}
        />
      )}
    </>
  );
}

interface FailedList {
  readonly source: keyof ApprovalLists;
  readonly failure: Failure;
  readonly readingSince?: number | undefined;
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
