import type { LengthChoice } from '../../domain/length.ts';
import { shortestMinutes } from '../../domain/policy.ts';
import { lengthText } from '../../platform/time-text.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { errorIcon, infoIcon } from '../../ui/icons.ts';
import { useServices } from '../../ui/services.ts';
import { shortLengthText } from './length-text.ts';
import type { LengthProblem } from './rules.ts';

interface Props {
  id: string;
  problem: LengthProblem | undefined;
  /** Whether the person has tried to send. */
  shown: boolean;
  /** What is said where nothing is wrong. */
  hint: string | undefined;
  /** The hint is worth an icon. */
  marked?: boolean;
  /** The longest that is offered; the eligibility may end before the rules' longest. */
  longest: number;
  /** What is too long for one role, or for all of them. */
  tooLong?: 'formLengthTooLong' | 'formLengthTooLongAll';
  /** Takes the length that is offered instead. */
  onUse: (choice: LengthChoice) => void;
}

/** A length that is still being typed is not wrong yet; one that is too long will not get better. */
export function isShownProblem(problem: LengthProblem | undefined, shown: boolean): boolean {
  return problem !== undefined && (problem.problem === 'tooLong' || shown);
}

/** The line under a length: what is wrong with it and what to do, or a hint. What was typed stays until the person decides. */
export function LengthNote({
  id,
  problem,
  shown,
  hint,
  marked,
  longest,
  tooLong = 'formLengthTooLong',
  onUse,
}: Props) {
  const texts = useServices();
  const { t } = texts;
  if (!problem || !isShownProblem(problem, shown)) {
    return hint ? (
      <p class={`field-hint length-note${marked ? ' length-note-marked' : ''}`} id={id}>
        {marked && <Icon of={infoIcon} size={16} />}
        {hint}
      </p>
    ) : null;
  }
  const { maximumMinutes } = problem;
  const offered = problem.problem === 'tooLong' ? Math.min(maximumMinutes, longest) : shortestMinutes;
  return (
    <div class="length-note length-note-error">
      <p class="field-error" id={id} role="alert">
        <Icon of={errorIcon} size={16} />
        <span>
          {problem.problem === 'tooLong'
            ? t(tooLong, lengthText(maximumMinutes, texts))
            : problem.problem === 'tooShort'
              ? t('formLengthTooShort', lengthText(shortestMinutes, texts))
              : t('formLengthUnreadable')}
        </span>
      </p>
      {problem.problem !== 'unreadable' && (
        <Button size="small" data-testid="length-offer" onClick={() => onUse({ minutes: offered })}>
          {t('formLengthUse', shortLengthText(offered, texts))}
        </Button>
      )}
    </div>
  );
}
