import { useCallback, useMemo, useRef } from 'preact/hooks';
import type { AccountKey } from '../domain/account.ts';
import { type EligibilityList, restOf } from '../domain/lists.ts';
import { type Eligibility, type RoleKey, type Source, sources } from '../domain/role.ts';
import { noRoleMarks, type RoleMarks, sortedByUse } from '../domain/role-marks.ts';
import { sortedByNames } from '../domain/role-names.ts';
import type { Found } from '../domain/search.ts';
import { roleMarksItem } from '../platform/items.ts';
import { useStored } from '../ui/stored-signal.ts';
import { countFilters, type FilterCounts, type Filters, passes } from './filters.ts';
import { createRolePlaces, type PlaceOf } from './role-places.ts';
import { useRoleSearch } from './role-search.ts';

type Rows = readonly Found<Eligibility>[];

export interface ShownRoles {
  /** Best first while something is searched; absent otherwise. */
  readonly results: Rows | undefined;
  /** Whatever is searched, as are the parts. */
  readonly favourites: Rows;
  /** Without the favourites: nothing is shown twice. */
  readonly parts: Readonly<Record<Source, Rows>>;
  /** All there are, by their keys. */
  readonly eligible: ReadonlyMap<RoleKey, Eligibility>;
  readonly counts: FilterCounts;
  readonly marks: RoleMarks;
  /** Where a role lies and what the person calls it: also one that is held or asked for below its eligible scope. */
  readonly placeOf: PlaceOf;
  /** Until then nothing that comes into `marks` is news. */
  readonly areMarksRead: boolean;
}

const noRows: readonly Eligibility[] = [];

/** The eligible roles as they are listed: narrowed by the filters, found by the query, in the order of their use. */
export function useShownRoles(
  account: AccountKey,
  lists: Readonly<Record<Source, EligibilityList | undefined>>,
  filters: Filters,
  query: string,
): ShownRoles {
  const stored = useStored(roleMarksItem(account)).value;
  const marks = stored ?? noRoleMarks;
  // The uses as they stood when the page opened: a row must not move from under the pointer because it was used.
  const opened = useRef<RoleMarks>(undefined);
  opened.current ??= stored;
  const order = opened.current ?? noRoleMarks;

  const rowsOf = sources.map((source) => lists[source]?.rows ?? noRows);
  const all = useMemo(() => sortedByUse(sortedByNames(rowsOf.flat()), order), [...rowsOf, order]);
  const eligible = useMemo(() => new Map(all.map((row) => [row.key, row])), [all]);
  const places = useMemo(() => createRolePlaces(all), [all]);
  const placeOf = useCallback<PlaceOf>(
    (role) => {
      const { path, eligibleKey } = places(role);
      return { path, alias: marks[eligibleKey]?.alias };
    },
    [places, marks],
  );

  const filtered = useMemo(() => all.filter((row) => passes(filters, row)), [all, filters]);
  const tenant = useMemo(() => all.find(({ scope }) => scope.kind === 'directory')?.scope.name, [all]);
  const searchedOf = useCallback(
    (row: Eligibility) => {
      const { path, alias } = placeOf(row);
      return { source: row.source, roleName: row.roleName, scope: row.scope, path, alias, tenant };
    },
    [placeOf, tenant],
  );
  const { found, all: listed } = useRoleSearch(filtered, searchedOf, query);
  const isSearching = query.trim() !== '';
  // Of what is there when nothing is searched: a search that is cleared finds them as they were.
  const sections = useMemo(() => {
    const favourites: Found<Eligibility>[] = [];
    const parts: Record<Source, Found<Eligibility>[]> = { entra: [], azure: [], groups: [] };
    for (const one of listed)
      (marks[one.item.key]?.favourite ? favourites : parts[one.item.source]).push(one);
    return { favourites, parts };
  }, [listed, marks]);
  const rest = sources.map((source) => (filters.scopeKind ? 0 : restOf(lists[source])));
  const counts = useMemo(() => withRest(countFilters(all, filters), rest), [all, filters, ...rest]);

  return {
    results: isSearching ? found : undefined,
    ...sections,
    eligible,
    counts,
    marks,
    areMarksRead: stored !== undefined,
    placeOf,
  };
}

/** With the rows that are still being read from storage, in the order of the sources. */
function withRest(counts: FilterCounts, rest: readonly number[]): FilterCounts {
  const count = (source: Source, index: number) => [source, counts.sources[source] + rest[index]!];
  return {
    ...counts,
    all: rest.reduce((sum, some) => sum + some, counts.all),
    sources: Object.fromEntries(sources.map(count)) as Record<Source, number>,
  };
}
