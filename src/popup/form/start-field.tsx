import { useId } from 'preact/hooks';
import { type LocalStart, type ReadStart, suggestedStart } from '../../domain/local-start.ts';
import type { MessageKey } from '../../platform/i18n.ts';
import { spanText, whenText } from '../../platform/time-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { errorIcon } from '../../ui/icons.ts';
import { useServices } from '../../ui/services.ts';
import './start-field.css';

interface Props {
  /** `undefined` is now. */
  choice: LocalStart | undefined;
  read: ReadStart | undefined;
  /** When everything that is asked for ends, ms since the epoch; absent where that differs or is not known. */
  end: number | undefined;
  zone: string;
  /** Whether the person has tried to send: until then an empty field is not wrong. */
  shown: boolean;
  onChoice: (choice: LocalStart | undefined) => void;
}

const problems: { readonly [T in Exclude<ReadStart['type'], 'start'>]: MessageKey } = {
  incomplete: 'formStartIncomplete',
  skipped: 'formStartSkipped',
  past: 'formStartPast',
};

/** Now, or later: then with the browser's own fields for a day and a time, in the person's own time. */
export function StartField({ choice, read, end, zone, shown, onChoice }: Props) {
  const texts = useServices();
  const { t } = texts;
  const id = useId();
  const error =
    read && read.type !== 'start' && (shown || read.type !== 'incomplete')
      ? t(problems[read.type])
      : undefined;
  const wiring = {
    'aria-describedby': `${id}-note`,
    'aria-invalid': error ? true : undefined,
  };
  const chosen = (part: Partial<LocalStart>) => choice && onChoice({ ...choice, ...part });
  return (
    <fieldset class="start-field" data-testid="start">
      <legend class="field-label">{t('formStart')}</legend>
      <div class="start-choices">
        <label class="start-choice">
          <input
            type="radio"
            name={id}
            checked={!choice}
            data-testid="start-now"
            onChange={() => onChoice(undefined)}
          />
          {t('formStartNow')}
        </label>
        <label class="start-choice">
          <input
            type="radio"
            name={id}
            checked={choice !== undefined}
            data-testid="start-later"
            onChange={() => onChoice(suggestedStart(zone, texts.now()))}
          />
          {t('formStartLater')}
        </label>
      </div>
      {choice && (
        <div class="start-when">
          <input
            type="date"
            class="text-field"
            aria-label={t('formStartDate')}
            data-testid="start-date"
            {...wiring}
            value={choice.date}
            onInput={(event) => chosen({ date: event.currentTarget.value })}
          />
          <input
            type="time"
            class="text-field"
            aria-label={t('formStartTime')}
            data-testid="start-time"
            {...wiring}
            value={choice.time}
            onInput={(event) => chosen({ time: event.currentTarget.value })}
          />
        </div>
      )}
      {error ? (
        <p class="field-error" id={`${id}-note`} role="alert" data-testid="start-error">
          <Icon of={errorIcon} size={16} />
          <span>{error}</span>
        </p>
      ) : (
        read?.type === 'start' && (
          <p class="field-hint" id={`${id}-note`} data-testid="start-text">
            {end !== undefined && !read.twice
              ? t('formStartSpan', spanText(read.at, end, texts, texts.now()))
              : t(read.twice ? 'formStartIsFirst' : 'formStartIs', whenText(read.at, texts, texts.now()))}
          </p>
        )
      )}
    </fieldset>
  );
}
