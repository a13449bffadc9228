import { useId, useRef } from 'preact/hooks';
import { type LengthChoice, type LengthClock, readLength, typedLength } from '../../domain/length.ts';
import { movedStop, type StopMove } from '../../domain/length-stops.ts';
import { Icon } from '../../ui/icon.tsx';
import { addIcon, subtractIcon } from '../../ui/icons.ts';
import { useServices } from '../../ui/services.ts';
import { LengthInput } from './length-input.tsx';
import { isShownProblem, LengthNote } from './length-note.tsx';
import { endText, shortLengthText } from './length-text.ts';
import type { LengthProblem } from './rules.ts';
import './length-field.css';

interface Props {
  label: string;
  /** Says which role's length a button makes shorter or longer. */
  stepLabel: (step: 'shorter' | 'longer') => string;
  choice: LengthChoice | undefined;
  usual: number;
  maximum: number;
  /** The length for all is longer than this role's rules allow. */
  capped: boolean;
  clock: LengthClock;
  problem: LengthProblem | undefined;
  /** What the end of the eligibility means for the length, in a sentence. */
  endNote: string | undefined;
  shown: boolean;
  onChoice: (choice: LengthChoice) => void;
}

/** The length of one role among several: typed, or changed stop by stop. */
export function LengthStepper(props: Props) {
  const { label, stepLabel, choice, usual, maximum, capped, clock, problem, endNote, shown, onChoice } =
    props;
  const texts = useServices();
  const { t } = texts;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const typed = choice && 'typed' in choice ? choice.typed : undefined;
  const minutes = choice && 'minutes' in choice ? choice.minutes : usual;
  const length = typed === undefined ? { minutes } : readLength(typed, clock);
  const isWrong = isShownProblem(problem, shown);
  const from = length?.minutes ?? usual;
  const stepButton = (move: Extract<StopMove, 'next' | 'previous'>) => (
    <button
      type="button"
      class="length-step"
      // The keyboard has the arrows of the field.
      tabIndex={-1}
      aria-label={stepLabel(move === 'next' ? 'longer' : 'shorter')}
      data-testid={move === 'next' ? 'length-longer' : 'length-shorter'}
      disabled={movedStop(from, maximum, move) === from}
      onClick={() => onChoice({ minutes: movedStop(from, maximum, move) })}
    >
      <Icon of={move === 'next' ? addIcon : subtractIcon} size={16} />
    </button>
  );
  return (
    <div class="length-field length-compact">
      <div class="length-stepper">
        <label class="visually-hidden" for={id}>
          {label}
        </label>
        <div class={isWrong ? 'length-steps length-steps-wrong' : 'length-steps'}>
          {stepButton('previous')}
          <LengthInput
            id={id}
            inputRef={input}
            value={typed ?? typedLength(minutes)}
            minutes={from}
            maximum={maximum}
            isWrong={isWrong}
            describedBy={`${id}-result ${id}-note`}
            testId="length"
            onChoice={onChoice}
          />
          {stepButton('next')}
        </div>
        <span class="length-result" id={`${id}-result`} data-testid="length-result">
          {length &&
            (length.until === undefined
              ? t('formUntil', endText(length, clock, texts.now(), texts))
              : shortLengthText(length.minutes, texts))}
        </span>
      </div>
      <LengthNote
        id={`${id}-note`}
        problem={problem}
        shown={shown}
        hint={endNote ?? (capped ? t('formLengthCapped', shortLengthText(maximum, texts)) : undefined)}
        marked
        longest={maximum}
        onUse={(offered) => {
          onChoice(offered);
          input.current?.focus();
        }}
      />
    </div>
  );
}
