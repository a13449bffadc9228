import type { Ref, TextareaHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';
import { Field } from './field.tsx';
import { useServices } from './services.ts';
import './text-field.css';

interface Props extends Omit<TextareaHTMLAttributes, 'value' | 'label' | 'onInput' | 'maxLength'> {
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: string | undefined;
  error?: string | undefined;
  note?: string | undefined;
  /** In UTF-16 units. What is pasted is cut there, and a line says so. */
  maxLength?: number;
  inputRef?: Ref<HTMLTextAreaElement>;
}

/** A field of several lines, with the same wiring as {@link TextField}. */
export function TextArea({ label, value, onValue, hint, error, note, maxLength, inputRef, ...rest }: Props) {
  const { t } = useServices();
  const id = useId();
  const isFull = maxLength !== undefined && value.length >= maxLength;
  const shownHint = isFull ? t('textAreaFull', String(maxLength)) : hint;
  return (
    <Field id={id} label={label} note={note} hint={shownHint} error={error} isHintNews={isFull}>
      <textarea
        rows={2}
        {...rest}
        {...(maxLength === undefined ? {} : { maxLength })}
        {...(inputRef ? { ref: inputRef } : {})}
        id={id}
        class="text-field text-field-area"
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
        aria-describedby={error || shownHint ? `${id}-note` : undefined}
        aria-invalid={error ? true : undefined}
      />
    </Field>
  );
}
