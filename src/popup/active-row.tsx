import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { RoleKey } from '../domain/role.ts';
import type { Found } from '../domain/search.ts';
import type { Session } from '../domain/session.ts';
import { roleTexts } from '../platform/role-texts.ts';
import { Icon } from '../ui/icon.tsx';
import { memo } from '../ui/memo.ts';
import { Menu } from '../ui/menu.tsx';
import { scopeKindLooks } from '../ui/scope-text.ts';
import { useServices } from '../ui/services.ts';
import { ActiveTime } from './active-time.tsx';
import { DeactivateButton } from './deactivate-button.tsx';
import { DeactivateQuestion } from './deactivate-question.tsx';
import { deactivationText, readyText } from './deactivation-text.ts';
import { EffectLine } from './effect-line.tsx';
import { RowText } from './row-text.tsx';
import type { ActiveRole } from './view.ts';
import './active-row.css';

interface Props {
  active: ActiveRole;
  /** The names of the scopes above, where they are known. */
  path: string;
  alias: string | undefined;
  marks: Found<ActiveRole>['marks'];
  session: Session;
  onDeactivate: (keys: readonly RoleKey[]) => void;
  /** Opens the sheet that asks to go on after the end; absent where that cannot be asked. */
  onExtend?: ((key: RoleKey) => void) | undefined;
}

/** A role that is held; one that was activated can be deactivated, when it has been active for five minutes. */
export const ActiveRow = memo(function ActiveRow(props: Props) {
  const { active, path, alias, marks, session, onDeactivate, onExtend } = props;
  const texts = useServices();
  const { t, now } = texts;
  const { role, startsAt, endsAt, activated, ending, effect } = active;
  const tr = roleTexts(t, role);
  const [asking, setAsking] = useState(false);
  const askedBy = useRef<'button' | 'menu'>('button');
  const answeredNo = useRef(false);
  const row = useRef<HTMLLIElement>(null);
  const waitId = useId();
  // What is under way already is not asked about any more, nor again when it has failed.
  useEffect(() => {
    if (ending?.state !== 'free') setAsking(false);
  }, [ending?.state]);

  const kindIcon = scopeKindLooks[role.scope.kind].icon;
  const isEnding = ending?.state === 'underWay';
  const early =
    ending?.state === 'tooEarly'
      ? t('popupDeactivateFrom', readyText(ending.readyAt, now(), texts))
      : undefined;

  function ask(by: 'button' | 'menu'): void {
    askedBy.current = by;
    setAsking(true);
  }

  return (
    <li
      ref={row}
      class="active-item"
      data-row
      data-testid="active-row"
      data-key={role.key}
      data-assignment={activated ? 'activated' : 'assigned'}
      {...(ending ? { 'data-ending': ending.state } : {})}
    >
      <div class={`active-row${endsAt === undefined ? ' active-row-endless' : ''}`}>
        <div class="active-what">
          <RowText {...{ role, path, alias, marks }} />
        </div>
        {endsAt === undefined ? (
          <span class="active-kind">
            <Icon of={kindIcon} />
          </span>
        ) : (
          <ActiveTime
            {...{ startsAt, endsAt, kindIcon, source: role.source, effect: isEnding ? undefined : effect }}
          />
        )}
        {ending && !isEnding && !asking && (
          <DeactivateButton
            label={tr('popupDeactivateRole')}
            text={t('popupDeactivate')}
            testId="deactivate"
            blockedBy={early && waitId}
            takesFocus={answeredNo}
            onClick={() => ask('button')}
          />
        )}
        {ending && !isEnding && (
          <Menu
            label={t('popupMore', tr('popupRoleOnScope'))}
            testId="active-more"
            items={[
              ...(onExtend
                ? [{ id: 'extend', text: t('followOnExtend'), onChoose: () => onExtend(role.key) }]
                : []),
              {
                id: 'deactivate',
                text: t('popupDeactivate'),
                note: early,
                isBlocked: early !== undefined,
                onChoose: () => ask('menu'),
              },
            ]}
          />
        )}
      </div>
      {endsAt === undefined && effect && !isEnding && <EffectLine effect={effect} source={role.source} />}
      {early && (
        <p id={waitId} class="active-note active-early" data-testid="deactivate-from">
          {early}
        </p>
      )}
      {isEnding && <p class="active-note">{deactivationText(ending.deactivation, now(), session, texts)}</p>}
      {asking && ending?.state === 'free' && (
        <DeactivateQuestion
          question={tr('popupDeactivateAsk')}
          onYes={() => {
            setAsking(false);
            onDeactivate([role.key]);
          }}
          onNo={() => {
            answeredNo.current = askedBy.current === 'button';
            if (askedBy.current === 'menu')
              row.current?.querySelector<HTMLElement>('[data-testid="active-more"]')?.focus();
            setAsking(false);
          }}
        />
      )}
    </li>
  );
});
