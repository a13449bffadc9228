import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import type { PendingApproval, Review } from '../../domain/approval.ts';
import { type Failure, failureOf } from '../../domain/failure.ts';
import { decisionDraftItem } from '../../platform/items.ts';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useServices } from '../../ui/services.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import '../form/activation-form.css';
import { useKept } from '../use-kept.ts';
import { useOfflineBlock } from '../use-offline-block.tsx';
import { ApprovalText } from './approval-text.tsx';
import './decision-sheet.css';

interface Props {
  account: AccountKey;
  approvals: readonly PendingApproval[];
  now: number;
  /** What was typed before the popup closed. */
  justification: string;
  /** @param decided whether the decisions are recorded */
  onClose: (decided: boolean) => void;
}

/** Approves or denies one or several requests. The same justification goes with each. */
export function DecisionSheet({ account, approvals, now, justification, onClose }: Props) {
  const { t, tn, commands } = useServices();
  const typed = useSignal(justification);
  const tried = useSignal(false);
  const sending = useSignal<Review | undefined>(undefined);
  const refusal = useSignal<Failure | undefined>(undefined);
  const offline = useOfflineBlock();
  const field = useRef<HTMLTextAreaElement>(null);
  const keys = approvals.map(({ key }) => key);
  const { forget } = useKept(decisionDraftItem(account), () =>
    sending.value ? undefined : { keys, justification: typed.value },
  );
  const missing = typed.value.trim() === '';

  useEffect(() => {
    if (tried.value && missing) field.current?.focus();
  }, [tried.value]);

  function close(): void {
    forget();
    onClose(false);
  }

  async function decide(review: Review): Promise<void> {
    if (sending.peek() || offline.isOffline) return;
    if (missing) {
      tried.value = true;
      field.current?.focus();
      return;
    }
    sending.value = review;
    refusal.value = undefined;
    try {
      await commands.send('decideApprovals', { keys, review, justification: typed.peek().trim() });
      onClose(true);
    } catch (thrown) {
      refusal.value = failureOf(thrown);
      sending.value = undefined;
    }
  }

  return (
    <Sheet
      title={approvals.length > 1 ? tn('approvalsSheetTitle', approvals.length) : t('approvalsSheetTitleOne')}
      closeLabel={t('approvalsClose')}
      onClose={close}
      testId="decision-sheet"
    >
      <div class="form">
        <div class="form-body popup-scroll">
          <ul class="decision-sheet-requests">
            {approvals.map((approval) => (
              <li key={approval.key}>
                <ApprovalText approval={approval} now={now} whole />
              </li>
            ))}
          </ul>
          <TextArea
            label={t('approvalsJustification')}
            hint={t('approvalsJustificationHint')}
            value={typed.value}
            maxLength={500}
            required
            inputRef={field}
            data-testid="decision-justification"
            data-first-focus
            error={tried.value && missing ? t('approvalsJustificationMissing') : undefined}
            onValue={(value) => {
              typed.value = value;
            }}
          />
        </div>
        <footer class="form-footer">
          {refusal.value && <FailureNote failure={refusal.value} about="approval" live />}
          {offline.note}
          <div class="decision-sheet-buttons">
            <Button
              data-testid="deny"
              busy={sending.value === 'deny'}
              blockedBy={offline.blockedBy}
              onClick={() => void decide('deny')}
            >
              {approvals.length > 1 ? tn('approvalsDeny', approvals.length) : t('approvalsDenyOne')}
            </Button>
            <Button
              kind="primary"
              data-testid="approve"
              busy={sending.value === 'approve'}
              blockedBy={offline.blockedBy}
              onClick={() => void decide('approve')}
            >
              {approvals.length > 1 ? tn('approvalsApprove', approvals.length) : t('approvalsApproveOne')}
            </Button>
          </div>
        </footer>
      </div>
    </Sheet>
  );
}
