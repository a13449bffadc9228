import { useId, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { downIcon, errorIcon } from '../../ui/icons.ts';
import { useServices } from '../../ui/services.ts';
import { lengthText } from '../../platform/time-text.ts';
import type { LengthChoice } from './form-state.ts';
import { shortLengthText } from './length-text.ts';
import { lengthsWithin, parseLength } from './length.ts';
import './length-field.css';

interface Props {
  label: string;
  /** The label stands elsewhere for those who see. */
  labelHidden?: boolean;
  choice: LengthChoice | undefined;
  /** What holds without a choice. */
  usual: number;
  maximum: number;
  /** Whether `maximum` is the role's own rule. */
  maximumKnown: boolean;
  error: string | undefined;
  onChoice: (choice: LengthChoice) => void;
}

const other = 'other';

/** A length: chosen from a list, or typed. */
export function LengthField(props: Props) {
  const { label, labelHidden, choice, usual, maximum, maximumKnown, error, onChoice } = props;
  const texts = useServices();
  const { t } = texts;
  const id = useId();
  const typed = choice && 'typed' in choice ? choice.typed : undefined;
  const minutes = choice && 'minutes' in choice ? choice.minutes : usual;
  const input = useRef<HTMLInputElement>(null);
  // Beside a role there is little room.
  const optionText = labelHidden ? shortLengthText : lengthText;
  const meant = typed === undefined ? undefined : parseLength(typed);
  const wiring = {
    'aria-invalid': error ? true : undefined,
    'aria-describedby': error || typed !== undefined ? `${id}-note` : undefined,
  } as const;

  return (
    <div class="length-field">
      <label class={labelHidden ? 'visually-hidden' : 'field-label'} for={id}>
        {label}
      </label>
      <span class="length-field-select">
        <select
          id={id}
          class="text-field"
          data-testid="length"
          {...(typed === undefined ? wiring : {})}
          value={typed === undefined ? String(minutes) : other}
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (value !== other) return onChoice({ minutes: Number(value) });
            onChoice({ typed: '' });
            // The field appears with the next rendering.
            requestAnimationFrame(() => input.current?.focus());
          }}
        >
          {lengthsWithin(maximum, minutes).map((one) => (
            <option key={one} value={String(one)}>
              {maximumKnown && one === maximum
                ? t('formLengthMaximum', optionText(one, texts))
                : optionText(one, texts)}
            </option>
          ))}
          <option value={other}>{t('formLengthOther')}</option>
        </select>
        <Icon of={downIcon} size={16} />
      </span>
      {typed !== undefined && (
        <input
          ref={input}
          type="text"
          class="text-field"
          autocomplete="off"
          aria-label={`${label}: ${t('formLengthTyped')}`}
          data-testid="length-typed"
          {...wiring}
          value={typed}
          onInput={(event) => onChoice({ typed: event.currentTarget.value })}
        />
      )}
      {error ? (
        <p class="field-error" id={`${id}-note`} role="alert">
          <Icon of={errorIcon} size={16} />
          <span>{error}</span>
        </p>
      ) : (
        typed !== undefined && (
          <p class="field-hint" id={`${id}-note`}>
            {meant === undefined ? t('formLengthTypedHint') : t('formLengthIs', lengthText(meant, texts))}
          </p>
        )
      )}
    </div>
  );
}
