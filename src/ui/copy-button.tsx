import { useEffect, useState } from 'preact/hooks';
import { Button } from './button.tsx';
import { checkIcon, copyIcon } from './icons.ts';
import { useServices } from './services.ts';

/** Copies a text that stands beside it, and says whether it did. */
export function CopyButton({ text }: { text: string }) {
  const { t, copyText } = useServices();
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  useEffect(() => setOutcome(undefined), [text]);

  async function copy() {
    try {
      await copyText(text);
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  }

  return (
    <>
      <Button
        size="small"
        kind="quiet"
        icon={outcome === 'copied' ? checkIcon : copyIcon}
        data-testid="copy"
        onClick={() => void copy()}
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
