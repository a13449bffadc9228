import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Button } from './button.tsx';
import { checkIcon, copyIcon } from './icons.ts';
import { useServices } from './services.ts';
import './copy-field.css';
import './text-field.css';

interface Props {
  label: string;
  value: string;
  hint?: string;
}

/** A value to hand on: read-only, selected when focused, with a button that copies it and says that it did. */
export function CopyField({ label, value, hint }: Props) {
  const { t, copyText } = useServices();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<'copied' | 'failed'>();
  useEffect(() => setOutcome(undefined), [value]);

  async function copy() {
    try {
      await copyText(value);
      setOutcome('copied');
    } catch {
      // The clipboard may be closed by policy: the value is selected, one key away.
      input.current?.select();
      setOutcome('failed');
    }
  }

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
        <Button icon={outcome === 'copied' ? checkIcon : copyIcon} onClick={() => void copy()}>
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
