import { isReading } from '../domain/lists.ts';
import { useTell } from '../ui/commands.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { refreshIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import { ageText } from '../platform/time-text.ts';
import type { AgedLists } from './use-lists.ts';
import './freshness.css';

interface Props {
  /** Read here and not above: when only the age of a list is another, nothing else is drawn again. */
  lists: AgedLists;
  now: number;
}

/** How old the lists are, by the oldest of them, and the button that reads them again. */
export function Freshness({ lists: { value: lists }, now }: Props) {
  const services = useServices();
  const { t } = services;
  const tell = useTell();
  const reading = lists.some((list) => list && isReading(list, now));
  const ages = lists.flatMap((list) => (list?.readAt === undefined ? [] : [list.readAt]));
  const text = reading
    ? t('popupUpdating')
    : ages.length > 0
      ? t('popupUpdated', ageText(Math.min(...ages), now, services))
      : t('popupNeverRead');
  return (
    <div class="freshness">
      {/* Another text is another element: nothing moved, one came in the place of the other. */}
      <span key={text} class="freshness-age" data-testid="age">
        {text}
      </span>
      <IconButton
        icon={refreshIcon}
        label={t('popupRefresh')}
        spinning={reading}
        data-testid="refresh"
        onClick={() => {
          tell('refreshRoles', {});
          tell('refreshApprovals', {});
        }}
      />
    </div>
  );
}
