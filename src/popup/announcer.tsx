import { useEffect, useRef, useState } from 'preact/hooks';
import type { Activation } from '../domain/activation.ts';
import type { Session } from '../domain/session.ts';
import { failureText } from '../platform/failure-text.ts';
import { useServices } from '../ui/services.ts';
import { outcomeText } from './outcome-text.ts';

interface Props {
  /** `undefined` until it has been read. */
  journal: readonly Activation[] | undefined;
  session: Session;
  now: number;
}

/** Reads out what changed in the requests while the page is open; what stood there before is not news. */
export function Announcer({ journal, session, now }: Props) {
  const services = useServices();
  const known = useRef<ReadonlyMap<string, Activation['state']> | undefined>(undefined);
  const [news, setNews] = useState('');

  useEffect(() => {
    if (!journal) return;
    const before = known.current;
    known.current = new Map(journal.map((entry) => [entry.id, entry.state]));
    if (!before) return;
    const changed = journal.filter((entry) => before.get(entry.id) !== entry.state);
    if (changed.length === 0) return;
    setNews(
      changed
        .map((entry) => {
          const { role, failure } = entry;
          const what = failure ? failureText(failure, 'activation', services).what : '';
          const name = services.t('popupRoleOnScope', role.roleName, role.scope.name);
          return `${name}: ${outcomeText(entry, now, session, services)} ${what}`.trim();
        })
        .join('\n'),
    );
  }, [journal]);

  return (
    <div class="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
      {news}
    </div>
  );
}
