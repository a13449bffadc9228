import { useRef, useState } from 'preact/hooks';
import type { FollowOn } from '../domain/follow-on.ts';
import { type RoleKey, type Source, sources } from '../domain/role.ts';
import { draftedRole } from '../domain/role-draft.ts';
import type { Session } from '../domain/session.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { mostAtOnce } from '../messaging/limits.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { useServices } from '../ui/services.ts';
import { useSameFunction } from '../ui/use-same.ts';
import { ActiveRow } from './active-row.tsx';
import { DeactivateButton } from './deactivate-button.tsx';
import { DeactivateQuestion } from './deactivate-question.tsx';
import type { RoleDrafts } from './drafts/use-role-drafts.ts';
import { Section } from './section.tsx';
import { SourceFailure } from './source-failure.tsx';
import type { FoundActive } from './use-found-active.ts';
import type { Lists } from './use-lists.ts';
import type { ShownRoles } from './use-shown-roles.ts';
import type { ActiveRole } from './view.ts';
import './active-section.css';

interface Props {
  /** Those that the query finds. */
  found: FoundActive;
  lists: Lists;
  session: Session;
  query: string;
  now: number;
  /** Something was told to deactivate, and the button that had the focus is gone. */
  onDeactivated: () => void;
  /** The eligible roles: what may be asked for again, where it lies, and what the person made of it. */
  shown: Pick<ShownRoles, 'eligible' | 'placeOf'>;
  /** What was asked to be offered again already. */
  followOns: readonly FollowOn[];
  drafts: RoleDrafts;
}

const failedTexts: Record<Source, MessageKey> = {
  entra: 'popupEntraActiveFailed',
  azure: 'popupAzureActiveFailed',
  groups: 'popupGroupsActiveFailed',
};

/** So many are shown at first, so that what can be activated stays in view. */
const shownAtFirst = 4;

/** What the person holds now: with the time left, and apart from it what is theirs for good. */
export function ActiveSection(props: Props) {
  const { found, lists, session, query, now, shown, followOns, drafts } = props;
  const { running, permanent } = found;
  const { eligible, placeOf } = shown;
  const { t, tn } = useServices();
  const tell = useTell();
  const [showsAll, setShowsAll] = useState(false);
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
  const deactivate = useSameFunction((keys: readonly RoleKey[]) => {
    tell('deactivate', { keys: [...keys] });
    props.onDeactivated();
  });
  const extend = useSameFunction((key: RoleKey) => {
    const role = eligible.get(key);
    if (role) drafts.open({ kind: 'followOn', role: draftedRole(role) });
  });
  /** What is held by an eligibility at another scope cannot be asked for by its key. */
  const canExtend = ({ role, activated }: ActiveRole) =>
    activated && eligible.has(role.key) && !followOns.some((one) => one.role.key === role.key);
  if (running.length + permanent.length + failures.length === 0) return null;
  const row = { session, onDeactivate: deactivate };
  const isLong = query.trim() === '' && running.length > shownAtFirst;
  return (
    <Section
      title={t('popupActiveNow')}
      testId="active-section"
      // What was never read cannot be counted; and no 0 stands above roles that are held without an end.
      {...(running.length === 0 || failures.some(({ readAt }) => readAt === undefined)
        ? {}
        : { count: running.length })}
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
      {all.isTooMany && (
        <div class="section-notes">
          <Banner
            kind="warn"
            title={t('popupDeactivateTooMany', String(mostAtOnce))}
            data-testid="deactivate-too-many"
            live
          >
            {t('popupDeactivateFewer')}
          </Banner>
        </div>
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
        {(isLong && !showsAll ? running.slice(0, shownAtFirst) : running).map(({ item, marks }) => (
          <ActiveRow
            key={item.role.key}
            active={item}
            marks={marks}
            {...placeOf(item.role)}
            {...row}
            onExtend={canExtend(item) ? extend : undefined}
          />
        ))}
      </ul>
      {isLong && (
        <Button
          kind="quiet"
          size="small"
          class="active-more"
          aria-expanded={showsAll}
          data-testid="show-all-active"
          onClick={() => setShowsAll(!showsAll)}
        >
          {showsAll ? t('popupShowFewerActive') : t('popupShowAllActive', String(running.length))}
        </Button>
      )}
      {permanent.length > 0 && (
        <details class="active-permanent" open={query.trim() !== ''}>
          <summary data-testid="permanent">{tn('popupPermanent', permanent.length)}</summary>
          <ul>
            {permanent.map(({ item, marks }) => (
              <ActiveRow key={item.role.key} active={item} marks={marks} {...placeOf(item.role)} {...row} />
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

/** "Deactivate all" does what its question counted: the roles shown at that moment, and no other. */
function useDeactivateAll(shown: readonly ActiveRole[]) {
  const [asked, setAsked] = useState<readonly RoleKey[] | undefined>(undefined);
  const [wasRefused, setWasRefused] = useState(false);
  const answeredNo = useRef(false);
  const free = shown.filter(({ ending }) => ending?.state === 'free').map(({ role }) => role.key);
  return {
    free,
    tooEarly: shown.filter(({ ending }) => ending?.state === 'tooEarly').length,
    asked,
    /** Said once it was asked for, while it is so: the search and the filters may leave fewer. */
    isTooMany: wasRefused && free.length > mostAtOnce,
    answeredNo,
    ask() {
      const isTooMany = free.length > mostAtOnce;
      setWasRefused(isTooMany);
      if (!isTooMany) setAsked(free);
    },
    answer(yes: boolean) {
      setAsked(undefined);
      answeredNo.current = !yes;
    },
  };
}
