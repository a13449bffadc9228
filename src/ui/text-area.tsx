import type { Ref, TextareaHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';
import { Field } from './field.tsx';
import './text-field.css';

interface Props extends Omit<TextareaHTMLAttributes, 'value' | 'label' | 'onInput'> {
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: string | undefined;
  error?: string | undefined;
  note?: string | undefined;
  inputRef?: Ref<HTMLTextAreaElement>;
}

/** A field of several lines, with the same wiring as {@link TextField}. */
export function TextArea({ label, value, onValue, hint, error, note, inputRef, ...rest }: Props) {
  const id = useId();
  return (
    <Field id={id} label={label} note={note} hint={hint} error={error}>
      <textarea
        rows={2}
        {...rest}
        {...(inputRef ? { ref: inputRef } : {})}
        id={id}
        class="text-field text-field-area"
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
        aria-describedby={error || hint ? `${id}-note` : undefined}
        aria-invalid={error ? true : undefined}
      />
    </Field>
  );
}
