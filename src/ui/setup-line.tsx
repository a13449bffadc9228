import type { ComponentChildren } from 'preact';
import type { LineState } from '../domain/setup-check.ts';
import { Icon } from './icon.tsx';
import { errorIcon, questionIcon, successIcon, waitingIcon, warningIcon } from './icons.ts';
import { useServices } from './services.ts';
import { type LineKind, stateText } from './setup-check-text.ts';
import { Spinner } from './spinner.tsx';

interface Props {
  /** Names the line to tests. */
  name: string;
  title: ComponentChildren;
  state: LineState;
  kind: LineKind;
  /** What is wrong, or what breaks. */
  children?: ComponentChildren;
}

const icons: Record<Exclude<LineState, 'checking'>, string> = {
  waiting: waitingIcon,
  ok: successIcon,
  missing: errorIcon,
  failed: errorIcon,
  unknown: questionIcon,
};

/** One line of the check: what was asked, and how it was answered, in a word and an icon. */
export function SetupLine({ name, title, state, kind, children }: Props) {
  const services = useServices();
  const shown = kind === 'optional' && state === 'missing' ? 'optional' : state;
  return (
    <li class={`setup-line setup-line-${shown}`} data-testid="setup-line" data-name={name} data-state={state}>
      <span class="setup-line-icon">
        {state === 'checking' ? (
          <Spinner />
        ) : (
          <Icon of={shown === 'optional' ? waitingIcon : state === 'missing' ? warningIcon : icons[state]} />
        )}
      </span>
      <span class="setup-line-title">{title}</span>
      <span class="setup-line-state">{stateText(state, kind, services)}</span>
      {children && <p class="setup-line-text">{children}</p>}
    </li>
  );
}
