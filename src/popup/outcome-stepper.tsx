import type { Source } from '../domain/role.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { checkIcon, dismissIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import { effectText } from './effect-text.ts';
import type { OutcomeStep } from './outcome-steps.ts';
import './outcome-stepper.css';

interface Props {
  steps: readonly OutcomeStep[];
  /** Whose role takes its time to take effect: how long that may be is said at that step. */
  source?: Source;
}

/** What is done, and what is not: the words of a step that lies ahead never say that it happened. */
const names: Record<OutcomeStep['name'], readonly [done: MessageKey, ahead: MessageKey]> = {
  verify: ['stepVerified', 'stepVerify'],
  send: ['stepSent', 'stepSend'],
  approval: ['stepApproved', 'stepApproval'],
  start: ['stepStarted', 'stepStart'],
  activate: ['stepActivated', 'stepActivate'],
  effect: ['stepEffective', 'stepEffect'],
};

const states: Record<OutcomeStep['state'], MessageKey> = {
  done: 'stepStateDone',
  now: 'stepStateNow',
  ahead: 'stepStateAhead',
  stopped: 'stepStateStopped',
  unclear: 'stepStateUnclear',
};

const waits: Record<Source, MessageKey> = {
  entra: 'stepEffectEntra',
  azure: 'stepEffectAzure',
  groups: 'stepEffectEntra',
};

/** The way of a request in one small line; where it is stands in words above. */
export function OutcomeStepper({ steps, source }: Props) {
  const services = useServices();
  const { t } = services;
  if (steps.length === 0) return null;
  return (
    <ol class="outcome-steps" aria-label={t('stepsLabel')} data-testid="steps">
      {steps.map(({ name, state }) => {
        const spread = name === 'effect' && state === 'now' ? source : undefined;
        const said = spread && effectText({ state: 'waiting' }, spread, services);
        return (
          <li
            key={name}
            class={`outcome-step outcome-step-${state}`}
            title={said ?? t(states[state])}
            aria-current={state === 'now' ? 'step' : undefined}
            data-step={name}
            data-step-state={state}
          >
            <span class="outcome-step-mark">
              {state === 'done' && <Icon of={checkIcon} size={16} />}
              {state === 'stopped' && <Icon of={dismissIcon} size={16} />}
              {state === 'unclear' && <span aria-hidden="true">?</span>}
            </span>
            {t(spread ? waits[spread] : names[name][state === 'done' ? 0 : 1])}
            <span class="visually-hidden"> ({t(states[state])})</span>
            {said && (
              <span class="visually-hidden" data-testid="effect" data-effect="waiting">
                {said}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
