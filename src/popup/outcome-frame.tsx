import type { ComponentChildren } from 'preact';
import type { Eligibility } from '../domain/role.ts';
import { namesInOrder } from '../domain/role-names.ts';
import { roleTexts } from '../platform/role-texts.ts';
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
import { OutcomeDone } from './outcome-done.tsx';
import type { OutcomeLook } from './outcome-text.ts';
import { pathSign, type PlacedRole, usePlaceOf } from './role-places.ts';
import './outcome-row.css';

interface Props {
  role: Pick<Eligibility, 'roleName' | 'scope'> & PlacedRole;
  request: 'activation' | 'deactivation' | 'decision' | 'extension' | 'followOn';
  state: string;
  look: OutcomeLook;
  /** The state in words. */
  text: ComponentChildren;
  /** Another role that is shown has the same names. */
  isNamesake?: boolean | undefined;
  /** It ended well: one line, of which `text` is what matters. */
  done?: Pick<Parameters<typeof OutcomeDone>[0], 'rest' | 'hidden'> | undefined;
  /** Lines under the state. */
  more?: ComponentChildren;
  /** What can be done with it, at the end of the first line. */
  action?: ComponentChildren;
  /** Absent while it is open: what is under way cannot be taken away. */
  onDismiss?: (button: HTMLElement) => void;
  children?: ComponentChildren;
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
export function OutcomeFrame(props: Props) {
  const { role, request, state, look, text, isNamesake, done, more, action, onDismiss, children } = props;
  const { t } = useServices();
  const names = namesInOrder(role);
  const { path, alias } = usePlaceOf()(role);
  const way = path && `${path}${pathSign}`;
  const title = `${names[0]}\n${way}${names[1]}`;
  // The look stands on the element itself: Chromium was seen to keep the old colour when only the row's changed.
  const stateNames = { class: `outcome-state outcome-state-${look}`, 'data-testid': 'outcome-state' };
  return (
    <li
      class={`outcome-row outcome-${look}${done ? ' outcome-row-done' : ''}`}
      data-row
      data-testid="outcome-row"
      data-key={role.key}
      data-request={request}
      data-state={state}
    >
      {/* The same parts in both forms, so that the button keeps the focus when a row becomes a line. */}
      <div class="outcome-head">
        {look === 'busy' ? <Spinner /> : <Icon of={icons[look]} />}
        {done ? (
          <OutcomeDone {...{ names, alias, title }} path={isNamesake && !alias ? path : undefined} {...done}>
            <span {...stateNames}>{text}</span>
          </OutcomeDone>
        ) : (
          <div class="outcome-text">
            <div class="outcome-title">
              <p class="outcome-role" title={title}>
                <strong class="outcome-role-first">
                  <bdi>{names[0]}</bdi>
                </strong>{' '}
                <span class="outcome-role-second">
                  <span class="outcome-role-mark">· </span>
                  {path && (
                    <span class="outcome-path">
                      <bdi>{path}</bdi>
                      {pathSign}
                    </span>
                  )}
                  <bdi>{names[1]}</bdi>
                  {alias && (
                    <span class="outcome-alias" title={t('popupAlias', alias)}>
                      <bdi>{alias}</bdi>
                    </span>
                  )}
                </span>
              </p>
              {action}
            </div>
            <p {...stateNames}>{text}</p>
            {more}
          </div>
        )}
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
