import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isReading } from '../domain/lists.ts';
import { ageText } from '../platform/time-text.ts';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { Icon } from '../ui/icon.tsx';
import { historyIcon, offlineIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import { Spinner } from '../ui/spinner.tsx';
import type { AgedLists } from './use-lists.ts';
import { useOnline } from './use-online.ts';
import './status-line.css';

interface Props {
  lists: AgedLists;
  now: number;
}

/** Lists older than this are said to be: what a person is eligible for seldom changes within it. */
const staleAfterMs = 60 * 60_000;
/** Before it is over the lists may be old only because they are being read for this popup. */
const graceMs = 2_000;

/**
 * How far what stands in the popup can be trusted, where that is not as usual: under the rows, so that none of them
 * moves when it comes or goes.
 */
export function StatusLine({ lists: { value: lists }, now }: Props) {
  const services = useServices();
  const { t } = services;
  const tell = useTell();
  const online = useOnline();
  const settled = useGrace();
  const ages = lists.flatMap((list) => (list?.readAt === undefined ? [] : [list.readAt]));
  const readAt = ages.length > 0 ? Math.min(...ages) : undefined;
  const reading = lists.some((list) => list && isReading(list, now));
  const age = readAt === undefined ? '' : ageText(readAt, now, services);
  const stale = readAt !== undefined && now - readAt > staleAfterMs;
  const failed = lists.some((list) => list?.failure);

  let line: ComponentChildren = null;
  if (!online) {
    line = (
      <div class="status-line status-line-warn" data-testid="offline">
        <Icon of={offlineIcon} />
        <p class="status-line-text">
          <strong>{t('popupOffline')}</strong> {age && t('popupShownFrom', age)} {t('popupOfflineText')}
        </p>
      </div>
    );
  } else if (readAt === undefined && reading) {
    line = (
      <div class="status-line" data-testid="first-reading">
        <Spinner />
        <p class="status-line-text">{t('popupFirstReading')}</p>
      </div>
    );
  } else if (stale && settled && !failed) {
    line = (
      <div class="status-line" data-testid="stale">
        <Icon of={historyIcon} />
        <p class="status-line-text">{t('popupStale', age)}</p>
        <Button
          size="small"
          busy={reading}
          data-testid="stale-refresh"
          onClick={() => tell('refreshRoles', {})}
        >
          {t('popupStaleRefresh')}
        </Button>
      </div>
    );
  }
  // There from the start, so that a screen reader hears what comes into it.
  return (
    <div class="status-place" role="status">
      {line}
    </div>
  );
}

/** True when the popup has been open for a moment. */
function useGrace(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), graceMs);
    return () => clearTimeout(timer);
  }, []);
  return over;
}
