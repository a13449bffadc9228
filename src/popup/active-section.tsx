import { useMemo } from 'preact/hooks';
import { type Source, sources } from '../domain/role.ts';
import type { Found } from '../domain/search.ts';
import type { Session } from '../domain/session.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { useServices } from '../ui/services.ts';
import { momentText, timeLeftText } from '../platform/time-text.ts';
import { useRoleSearch } from './role-search.ts';
import { RoleText } from './role-text.tsx';
import { Section } from './section.tsx';
import { SourceFailure } from './source-failure.tsx';
import type { Lists } from './use-lists.ts';
import type { ActiveRole, ActiveRoles } from './view.ts';
import './active-section.css';

interface Props {
  active: ActiveRoles;
  lists: Lists;
  session: Session;
  query: string;
  now: number;
}

const failedTexts: Record<Source, MessageKey> = {
  entra: 'popupEntraActiveFailed',
  azure: 'popupAzureActiveFailed',
};

/** What the person holds now: with the time left, and apart from it what is theirs for good. */
export function ActiveSection({ active, lists, session, query, now }: Props) {
  const { t, tn } = useServices();
  const running = useFoundActive(active.running, query);
  const permanent = useFoundActive(active.permanent, query);
  const failures = sources.flatMap((source) => {
    const list = lists.active[source];
    if (!list?.failure) return [];
    // One cause is told once: above all lists, or at the source whose lists all failed by it.
    const told =
      (list.failure.kind === 'signInNeeded' && session.status === 'signInNeeded') ||
      list.failure.kind === lists.eligible[source]?.failure?.kind;
    return told ? [] : [{ source, ...list, failure: list.failure }];
  });
  if (running.length + permanent.length + failures.length === 0) return null;
  return (
    <Section
      title={t('popupActiveNow')}
      testId="active-section"
      // What was never read cannot be counted.
      {...(failures.some(({ readAt }) => readAt === undefined) ? {} : { count: running.length })}
    >
      {failures.map(({ source, failure, readAt, readingSince }) => (
        <div key={source} class="section-notes">
          <SourceFailure
            source={source}
            list="active"
            title={t(failedTexts[source])}
            failure={failure}
            readAt={readAt}
            readingSince={readingSince}
            now={now}
          />
        </div>
      ))}
      <ul>
        {running.map(({ item, marks }) => (
          <ActiveRow key={item.role.key} active={item} marks={marks} now={now} />
        ))}
      </ul>
      {permanent.length > 0 && (
        <details class="active-permanent" open={query.trim() !== ''}>
          <summary data-testid="permanent">{tn('popupPermanent', active.permanent.length)}</summary>
          <ul>
            {permanent.map(({ item, marks }) => (
              <ActiveRow key={item.role.key} active={item} marks={marks} now={now} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

interface RowProps {
  active: ActiveRole;
  marks: Found<ActiveRole>['marks'];
  now: number;
}

function ActiveRow({ active: { role, endsAt, activated }, marks, now }: RowProps) {
  const texts = useServices();
  return (
    <li
      class="active-row"
      data-testid="active-row"
      data-key={role.key}
      data-assignment={activated ? 'activated' : 'assigned'}
    >
      <RoleText role={role} marks={marks} />
      {endsAt !== undefined && (
        <span class="active-time">
          <span class="active-left" data-testid="time-left">
            {timeLeftText(endsAt, now, texts)}
          </span>
          <span>{texts.t('timeEnds', momentText(endsAt, now, texts))}</span>
        </span>
      )}
    </li>
  );
}

const roleOf = (active: ActiveRole) => active.role;

function useFoundActive(rows: readonly ActiveRole[], query: string): Found<ActiveRole>[] {
  // The rows are merged anew at every tick; their content decides whether anything changed.
  const content = JSON.stringify(rows);
  const stable = useMemo(() => rows, [content]);
  return useRoleSearch(stable, roleOf, query);
}
