import type { LengthClock } from '../../domain/length.ts';
import { shortestMinutes } from '../../domain/policy.ts';
import { useServices } from '../../ui/services.ts';
import type { FormState } from './form-state.ts';
import { LengthField } from './length-field.tsx';
import { minutesOfChoice } from './length.ts';
import { type LengthProblem, longestOffered, policyOf, type RoleAsk } from './rules.ts';

interface Props {
  state: FormState;
  asks: readonly RoleAsk[];
  clock: LengthClock;
  problem: LengthProblem | undefined;
  /** Whether the person has tried to send. */
  shown: boolean;
}

/** One length for all roles; a role whose rules allow less gets what they allow, and says so. */
export function AllLengths({ state, asks, clock, problem, shown }: Props) {
  const { t } = useServices();
  const longestAsked = Math.max(...asks.map(({ ask }) => ask.minutes).filter((minutes) => minutes >= 1), 1);
  return (
    <LengthField
      label={t('formLengthAll')}
      choice={state.lengthForAll.value}
      usual={longestAsked}
      maximum={Math.max(...asks.map(({ rules }) => longestOffered(rules)))}
      maximumKnown={asks.every(({ rules }) => rules.state === 'known')}
      clock={clock}
      problem={problem}
      shown={shown}
      unset={t('formLengthAllEach')}
      onChoice={(choice) => {
        const isNone = 'typed' in choice && choice.typed.trim() === '';
        state.lengthForAll.value = isNone ? undefined : choice;
        // What is no length yet takes nothing away.
        if (!Number.isNaN(minutesOfChoice(choice, clock))) state.lengths.value = {};
      }}
    />
  );
}

function longestAllowed(asks: readonly RoleAsk[]): number {
  return Math.max(...asks.map(({ rules }) => policyOf(rules).maximumMinutes));
}

/** What is wrong with the length for all; what is too long for some of them only is cut short there. */
export function problemOfAll(
  state: FormState,
  asks: readonly RoleAsk[],
  clock: LengthClock,
): LengthProblem | undefined {
  const choice = state.lengthForAll.value;
  if (!choice || asks.length < 2) return undefined;
  const minutes = minutesOfChoice(choice, clock);
  const maximumMinutes = longestAllowed(asks);
  if (Number.isNaN(minutes)) return { problem: 'unreadable', maximumMinutes };
  if (minutes > maximumMinutes) return { problem: 'tooLong', maximumMinutes };
  return minutes < Math.min(shortestMinutes, maximumMinutes)
    ? { problem: 'tooShort', maximumMinutes }
    : undefined;
}
