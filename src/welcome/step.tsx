import type { ComponentChildren } from 'preact';
import { Icon } from '../ui/icon.tsx';
import { checkIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import './step.css';

interface Props {
  number: number;
  title: string;
  done: boolean;
  children: ComponentChildren;
}

/** One numbered step; a check takes the number's place when nothing is left to do in it. */
export function Step({ number, title, done, children }: Props) {
  const { t } = useServices();
  return (
    <li class="card">
      <section class="step" aria-labelledby={`step-${number}`}>
        <span class={`step-number${done ? ' step-number-done' : ''}`} aria-hidden="true">
          {done ? <Icon of={checkIcon} /> : number}
        </span>
        <div class="step-body">
          <h2 class="card-title" id={`step-${number}`}>
            <span class="visually-hidden">
              {t(done ? 'welcomeStepDone' : 'welcomeStepNumber', String(number))}:{' '}
            </span>
            {title}
          </h2>
          {children}
        </div>
      </section>
    </li>
  );
}
