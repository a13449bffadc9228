import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import { errorIcon } from './icons.ts';
import './field.css';

interface Props {
  /** Id of the control inside; its hint or error has the id `{id}-note`. */
  id: string;
  label: string;
  note?: string | undefined;
  hint?: string | undefined;
  error?: string | undefined;
  /** Its hint came by what was typed, and is read out. */
  isHintNews?: boolean;
  children: ComponentChildren;
}

/** Label above, control, and one line below for a hint or for what is wrong. */
export function Field({ id, label, note, hint, error, isHintNews, children }: Props) {
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
        {note && <span class="field-note"> {note}</span>}
      </label>
      {children}
      {error ? (
        <p class="field-error" id={`${id}-note`} role="alert">
          <Icon of={errorIcon} size={16} />
          <span>{error}</span>
        </p>
      ) : (
        hint && (
          <p class="field-hint" id={`${id}-note`} role={isHintNews ? 'status' : undefined}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}
