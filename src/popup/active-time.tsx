import type { Effect } from '../domain/effect.ts';
import type { Source } from '../domain/role.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { momentText, timeLeftText } from '../platform/time-text.ts';
import { useAtNow } from '../ui/clock.ts';
import { Icon } from '../ui/icon.tsx';
import { warningIcon } from '../ui/icons.ts';
import { Ring } from '../ui/ring.tsx';
import { useServices } from '../ui/services.ts';
import { effectText } from './effect-text.ts';

interface Props {
  /** Milliseconds since the epoch. */
  startsAt: number | undefined;
  endsAt: number;
  /** The kind of scope, in the middle of the ring. */
  kindIcon: string;
  source: Source;
  /** Absent where nobody looked whether it is in effect. */
  effect: Effect | undefined;
}

const minute = 60_000;
/** So many minutes before the end it is time to think of it. */
const warnMinutes = 10;

/** While it is not in effect, that is said in the place of the end. */
const shortEffects: Partial<Record<Effect['state'], MessageKey>> = {
  waiting: 'effectShortWaiting',
  notSeen: 'effectShortNotSeen',
};

/** The time left, as a ring and in words, and when it ends. Steps by minutes. */
export function ActiveTime({ startsAt, endsAt, kindIcon, source, effect }: Props) {
  const texts = useServices();
  const { t, now } = texts;
  const left = useAtNow((at) => (at < endsAt ? Math.floor((endsAt - at) / minute) : undefined));
  const isSoon = left !== undefined && left < warnMinutes;
  const share =
    startsAt === undefined || startsAt >= endsAt ? undefined : ((left ?? 0) * minute) / (endsAt - startsAt);
  const short = effect && !isSoon ? shortEffects[effect.state] : undefined;
  const end = t(isSoon ? 'timeEndsSoon' : 'timeEnds', momentText(endsAt, now(), texts));
  return (
    <>
      <Ring share={share} warn={isSoon}>
        <Icon of={isSoon ? warningIcon : kindIcon} size={16} />
      </Ring>
      <span class={`active-time${isSoon ? ' active-time-soon' : ''}`}>
        <span class="active-left" data-testid="time-left">
          {timeLeftText(endsAt, now(), texts)}
        </span>
        {short && (
          <span class="active-effect" aria-hidden="true" title={effectText(effect!, source, texts)}>
            {t(short)}
          </span>
        )}
        <span class={short ? 'visually-hidden' : undefined}>{end}</span>
        {effect && (
          <span class="visually-hidden" data-testid="effect" data-effect={effect.state}>
            {effectText(effect, source, texts)}
          </span>
        )}
      </span>
    </>
  );
}
