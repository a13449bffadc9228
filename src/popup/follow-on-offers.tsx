import type { AccountKey } from '../domain/account.ts';
import { type FollowOn, followOnPhase, isTakenUp } from '../domain/follow-on.ts';
import type { Activation } from '../domain/activation.ts';
import { policiesItem } from '../platform/items.ts';
import { lengthText, momentText } from '../platform/time-text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { useServices } from '../ui/services.ts';
import { useStored } from '../ui/stored-signal.ts';

interface Props {
  account: AccountKey;
  followOns: readonly FollowOn[];
  journal: readonly Activation[];
  now: number;
}

const shownPhases: ReadonlySet<string> = new Set(['due', 'late']);

/** Roles that have ended and that the person asked to be offered again: one click activates, nothing else does. */
export function FollowOnOffers({ account, followOns, journal, now }: Props) {
  const texts = useServices();
  const { t } = texts;
  const tell = useTell();
  const policies = useStored(policiesItem(account)).value;
  const shown = followOns.filter(
    (one) => shownPhases.has(followOnPhase(one, now)) && !isTakenUp(one, journal),
  );
  if (shown.length === 0) return null;
  return (
    <div class="popup-notes">
      {shown.map((one) => {
        const { id, role, ask, endsAt } = one;
        const phase = followOnPhase(one, now);
        const name = t('popupRoleOnScope', role.roleName, role.scope.name);
        const ended = momentText(endsAt, now, texts);
        const leave = (
          <Button size="small" data-testid="follow-on-drop" onClick={() => tell('dropFollowOn', { id })}>
            {t(phase === 'due' ? 'followOnNo' : 'followOnSeen')}
          </Button>
        );
        if (phase === 'late')
          return (
            <Banner
              key={id}
              kind="warn"
              title={t('followOnLate', name)}
              data-testid="follow-on-late"
              live
              actions={leave}
            >
              {t('followOnLateMeans', ended)}
            </Banner>
          );
        const needsTicket = policies?.[role.key]?.policy?.ticketRequired ?? false;
        return (
          <Banner
            key={id}
            kind="info"
            title={t('followOnDue', name, ended)}
            data-testid="follow-on-due"
            live
            actions={
              <>
                <Button
                  size="small"
                  kind="primary"
                  data-testid="follow-on-use"
                  onClick={() => tell('useFollowOn', { id })}
                >
                  {needsTicket ? t('followOnForm') : t('followOnUse', lengthText(ask.minutes, texts))}
                </Button>
                {leave}
              </>
            }
          >
            {needsTicket && t('followOnTicket')}
          </Banner>
        );
      })}
    </div>
  );
}
