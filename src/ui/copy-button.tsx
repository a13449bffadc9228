import { Button } from './button.tsx';
import { checkIcon, copyIcon } from './icons.ts';
import { useServices } from './services.ts';
import { useCopy } from './use-copy.ts';

/** Copies a text that stands beside it, and says whether it did. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useServices();
  const { outcome, copy } = useCopy(text);

  return (
    <>
      <Button
        size="small"
        kind="quiet"
        icon={outcome === 'copied' ? checkIcon : copyIcon}
        data-testid="copy"
        onClick={copy}
      >
        {outcome === 'copied' ? t('uiCopied') : t('uiCopy')}
      </Button>
      <span class="visually-hidden" role="status">
        {outcome === 'copied' ? t('uiCopied') : ''}
      </span>
      {outcome === 'failed' && (
        <p class="field-error" role="alert">
          {t('uiCopyRefused')}
        </p>
      )}
    </>
  );
}
