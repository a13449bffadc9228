import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { RoleKey } from '../domain/role.ts';
import type { Found } from '../domain/search.ts';
import type { Session } from '../domain/session.ts';
import { roleTexts } from '../platform/role-texts.ts';
import { momentText, timeLeftText } from '../platform/time-text.ts';
import { useServices } from '../ui/services.ts';
import { DeactivateButton } from './deactivate-button.tsx';
import { DeactivateQuestion } from './deactivate-question.tsx';
import { deactivationText, readyText } from './deactivation-text.ts';
import { EffectLine } from './effect-line.tsx';
import { RoleText } from './role-text.tsx';
import type { ActiveRole } from './view.ts';
import './active-row.css';

interface Props {
  active: ActiveRole;
  marks: Found<ActiveRole>['marks'];
  session: Session;
  now: number;
  onDeactivate: (keys: RoleKey[]) => void;
  extend?: ((active: ActiveRole) => ComponentChildren) | undefined;
}

/** A role that is held; one that was activated can be deactivated, when it has been active for five minutes. */
export function ActiveRow({ active, marks, session, now, onDeactivate, extend }: Props) {
  const texts = useServices();
  const { t } = texts;
  const { role, endsAt, activated, ending, effect } = active;
  const tr = roleTexts(t, role);
  const [asking, setAsking] = useState(false);
  const answeredNo = useRef(false);
  const waitId = useId();
  // What is under way already is not asked about any more, nor again when it has failed.
  useEffect(() => {
    if (ending?.state !== 'free') setAsking(false);
  }, [ending?.state]);
  return (
    <li
      class="active-item"
      data-row
      data-testid="active-row"
      data-key={role.key}
      data-assignment={activated ? 'activated' : 'assigned'}
      {...(ending ? { 'data-ending': ending.state } : {})}
    >
      <div class="active-row">
        <RoleText role={role} marks={marks} />
        <span class="active-end">
          {endsAt !== undefined && (
            <span class="active-time">
              <span class="active-left" data-testid="time-left">
                {timeLeftText(endsAt, now, texts)}
              </span>
              <span>{t('timeEnds', momentText(endsAt, now, texts))}</span>
            </span>
          )}
          {ending && ending.state !== 'underWay' && !asking && (
            <DeactivateButton
              label={tr('popupDeactivateRole')}
              text={t('popupDeactivate')}
              testId="deactivate"
              blockedBy={ending.state === 'tooEarly' ? waitId : undefined}
              takesFocus={answeredNo}
              onClick={() => setAsking(true)}
            />
          )}
        </span>
      </div>
      {effect && ending?.state !== 'underWay' && <EffectLine effect={effect} source={role.source} />}
      {ending?.state === 'tooEarly' && (
        <p id={waitId} class="active-note" data-testid="deactivate-from">
          {t('popupDeactivateFrom', readyText(ending.readyAt, now, texts))}
        </p>
      )}
      {ending?.state === 'underWay' && (
        <p class="active-note">{deactivationText(ending.deactivation, now, session, texts)}</p>
      )}
      {activated && ending?.state !== 'underWay' && extend?.(active)}
      {asking && ending?.state === 'free' && (
        <DeactivateQuestion
          question={tr('popupDeactivateAsk')}
          onYes={() => {
            setAsking(false);
            onDeactivate([role.key]);
          }}
          onNo={() => {
            answeredNo.current = true;
            setAsking(false);
          }}
        />
      )}
    </li>
  );
}
