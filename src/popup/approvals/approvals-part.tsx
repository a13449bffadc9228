import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import { isReading } from '../../domain/lists.ts';
import type { Source } from '../../domain/role.ts';
import type { Session } from '../../domain/session.ts';
import type { MessageKey } from '../../platform/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { useTell } from '../../ui/commands.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useServices } from '../../ui/services.ts';
import { Section } from '../section.tsx';
import { ApprovalRow } from './approval-row.tsx';
import { DecisionRow } from './decision-row.tsx';
import { DecisionSheet } from './decision-sheet.tsx';
import type { Approvals } from './use-approvals.ts';

interface Props {
  account: AccountKey;
  approvals: Approvals;
  session: Session;
  now: number;
  /** Draws the panel around the list. The sheet stands outside: it is shown whatever is shown behind it. */
  panel: (list: ComponentChildren) => ComponentChildren;
  /** A sheet is shown, also one that was open when the popup closed. */
  onSheet: () => void;
  /** A sheet that had the focus is gone, and the rows it was about. */
  onEmptied: () => void;
}

const failedTexts: Record<Source, MessageKey> = {
  entra: 'approvalsEntraFailed',
  azure: 'approvalsAzureFailed',
  groups: 'approvalsGroupsFailed',
};

/** What others ask for and this person may decide, and what became of the decisions. */
export function ApprovalsPart({ account, approvals, session, now, panel, onSheet, onEmptied }: Props) {
  const { t, tn } = useServices();
  const tell = useTell();
  const { waiting, failures, decisions, draft } = approvals;
  const picked = useSignal<ReadonlySet<string>>(new Set());
  /** Keys of the requests on the sheet. */
  const sheet = useSignal<readonly string[] | undefined>(undefined);
  const restored = useSignal(false);

  useEffect(() => {
    // A sheet that was open when the popup closed opens again, once.
    if (draft === undefined || restored.peek()) return;
    restored.value = true;
    if (draft && !sheet.peek()) sheet.value = draft.keys;
  }, [draft]);

  const chosen = waiting.filter(({ key }) => picked.value.has(key)).map(({ key }) => key);
  const reviewed = waiting.filter(({ key }) => sheet.value?.includes(key));
  const isSheetShown = reviewed.length > 0;
  useLayoutEffect(() => {
    if (isSheetShown) onSheet();
  }, [isSheetShown]);

  function close(decided: boolean): void {
    sheet.value = undefined;
    if (!decided) return;
    picked.value = new Set();
    // The rows go, and the focus with them.
    onEmptied();
  }

  return (
    <>
      {panel(
        <>
          {decisions.length > 0 && (
            <Section title={t('approvalsDecisions')} testId="decisions">
              <ul>
                {decisions.map((decision) => (
                  <DecisionRow
                    key={decision.id}
                    decision={decision}
                    now={now}
                    session={session}
                    onDismiss={() => tell('dismissOutcomes', { ids: [decision.id] })}
                  />
                ))}
              </ul>
            </Section>
          )}
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
            {waiting.length === 0 && failures.length === 0 && (
              <p class="section-line">{t('approvalsNone')}</p>
            )}
            <ul>
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
        </>,
      )}
      {isSheetShown && (
        <DecisionSheet
          account={account}
          approvals={reviewed}
          now={now}
          justification={draft?.justification ?? ''}
          onClose={close}
        />
      )}
    </>
  );
}
