import type { ComponentChildren } from 'preact';
import type { Eligibility } from '../domain/role.ts';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import {
  approvalIcon,
  dismissIcon,
  errorIcon,
  keyIcon,
  questionIcon,
  scheduledIcon,
  successIcon,
} from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import { Spinner } from '../ui/spinner.tsx';
import { roleTexts } from '../platform/role-texts.ts';
import type { OutcomeLook } from './outcome-text.ts';
import { namesInOrder } from '../domain/role-names.ts';
import { pathSign, type PlacedRole, usePlaceOf } from './role-places.ts';
import './outcome-row.css';

interface Props {
  role: Pick<Eligibility, 'roleName' | 'scope'> & PlacedRole;
  request: 'activation' | 'deactivation' | 'decision' | 'extension' | 'followOn';
  state: string;
  look: OutcomeLook;
  /** The state in words. */
  text: string;
  /** A line under the state. */
  more?: ComponentChildren;
  /** Absent while it is open: what is under way cannot be taken away. */
  onDismiss?: (button: HTMLElement) => void;
  children: ComponentChildren;
}

const icons: Record<Exclude<OutcomeLook, 'busy'>, string> = {
  proof: keyIcon,
  waiting: approvalIcon,
  scheduled: scheduledIcon,
  success: successIcon,
  failed: errorIcon,
  unknown: questionIcon,
};

/** What became of one request: the role, the state in an icon and in words, and what there is to say beyond. */
export function OutcomeFrame({ role, request, state, look, text, more, onDismiss, children }: Props) {
  const { t } = useServices();
  const [first, second] = namesInOrder(role);
  const { path, alias } = usePlaceOf()(role);
  return (
    <li
      class={`outcome-row outcome-${look}`}
      data-row
      data-testid="outcome-row"
      data-key={role.key}
      data-request={request}
      data-state={state}
    >
      <div class="outcome-head">
        {look === 'busy' ? <Spinner /> : <Icon of={icons[look]} />}
        <div class="outcome-text">
          <p class="outcome-role" title={`${first}\n${path && `${path}${pathSign}`}${second}`}>
            <bdi>
              <strong>{first}</strong>
            </bdi>{' '}
            ·{' '}
            {path && (
              <span class="outcome-path">
                <bdi>{path}</bdi>
                {pathSign}
              </span>
            )}
            <bdi>{second}</bdi>
            {alias && (
              <span class="outcome-alias" title={t('popupAlias', alias)}>
                <bdi>{alias}</bdi>
              </span>
            )}
          </p>
          {/* The look stands on the element itself: Chromium was seen to keep the old colour when only the row's changed. */}
          <p class={`outcome-state outcome-state-${look}`} data-testid="outcome-state">
            {text}
          </p>
          {more}
        </div>
        {onDismiss && (
          <IconButton
            icon={dismissIcon}
            label={roleTexts(t, role)('popupDismiss')}
            data-testid="dismiss"
            onClick={(event) => onDismiss(event.currentTarget)}
          />
        )}
      </div>
      {children}
    </li>
  );
}
