import { Button } from './button.tsx';
import { CopyField } from './copy-field.tsx';
import { checkIcon, copyIcon } from './icons.ts';
import { useServices } from './services.ts';
import { useCopy } from './use-copy.ts';

/** Copies the page on which an administrator consents; shows it where the clipboard is closed. */
export function CopyConsentLink({ url }: { url: string }) {
  const { t } = useServices();
  const { outcome, copy } = useCopy(url);

  if (outcome === 'failed') return <CopyField label={t('failureConsentLink')} value={url} takesFocus />;
  return (
    <Button size="small" icon={outcome ? checkIcon : copyIcon} data-testid="copy-consent" onClick={copy}>
      <span aria-live="polite">{outcome ? t('failureConsentCopied') : t('failureCopyConsent')}</span>
    </Button>
  );
}
