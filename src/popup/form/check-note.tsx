import type { CheckResult } from '../../domain/check.ts';
import type { MessageKey } from '../../platform/i18n.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Icon } from '../../ui/icon.tsx';
import { approvalIcon, infoIcon, successIcon, warningIcon } from '../../ui/icons.ts';
import { useServices } from '../../ui/services.ts';
import { Spinner } from '../../ui/spinner.tsx';
import './check-note.css';

/** Lacking proof is not being turned away: whoever proves who they are is let through. */
function titleOf({ result, failure: { kind } }: Extract<CheckResult, { failure: unknown }>): MessageKey {
  if (result === 'failed') return 'checkFailed';
  return kind === 'mfaRequired' || kind === 'authenticationContextRequired'
    ? 'checkNeedsProof'
    : 'checkRefused';
}

/** What the service says of one role that was checked. It never says that a role is active by it. */
export function CheckNote({ check }: { check: CheckResult }) {
  const { t } = useServices();
  const marks = { 'data-testid': 'check', 'data-check': check.result } as const;
  switch (check.result) {
    case 'checking':
      return (
        <p class="check-note" role="status" {...marks}>
          <Spinner size={16} />
          {t('checkChecking')}
        </p>
      );
    case 'accepted':
      return (
        <p class="check-note check-note-good" role="status" {...marks}>
          <Icon of={check.waits ? approvalIcon : successIcon} size={16} />
          {t(check.waits ? 'checkAcceptedWaits' : 'checkAccepted')}
        </p>
      );
    case 'alreadyActive':
    case 'unsupported':
      return (
        <p class="check-note" role="status" {...marks}>
          <Icon of={infoIcon} size={16} />
          {t(check.result === 'alreadyActive' ? 'checkAlreadyActive' : 'checkUnsupported')}
        </p>
      );
    case 'unclear':
      return (
        <p class="check-note check-note-bad" role="alert" {...marks}>
          <Icon of={warningIcon} size={16} />
          {t('checkUnclear')}
        </p>
      );
    case 'refused':
    case 'failed':
      return (
        <div class="check-note check-note-failure" {...marks}>
          <Icon of={warningIcon} size={16} />
          <FailureNote failure={check.failure} about="check" kind="plain" title={t(titleOf(check))} live />
        </div>
      );
  }
}
