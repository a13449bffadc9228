import { useEffect, useRef, useState } from 'preact/hooks';
import { isReading } from '../domain/lists.ts';
import { useTell } from '../ui/commands.ts';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { refreshIcon, warningIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import { ageText } from '../platform/time-text.ts';
import type { AgedLists } from './use-lists.ts';
import './freshness.css';

interface Props {
  /** Read here and not above: when only the age of a list is another, nothing else is drawn again. */
  lists: AgedLists;
  now: number;
}

/**
 * How old the lists are, by the oldest of them, or that some could not be read, which is said beside each and may be out
 * of sight there; and the button that reads them again.
 */
export function Freshness({ lists: { value: lists }, now }: Props) {
  const services = useServices();
  const { t } = services;
  const tell = useTell();
  const reading = lists.some((list) => list && isReading(list, now));
  const ages = lists.flatMap((list) => (list?.readAt === undefined ? [] : [list.readAt]));
  // What nobody consented to is no failure of this reading.
  const isPartial = lists.some((list) => list?.failure && list.failure.kind !== 'permissionMissing');
  const text = reading
    ? t('popupUpdating')
    : ages.length === 0
      ? t('popupNeverRead')
      : isPartial
        ? t('popupUpdatedPartly')
        : t('popupUpdated', ageText(Math.min(...ages), now, services));
  const isWarned = isPartial && !reading && ages.length > 0;
  const { news, ask } = useAskedNews(reading, text);
  return (
    <div class="freshness">
      <span class="visually-hidden" role="status" data-testid="refresh-news">
        {news}
      </span>
      {/* Another text is another element: nothing moved, one came in the place of the other. */}
      <span key={text} class={`freshness-age${isWarned ? ' freshness-partly' : ''}`} data-testid="age">
        {isWarned && <Icon of={warningIcon} size={16} />}
        {text}
      </span>
      <IconButton
        icon={refreshIcon}
        label={t('popupRefresh')}
        spinning={reading}
        data-testid="refresh"
        onClick={() => {
          ask();
          tell('refreshRoles', {});
          tell('refreshApprovals', {});
        }}
      />
    </div>
  );
}

/** What came of a reading that the person asked for; the others come and go without a word. */
function useAskedNews(reading: boolean, text: string): { news: string; ask: () => void } {
  const state = useRef<'quiet' | 'asked' | 'reading'>('quiet');
  const [news, setNews] = useState('');
  const ask = () => {
    state.current = reading ? 'reading' : 'asked';
    if (reading) setNews(text);
  };
  useEffect(() => {
    if (state.current === 'quiet' || (state.current === 'asked' && !reading)) return;
    state.current = reading ? 'reading' : 'quiet';
    setNews(text);
  }, [reading]);
  return { news, ask };
}
