import { type ReadonlySignal, type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { AccountKey } from '../domain/account.ts';
import { type RoleKey, sources } from '../domain/role.ts';
import { type Filters, noFilters } from './filters.ts';
import { type ListKeys, rowOf, useListKeys } from './list-keys.ts';
import { type Selection, useSelection } from './selection.ts';
import type { Lists } from './use-lists.ts';
import { type ShownRoles, useShownRoles } from './use-shown-roles.ts';
import type { Availability } from './view.ts';

/** The list as the person has it before them: what is searched, filtered, picked. */
export interface Listing {
  readonly query: Signal<string>;
  readonly filters: Signal<Filters>;
  readonly shown: ShownRoles;
  readonly selection: Selection;
  /** What is picked and can still be activated, in the order of picking. */
  readonly selected: readonly RoleKey[];
  /** How many of these the search and the filters leave out. */
  readonly unseen: number;
  /** What Enter in the search box opens; nothing while nothing is searched, so that no key held too long activates. */
  readonly first: RoleKey | undefined;
  /** The same, for the row. */
  readonly chosen: ReadonlySignal<RoleKey | undefined>;
  readonly searchInput: RefObject<HTMLInputElement | null>;
  /** What scrolls. */
  readonly main: RefObject<HTMLDivElement | null>;
  readonly keys: ListKeys;
}

/** @param availability the same function until it would answer otherwise */
export function useListing(
  account: AccountKey,
  lists: Lists['eligible'],
  availability: (key: RoleKey) => Availability,
): Listing {
  const query = useSignal('');
  const filters = useSignal<Filters>(noFilters);
  const searchInput = useRef<HTMLInputElement>(null);
  const main = useRef<HTMLDivElement>(null);
  const order = useRef<() => readonly RoleKey[]>(() => []);
  const selection = useSelection(
    () => order.current(),
    (one) => availability(one) === 'free',
  );
  const chosen = useSignal<RoleKey | undefined>(undefined);
  const keys = useListKeys(main);
  const shown = useShownRoles(account, lists, filters.value, query.value);
  const { eligible, results, favourites, parts } = shown;

  const first = useMemo(
    () => results?.find(({ item }) => availability(item.key) === 'free')?.item.key,
    [results, availability],
  );
  useLayoutEffect(() => {
    order.current = () =>
      (results ?? [...favourites, ...sources.flatMap((source) => parts[source])]).map(({ item }) => item.key);
    chosen.value = first;
  }, [results, favourites, parts, first]);

  const selected = [...selection.keys.value].filter(
    (key) => eligible.has(key) && availability(key) === 'free',
  );
  const isPicking = selected.length > 0;
  const unseen = useMemo(() => {
    if (!isPicking) return 0;
    const lists = results ? [results] : [favourites, ...Object.values(parts)];
    const seen = new Set(lists.flat().map(({ item }) => item.key));
    return selected.filter((key) => !seen.has(key)).length;
  }, [results, favourites, parts, selected.join(' ')]);
  useLayoutEffect(() => main.current?.scrollTo(0, 0), [query.value, filters.value]);
  // The bar takes room from the list; the row that was picked stays in sight.
  useLayoutEffect(() => {
    if (isPicking) rowOf(document.activeElement)?.scrollIntoView({ block: 'nearest' });
  }, [isPicking]);

  return { query, filters, shown, selection, selected, unseen, first, chosen, searchInput, main, keys };
}
