import type { ReadonlySignal } from '@preact/signals';
import { isReading, type EligibilityList, restOf } from '../domain/lists.ts';
import { type RoleKey, type Source, sources } from '../domain/role.ts';
import type { Session } from '../domain/session.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { keyIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import { GroupsConsent, isUnconsented } from './groups-consent.tsx';
import type { RowActions } from './role-row.tsx';
import type { ListKeys } from './list-keys.ts';
import { RoleRows } from './role-rows.tsx';
import { Section } from './section.tsx';
import { SourcePart, sourceTexts } from './source-part.tsx';
import type { ShownRoles } from './use-shown-roles.ts';
import type { Availability } from './view.ts';

interface Props extends RowActions {
  lists: Record<Source, EligibilityList | undefined>;
  shown: ShownRoles;
  /** Of the filters; the only one whose part is shown. */
  source: Source | undefined;
  /** Whether filters leave rows out. */
  isFiltered: boolean;
  session: Session;
  availability: (key: RoleKey) => Availability;
  /** What Enter in the search box opens. */
  chosen: ReadonlySignal<RoleKey | undefined>;
  keys: ListKeys;
  now: number;
}

/**
 * Everything that may be activated: what was searched, or the favourites and then the rest, one part a source, so
 * that one failing source never hides another.
 */
export function EligibleSection(props: Props) {
  const { lists, shown, source, isFiltered, session, availability, chosen, keys, now, ...row } = props;
  const { t } = useServices();
  const { results, favourites, parts, marks, placeOf } = shown;
  const rows = { marks, placeOf, availability, keys, ...row };

  if (isNothingEligible(lists, now)) {
    return (
      <>
        <EmptyState icon={keyIcon} title={t('popupNoRolesTitle')} testId="no-roles">
          {t('popupNoRolesText', session.account?.username ?? '')}
        </EmptyState>
        {lists.groups && isUnconsented('groups', lists.groups) && (
          <GroupsConsent failure={lists.groups.failure} />
        )}
      </>
    );
  }

  const isSearching = results !== undefined;
  // Said as it will be: the rows that are still being read from storage come below what is seen.
  const countOf = (one: Source) => parts[one].length + (isFiltered ? 0 : restOf(lists[one]));
  const shownSources = sources.filter((one) => source === undefined || source === one);
  const rowsBefore = (one: Source) =>
    shownSources
      .slice(0, shownSources.indexOf(one))
      .reduce((sum, other) => sum + parts[other].length, favourites.length);
  const partOf = (one: Source) => (
    <SourcePart
      key={one}
      source={one}
      list={lists[one]}
      count={isSearching ? 0 : countOf(one)}
      elsewhere={isSearching ? 0 : favourites.filter(({ item }) => item.source === one).length}
      isOnly={source !== undefined && !isSearching}
      isNarrowed={isSearching || isFiltered}
      signInNeeded={session.status === 'signInNeeded'}
      now={now}
    >
      {!isSearching && <RoleRows rows={parts[one]} before={rowsBefore(one)} {...rows} />}
    </SourcePart>
  );
  const count = shownSources.reduce((sum, one) => sum + countOf(one), 0);
  // A filter that leaves nothing is said above; a source that failed says so here all the same.
  const isLeftOut = isFiltered && count === 0 && !shownSources.some((one) => lists[one]?.failure);
  const isRead = sources.some((one) => lists[one]?.readAt !== undefined);
  return (
    <>
      {isSearching && results.length > 0 && (
        <Section key="results" title={t('popupResults')} count={results.length} testId="results">
          <RoleRows rows={results} chosen={chosen} {...rows} />
        </Section>
      )}
      {!isSearching && favourites.length > 0 && (
        <Section key="favourites" title={t('popupFavourites')} count={favourites.length} testId="favourites">
          <RoleRows rows={favourites} {...rows} />
        </Section>
      )}
      {isSearching ? (
        <div key="failures">{shownSources.map(partOf)}</div>
      ) : isLeftOut ? null : (
        <Section
          key="eligible"
          title={t(source ? sourceTexts[source].title : 'popupEligible')}
          testId="eligible"
          {...(isRead ? { count } : {})}
        >
          {shownSources.map(partOf)}
        </Section>
      )}
    </>
  );
}

/** Whether every source has said that there is nothing. */
export function isNothingEligible(lists: Props['lists'], now: number): boolean {
  return sources.every((source) => {
    const list = lists[source];
    if (!list || list.rows.length > 0 || isReading(list, now)) return false;
    return isUnconsented(source, list) || (list.readAt !== undefined && !list.failure);
  });
}
