import type { Signal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { isReading, type EligibilityList } from '../domain/lists.ts';
import { type Eligibility, type RoleKey, type Source, sources } from '../domain/role.ts';
import type { Session } from '../domain/session.ts';
import type { Found } from '../domain/search.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { keyIcon, searchIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import { GroupsConsent, isUnconsented } from './groups-consent.tsx';
import { moveThroughRows } from './row-keys.ts';
import { useRoleSearch } from './role-search.ts';
import { SourcePart } from './source-part.tsx';
import { type Availability, sortRoles } from './view.ts';

interface Props {
  lists: Record<Source, EligibilityList | undefined>;
  session: Session;
  query: string;
  availability: (key: RoleKey) => Availability;
  selection: Signal<ReadonlySet<RoleKey>>;
  /** Set to what stands first and can be activated. */
  first: RefObject<RoleKey | null>;
  now: number;
  onActivate: (key: RoleKey) => void;
  /** What else may be done with a role, below it. */
  below?: (role: Eligibility) => ComponentChildren;
  /** Enter on a row's checkbox. */
  onEnter: (key: RoleKey) => void;
  /** Arrow up from the first row. */
  onLeaveUp: () => void;
}

/** Everything that may be activated, one part a source, so that one failing source never hides another. */
export function EligibleSection(props: Props) {
  const { lists, session, query, availability, first, now, onEnter, onLeaveUp, ...row } = props;
  const { t, tn } = useServices();
  const entra = useFoundRoles(lists.entra, query);
  const azure = useFoundRoles(lists.azure, query);
  const groups = useFoundRoles(lists.groups, query);
  const found: Record<Source, Found<Eligibility>[]> = { entra, azure, groups };
  const searching = query.trim() !== '';
  const total = entra.length + azure.length + groups.length;
  useEffect(() => {
    first.current =
      [...entra, ...azure, ...groups].find(({ item }) => availability(item.key) === 'free')?.item.key ?? null;
  });

  const settled = sources.every((source) => {
    const list = lists[source];
    if (!list || list.rows.length > 0 || isReading(list, now)) return false;
    return isUnconsented(source, list) || (list.readAt !== undefined && !list.failure);
  });
  if (settled) {
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

  return (
    <div
      onKeyDown={(event) => {
        const { key, target } = event;
        if (!(target instanceof Element)) return;
        if (key === 'Enter' && target.matches('input')) {
          event.preventDefault();
          // A key held down since the form was closed opens nothing.
          if (!event.repeat) onEnter(target.closest('[data-key]')!.getAttribute('data-key') as RoleKey);
        }
        const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : undefined;
        if (!step || !target.closest('[data-row]')) return;
        event.preventDefault();
        if (!moveThroughRows(event.currentTarget, target, step) && step < 0) onLeaveUp();
      }}
    >
      <p class="visually-hidden" role="status">
        {searching ? tn('popupSearchFound', total) : ''}
      </p>
      {searching && total === 0 && (
        <EmptyState icon={searchIcon} title={t('popupNothingFound', query.trim())} testId="nothing-found">
          {t('popupNothingFoundHint')}
        </EmptyState>
      )}
      {sources.map((source) => (
        <SourcePart
          key={source}
          source={source}
          list={lists[source]}
          found={found[source]}
          searching={searching}
          signInNeeded={session.status === 'signInNeeded'}
          availability={availability}
          now={now}
          {...row}
        />
      ))}
    </div>
  );
}

const noRows: readonly Eligibility[] = [];
const itself = (role: Eligibility) => role;

function useFoundRoles(list: EligibilityList | undefined, query: string): Found<Eligibility>[] {
  const rows = list?.rows ?? noRows;
  const sorted = useMemo(() => sortRoles(rows), [rows]);
  return useRoleSearch(sorted, itself, query);
}
