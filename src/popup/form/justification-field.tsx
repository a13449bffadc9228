import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Habits } from '../../domain/habits.ts';
import { useServices } from '../../ui/services.ts';
import { TextArea } from '../../ui/text-area.tsx';
import { JustificationPicker } from './justification-picker.tsx';
import './justification-field.css';

interface Props {
  value: string;
  habits: Habits;
  required: boolean;
  /** Nothing asks for one, and all rules are known. */
  optional: boolean;
  error: string | undefined;
  onValue: (value: string) => void;
}

/** The justification, with those used before and those saved one key away: Alt and the arrow down, as in a list box. */
export function JustificationField({ value, habits, required, optional, error, onValue }: Props) {
  const { t } = useServices();
  const area = useRef<HTMLTextAreaElement>(null);
  const open = useSignal(false);
  return (
    <div class="justification">
      <TextArea
        label={t('formJustification')}
        note={optional ? t('formOptional') : undefined}
        value={value}
        inputRef={area}
        maxLength={500}
        required={required}
        aria-keyshortcuts="Alt+ArrowDown"
        data-testid="justification"
        data-first-focus
        onFocus={(event) => event.currentTarget.select()}
        error={error}
        onValue={onValue}
        onKeyDown={(event) => {
          if (event.altKey && event.key === 'ArrowDown') {
            event.preventDefault();
            open.value = true;
            return;
          }
          // Enter sends, as in a field of one line; Shift+Enter breaks the line.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          if (event.repeat) return;
          event.currentTarget.form?.requestSubmit();
        }}
      />
      <JustificationPicker
        open={open}
        current={value}
        recents={habits.recents ?? []}
        templates={habits.templates ?? []}
        onPick={(text) => {
          onValue(text);
          area.current?.focus();
        }}
      />
    </div>
  );
}
