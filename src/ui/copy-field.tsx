import { useEffect, useId, useRef } from 'preact/hooks';
import { Button } from './button.tsx';
import { checkIcon, copyIcon } from './icons.ts';
import { useServices } from './services.ts';
import { useCopy } from './use-copy.ts';
import './copy-field.css';
import './text-field.css';

interface Props {
  label: string;
  value: string;
  hint?: string;
  /** Stands in place of a button that was pressed: the value is selected, one key away from being copied. */
  takesFocus?: boolean;
}

/** A value to hand on: read-only, selected when focused, with a button that copies it and says that it did. */
export function CopyField({ label, value, hint, takesFocus }: Props) {
  const { t } = useServices();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { outcome, copy } = useCopy(value, () => input.current?.select());
  useEffect(() => {
    if (takesFocus) input.current?.focus();
  }, []);

  return (
    <div class="copy-field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <div class="copy-field-row">
        <input
          ref={input}
          id={id}
          class="text-field text-field-mono"
          value={value}
          readOnly
          aria-describedby={hint ? `${id}-hint` : undefined}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button icon={outcome === 'copied' ? checkIcon : copyIcon} onClick={copy}>
          {outcome === 'copied' ? t('uiCopied') : t('uiCopy')}
        </Button>
      </div>
      <p class="visually-hidden" role="status">
        {outcome === 'copied' ? t('uiCopied') : ''}
      </p>
      {outcome === 'failed' && (
        <p class="field-error" role="alert">
          {t('uiCopyFailed')}
        </p>
      )}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
