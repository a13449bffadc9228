import { type Activation, isSettled } from '../domain/activation.ts';
import type { Session } from '../domain/session.ts';
import { Button } from '../ui/button.tsx';
import { FailureNote } from '../ui/failure-note.tsx';
import { useServices } from '../ui/services.ts';
import { OutcomeFrame } from './outcome-frame.tsx';
import { outcomeLook, outcomeText } from './outcome-text.ts';

interface Props {
  entry: Activation;
  now: number;
  session: Session;
  onDismiss: (entry: Activation, button: HTMLElement) => void;
  /** Opens the form again; absent where the role cannot be asked for now. */
  onAgain?: (entry: Activation) => void;
}

export function OutcomeRow({ entry, now, session, onDismiss, onAgain }: Props) {
  const services = useServices();
  const { t } = services;
  const { role, state, failure } = entry;
  return (
    <OutcomeFrame
      role={role}
      request="activation"
      state={state}
      look={outcomeLook(entry)}
      text={outcomeText(entry, now, session, services)}
      {...(isSettled(state) ? { onDismiss: (button: HTMLElement) => onDismiss(entry, button) } : {})}
    >
      {failure && (
        <FailureNote
          failure={failure}
          about="activation"
          kind="plain"
          actions={
            onAgain && (
              <Button
                size="small"
                aria-label={t('outcomeTryAgainRole', role.roleName, role.scope.name)}
                data-testid="ask-again"
                onClick={() => onAgain(entry)}
              >
                {t('outcomeTryAgain')}
              </Button>
            )
          }
        />
      )}
    </OutcomeFrame>
  );
}
