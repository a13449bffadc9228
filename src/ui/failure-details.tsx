import type { Failure } from '../domain/failure.ts';
import { CopyButton } from './copy-button.tsx';
import { useServices } from './services.ts';
import './failure-details.css';

/** What the service said in its own words, folded away; nothing where it said nothing. */
export function FailureDetails({ failure: { code, message, status, facts } }: { failure: Failure }) {
  const { t } = useServices();
  const requestId = facts?.['requestId'];
  const lines = [
    code,
    message,
    status && t('failureStatus', String(status)),
    requestId && t('failureRequestId', requestId),
  ].filter((line) => typeof line === 'string' && line !== '');
  if (lines.length === 0) return null;
  return (
    <details class="failure-details">
      <summary>{t('failureDetails')}</summary>
      <div class="failure-details-text" data-testid="failure-details">
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <CopyButton text={lines.join('\n')} />
    </details>
  );
}
