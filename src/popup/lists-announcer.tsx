import { useEffect, useRef, useState } from 'preact/hooks';
import type { EligibilityList } from '../domain/lists.ts';
import { type Source, sources } from '../domain/role.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { useServices } from '../ui/services.ts';

interface Props {
  /** Each `undefined` until it has been read from the store. */
  lists: Record<Source, EligibilityList | undefined>;
}

const failed: Record<Source, MessageKey> = {
  entra: 'popupEntraFailed',
  azure: 'popupAzureFailed',
  groups: 'popupGroupsFailed',
};

/** Reads out what a reading of the lists brought: that a source failed, and that the first reading is done. */
export function ListsAnnouncer({ lists }: Props) {
  const { t, tn } = useServices();
  const known = useRef<{ failing: ReadonlySet<Source>; read: boolean } | undefined>(undefined);
  const [news, setNews] = useState('');

  useEffect(
    () => {
      const all = sources.map((source) => lists[source]);
      if (!all.every((list) => list !== undefined)) return;
      const failing = new Set(sources.filter((source) => lists[source]?.failure));
      // A source that failed has been tried, too: what the others brought is all there is.
      const read = all.every(({ readAt, failure }) => readAt !== undefined || failure !== undefined);
      const before = known.current;
      known.current = { failing, read };
      if (!before) return;
      const sentences = [...failing]
        .filter((source) => !before.failing.has(source))
        .map((source) => t(failed[source]));
      if (read && !before.read)
        sentences.push(
          tn(
            'popupListsRead',
            all.reduce((count, { rows }) => count + rows.length, 0),
          ),
        );
      if (sentences.length > 0) setNews(sentences.join('\n'));
    },
    sources.map((source) => lists[source]),
  );

  return (
    <div class="visually-hidden" role="status" data-testid="lists-announcer">
      {news}
    </div>
  );
}
