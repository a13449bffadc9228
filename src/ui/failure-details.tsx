import type { Failure } from '../domain/failure.ts';
import { useServices } from './services.ts';
import './failure-details.css';

/** What the service said in its own words, folded away; nothing where it said nothing. */
export function FailureDetails({ failure: { code, message, status, facts } }: { failure: Failure }) {
  const { t } = useServices();
  const requestId = facts?.['requestId'];
  if (!code && !message && !status && !requestId) return null;
  return (
    <details class="failure-details">
      <summary>{t('failureDetails')}</summary>
      <div class="failure-details-text" data-testid="failure-details">
        {code && <p>{code}</p>}
        {message && <p>{message}</p>}
        {status !== undefined && <p>{t('failureStatus', String(status))}</p>}
        {requestId && <p>{t('failureRequestId', requestId)}</p>}
      </div>
    </details>
  );
}
