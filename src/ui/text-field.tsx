import type { InputHTMLAttributes, Ref } from 'preact';
import { useId } from 'preact/hooks';
import { Field } from './field.tsx';
import './text-field.css';

interface Props extends Omit<InputHTMLAttributes, 'value' | 'label' | 'onInput' | 'size'> {
  label: string;
  value: string;
  onValue: (value: string) => void;
  /** One quiet line under the field. */
  hint?: string | undefined;
  /** What is wrong with the value; replaces the hint and is read out. */
  error?: string | undefined;
  /** Ids, GUIDs and codes are set in a fixed-width face. */
  mono?: boolean;
  /** Word after the label, such as "optional". */
  note?: string | undefined;
  inputRef?: Ref<HTMLInputElement>;
}

/** A single-line field with its label, hint and error wired for a screen reader. */
export function TextField({ label, value, onValue, hint, error, mono, note, inputRef, ...rest }: Props) {
  const id = useId();
  return (
    <Field id={id} label={label} note={note} hint={hint} error={error}>
      <input
        type="text"
        autocomplete="off"
        spellcheck={false}
        {...(rest as InputHTMLAttributes)}
        {...(inputRef ? { ref: inputRef } : {})}
        id={id}
        class={`text-field${mono ? ' text-field-mono' : ''}`}
        value={value}
        onInput={(event) => onValue(event.currentTarget.value)}
        aria-describedby={error || hint ? `${id}-note` : undefined}
        aria-invalid={error ? true : undefined}
      />
    </Field>
  );
}
