import { useId, useRef } from 'preact/hooks';
import { type LengthChoice, type LengthClock, readLength, typedLength } from '../../domain/length.ts';
import { useServices } from '../../ui/services.ts';
import { LengthInput } from './length-input.tsx';
import { isShownProblem, LengthNote } from './length-note.tsx';
import { LengthSlider } from './length-slider.tsx';
import { lengthUntilText, lengthUntilWords, shortLengthText } from './length-text.ts';
import type { LengthProblem } from './rules.ts';
import './length-field.css';

interface Props {
  label: string;
  choice: LengthChoice | undefined;
  /** What holds without a choice. */
  usual: number;
  maximum: number;
  /** Whether `maximum` is a rule, and not just a day. */
  maximumKnown: boolean;
  clock: LengthClock;
  problem: LengthProblem | undefined;
  /** What the end of the eligibility means for the length, in a sentence. */
  endNote?: string | undefined;
  /** Whether the person has tried to send. */
  shown: boolean;
  /** For several roles at once: while nothing is chosen this is said in place of a length. */
  unset?: string | undefined;
  onChoice: (choice: LengthChoice) => void;
}

/** A length by slider or by typing, in one control: what one says the other shows. */
export function LengthField(props: Props) {
  const { label, choice, usual, maximum, maximumKnown, clock, problem, endNote, shown, unset, onChoice } =
    props;
  const texts = useServices();
  const { t } = texts;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const isUnset = unset !== undefined && choice === undefined;
  const typed = choice && 'typed' in choice ? choice.typed : undefined;
  const minutes = choice && 'minutes' in choice ? choice.minutes : usual;
  const length = typed === undefined ? { minutes } : readLength(typed, clock);
  const now = texts.now();
  const isWrong = isShownProblem(problem, shown);
  const testId = unset === undefined ? 'length' : 'length-all';
  const hint =
    endNote ??
    (maximumKnown ? t('formLengthHintMaximum', shortLengthText(maximum, texts)) : t('formLengthHint'));

  return (
    <div class="length-field" data-testid={`${testId}-field`}>
      <div class="length-head">
        <label class="field-label" for={id}>
          {label}
        </label>
        <span class="length-result" id={`${id}-result`} data-testid={`${testId}-result`}>
          {isUnset ? unset : length && lengthUntilText(length, clock, now, texts)}
        </span>
      </div>
      <div class="length-control">
        <LengthSlider
          label={t('formLengthSlider', label)}
          minutes={length?.minutes ?? usual}
          maximum={maximum}
          valueText={isUnset ? unset : lengthUntilWords(length ?? { minutes: usual }, clock, now, texts)}
          testId={`${testId}-slider`}
          onMinutes={(next) => onChoice({ minutes: next })}
        />
        <LengthInput
          id={id}
          inputRef={input}
          value={typed ?? (isUnset ? '' : typedLength(minutes))}
          placeholder={isUnset ? typedLength(usual) : undefined}
          minutes={length?.minutes ?? usual}
          maximum={maximum}
          isWrong={isWrong}
          describedBy={`${id}-result ${id}-note`}
          testId={testId}
          onChoice={onChoice}
        />
      </div>
      <LengthNote
        id={`${id}-note`}
        problem={problem}
        shown={shown}
        hint={hint}
        marked={endNote !== undefined}
        longest={maximum}
        {...(unset === undefined ? {} : { tooLong: 'formLengthTooLongAll' as const })}
        onUse={(offered) => {
          onChoice(offered);
          // The offer goes, and would take the focus with it.
          input.current?.focus();
        }}
      />
    </div>
  );
}
