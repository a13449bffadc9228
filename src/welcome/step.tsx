import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { checkIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import './step.css';

interface Props {
  number: number;
  title: string;
  /** `later` shows its title alone, `done` one line with what was chosen. */
  state: 'done' | 'current' | 'later';
  /** What was chosen, once it is done. */
  summary?: ComponentChildren;
  /** What can be done with a step that is done. */
  action?: { readonly text: string; readonly onPress: () => void } | undefined;
  /** The floor came to this step by something the person did: its title takes the focus. */
  takesFocus: boolean;
  children: ComponentChildren;
}

/** One of the numbered steps, on the line that joins them. */
export function Step({ number, title, state, summary, action, takesFocus, children }: Props) {
  const { t } = useServices();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const done = state === 'done';
  return (
    <li class={`welcome-step welcome-step-${state}`} aria-current={state === 'current' ? 'step' : undefined}>
      <span class="welcome-step-number" aria-hidden="true">
        {done ? <Icon of={checkIcon} /> : number}
      </span>
      <section
        class="welcome-step-body"
        aria-labelledby={`step-${number}`}
        data-testid={`step-${number}`}
        data-state={state}
      >
        <div class="welcome-step-head">
          <div class="welcome-step-names">
            <h2 class="welcome-step-title" id={`step-${number}`} ref={heading} tabIndex={-1}>
              <span class="visually-hidden">
                {t(done ? 'welcomeStepDone' : 'welcomeStepNumber', String(number))}:{' '}
              </span>
              {title}
            </h2>
            {done && summary && <p class="welcome-step-summary">{summary}</p>}
          </div>
          {done && action && (
            <Button
              kind="quiet"
              size="small"
              data-testid={`step-${number}-action`}
              aria-label={t('welcomeActionOf', action.text, title)}
              onClick={action.onPress}
            >
              {action.text}
            </Button>
          )}
        </div>
        {state === 'current' && <div class="welcome-step-content">{children}</div>}
      </section>
    </li>
  );
}
