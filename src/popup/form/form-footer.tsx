import type { Failure } from '../../domain/failure.ts';
import { mostAtOnce } from '../../messaging/limits.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useServices } from '../../ui/services.ts';
import type { useOfflineBlock } from '../use-offline-block.tsx';
import type { FormCheck } from './use-check.ts';

interface Props {
  /** How many roles are asked for. */
  count: number;
  check: FormCheck;
  offline: ReturnType<typeof useOfflineBlock>;
  refusal: Failure | undefined;
  sending: boolean;
  /** A role cannot be asked for where it is. */
  isTaken: boolean;
  submitText: string;
  onCheck: () => void;
}

/** The end of the form: what went wrong in sending it, and its two buttons. */
export function FormFooter(props: Props) {
  const { count, check, offline, refusal, sending, isTaken, submitText, onCheck } = props;
  const { t } = useServices();
  const isUnsendable = count === 0 || count > mostAtOnce;
  return (
    <footer class="form-footer">
      {refusal && <FailureNote failure={refusal} about="activation" live />}
      {check.failure && <FailureNote failure={check.failure} about="check" live />}
      {count > mostAtOnce && <Banner kind="warn" title={t('formTooMany', String(mostAtOnce))} live />}
      {offline.note}
      <div class="form-actions">
        <Button
          data-testid="check-requests"
          busy={check.isBusy}
          disabled={isUnsendable || sending}
          blockedBy={offline.blockedBy}
          title={t('checkTitle')}
          onClick={onCheck}
        >
          {t('checkButton')}
        </Button>
        <Button
          type="submit"
          kind="primary"
          class="form-submit"
          data-testid="submit"
          busy={sending}
          disabled={isUnsendable || isTaken}
          blockedBy={offline.blockedBy}
        >
          {submitText}
        </Button>
      </div>
    </footer>
  );
}
