import type { ComponentChildren } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { type RoleKey, type Source, sources } from '../domain/role.ts';
import type { Found } from '../domain/search.ts';
import type { Session } from '../domain/session.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { useTell } from '../ui/commands.ts';
import { useServices } from '../ui/services.ts';
import { ActiveRow } from './active-row.tsx';
import { DeactivateButton } from './deactivate-button.tsx';
import { DeactivateQuestion } from './deactivate-question.tsx';
import { useRoleSearch } from './role-search.ts';
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
  /** Something was told to deactivate, and the button that had the focus is gone. */
  onDeactivated: () => void;
  /** What stands under a running role that may follow on. */
  extend?: (active: ActiveRole) => ComponentChildren;
}

const failedTexts: Record<Source, MessageKey> = {
  entra: 'popupEntraActiveFailed',
  azure: 'popupAzureActiveFailed',
  groups: 'popupGroupsActiveFailed',
};

/** What the person holds now: with the time left, and apart from it what is theirs for good. */
export function ActiveSection({ active, lists, session, query, now, onDeactivated, extend }: Props) {
  const { t, tn } = useServices();
  const tell = useTell();
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
  const all = useDeactivateAll([...running, ...permanent].map(({ item }) => item));
  const deactivate = (keys: readonly RoleKey[]) => {
    tell('deactivate', { keys: [...keys] });
    onDeactivated();
  };
  if (running.length + permanent.length + failures.length === 0) return null;
  const row = { session, now, onDeactivate: deactivate };
  return (
    <Section
      title={t('popupActiveNow')}
      testId="active-section"
      // What was never read cannot be counted.
      {...(failures.some(({ readAt }) => readAt === undefined) ? {} : { count: running.length })}
      aside={
        all.free.length > 1 &&
        !all.asked && (
          <DeactivateButton
            kind="quiet"
            label={t('popupDeactivateAll')}
            text={t('popupDeactivateAll')}
            testId="deactivate-all"
            takesFocus={all.answeredNo}
            onClick={all.ask}
          />
        )
      }
    >
      {all.asked && (
        <DeactivateQuestion
          question={tn('popupDeactivateAskAll', all.asked.length)}
          note={all.tooEarly > 0 ? tn('popupDeactivateLater', all.tooEarly) : undefined}
          onYes={() => {
            deactivate(all.asked!);
            all.answer(true);
          }}
          onNo={() => all.answer(false)}
        />
      )}
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
          <ActiveRow key={item.role.key} active={item} marks={marks} {...row} extend={extend} />
        ))}
      </ul>
      {permanent.length > 0 && (
        <details class="active-permanent" open={query.trim() !== ''}>
          <summary data-testid="permanent">{tn('popupPermanent', active.permanent.length)}</summary>
          <ul>
            {permanent.map(({ item, marks }) => (
              <ActiveRow key={item.role.key} active={item} marks={marks} {...row} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

const roleOf = (active: ActiveRole) => active.role;

function useFoundActive(rows: readonly ActiveRole[], query: string): Found<ActiveRole>[] {
  // The rows are merged anew at every tick; their content decides whether anything changed.
  const content = JSON.stringify(rows);
  const stable = useMemo(() => rows, [content]);
  return useRoleSearch(stable, roleOf, query);
}

/** "Deactivate all" does what its question counted: the roles shown at that moment, and no other. */
function useDeactivateAll(shown: readonly ActiveRole[]) {
  const [asked, setAsked] = useState<readonly RoleKey[] | undefined>(undefined);
  const answeredNo = useRef(false);
  const free = shown.filter(({ ending }) => ending?.state === 'free').map(({ role }) => role.key);
  return {
    free,
    tooEarly: shown.filter(({ ending }) => ending?.state === 'tooEarly').length,
    asked,
    answeredNo,
    ask: () => setAsked(free),
    answer(yes: boolean) {
      setAsked(undefined);
      answeredNo.current = !yes;
    },
  };
}
