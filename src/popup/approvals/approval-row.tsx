import { type Signal, useComputed } from '@preact/signals';
import type { PendingApproval } from '../../domain/approval.ts';
import { Button } from '../../ui/button.tsx';
import { useServices } from '../../ui/services.ts';
import { ApprovalText } from './approval-text.tsx';
import './approval-row.css';

interface Props {
  approval: PendingApproval;
  now: number;
  picked: Signal<ReadonlySet<string>>;
  onReview: () => void;
}

/** One request of somebody else's that this person may decide. */
export function ApprovalRow({ approval, now, picked, onReview }: Props) {
  const { t } = useServices();
  const { key, requester, roleName, scope } = approval;
  const chosen = useComputed(() => picked.value.has(key));
  const names = [requester.name, roleName, scope.name] as const;
  return (
    <li class="approval-row" data-row data-testid="approval-row" data-key={key}>
      <label class="approval-row-pick">
        <input
          type="checkbox"
          class="approval-row-check"
          aria-label={t('approvalsSelect', ...names)}
          checked={chosen.value}
          data-testid="select-approval"
          onChange={(event) => {
            const next = new Set(picked.value);
            if (event.currentTarget.checked) next.add(key);
            else next.delete(key);
            picked.value = next;
          }}
        />
        <ApprovalText approval={approval} now={now} />
      </label>
      <Button
        size="small"
        class="approval-row-review"
        aria-label={t('approvalsReviewOf', ...names)}
        data-testid="review"
        onClick={onReview}
      >
        {t('approvalsReviewOne')}
      </Button>
    </li>
  );
}
