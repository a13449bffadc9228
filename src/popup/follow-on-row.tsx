import type { FollowOn } from '../domain/follow-on.ts';
import { roleTexts } from '../platform/role-texts.ts';
import { momentText } from '../platform/time-text.ts';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { useServices } from '../ui/services.ts';
import { OutcomeFrame } from './outcome-frame.tsx';

interface Props {
  followOn: FollowOn;
  now: number;
}

/** A running role that will be offered again at its end. */
export function FollowOnRow({ followOn, now }: Props) {
  const texts = useServices();
  const { t } = texts;
  const tell = useTell();
  const { id, role, endsAt } = followOn;
  return (
    <OutcomeFrame
      role={role}
      request="followOn"
      state="waiting"
      look="scheduled"
      text={<span data-testid="follow-on-waits">{t('followOnWaits', momentText(endsAt, now, texts))}</span>}
      action={
        <Button
          size="small"
          kind="quiet"
          aria-label={roleTexts(t, role)('followOnForgetRole')}
          data-testid="follow-on-forget"
          onClick={() => tell('dropFollowOn', { id })}
        >
          {t('followOnForget')}
        </Button>
      }
    />
  );
}
