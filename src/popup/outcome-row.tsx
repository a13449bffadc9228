import { type Activation, isSettled } from '../domain/activation.ts';
import type { Session } from '../domain/session.ts';
import { Button } from '../ui/button.tsx';
import { FailureNote } from '../ui/failure-note.tsx';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import {
  approvalIcon,
  dismissIcon,
  errorIcon,
  questionIcon,
  scheduledIcon,
  successIcon,
} from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import { Spinner } from '../ui/spinner.tsx';
import { type OutcomeLook, outcomeLook, outcomeText } from './outcome-text.ts';
import './outcome-row.css';

interface Props {
  entry: Activation;
  now: number;
  session: Session;
  onDismiss: (entry: Activation, button: HTMLElement) => void;
  /** Opens the form again; absent where the role cannot be asked for now. */
  onAgain?: (entry: Activation) => void;
}

const icons: Record<Exclude<OutcomeLook, 'busy'>, string> = {
  waiting: approvalIcon,
  scheduled: scheduledIcon,
  success: successIcon,
  failed: errorIcon,
  unknown: questionIcon,
};

export function OutcomeRow({ entry, now, session, onDismiss, onAgain }: Props) {
  const services = useServices();
  const { t } = services;
  const { role, state, failure } = entry;
  const names = [role.roleName, role.scope.name] as const;
  const look = outcomeLook(entry);
  return (
    <li
      class={`outcome-row outcome-${look}`}
      data-testid="outcome-row"
      data-key={role.key}
      data-state={state}
    >
      <div class="outcome-head">
        {look === 'busy' ? <Spinner /> : <Icon of={icons[look]} />}
        <div class="outcome-text">
          <p class="outcome-role" title={`${role.roleName}\n${role.scope.name}`}>
            <bdi>
              <strong>{role.roleName}</strong>
            </bdi>{' '}
            · <bdi>{role.scope.name}</bdi>
          </p>
          <p class="outcome-state" data-testid="outcome-state">
            {outcomeText(entry, now, session, services)}
          </p>
        </div>
        {isSettled(state) && (
          <IconButton
            icon={dismissIcon}
            label={t('popupDismiss', ...names)}
            data-testid="dismiss"
            onClick={(event) => onDismiss(entry, event.currentTarget)}
          />
        )}
      </div>
      {failure && (
        <FailureNote
          failure={failure}
          about="activation"
          kind="plain"
          actions={
            onAgain && (
              <Button
                size="small"
                aria-label={t('outcomeTryAgainRole', ...names)}
                data-testid="ask-again"
                onClick={() => onAgain(entry)}
              >
                {t('outcomeTryAgain')}
              </Button>
            )
          }
        />
      )}
    </li>
  );
}
