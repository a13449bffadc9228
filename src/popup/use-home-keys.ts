import { useEffect, useRef } from 'preact/hooks';
import type { RoleKey } from '../domain/role.ts';
import { isFiltered, noFilters } from './filters.ts';
import { rowOf, takesText } from './list-keys.ts';
import type { Listing } from './use-listing.ts';

interface Options {
  listing: Listing;
  /** Enter on a role that can be picked. */
  onEnter: (key: RoleKey) => void;
}

/**
 * The keys of the whole page, after everything in it had its chance: `/` and letters go to the search, Escape takes
 * back one thing after another, and in a row the arrows, Enter and `*` do what the mouse does.
 */
export function useHomeKeys(options: Options): void {
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isElsewhere = latest.current.listing.searchInput.current?.closest('[hidden]');
      if (event.defaultPrevented || event.isComposing || isElsewhere || isInDialog(event.target)) return;
      if (handle(event, latest.current)) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function handle(event: KeyboardEvent, options: Options): boolean {
  const { key, target, ctrlKey, altKey, metaKey } = event;
  const { listing, onEnter } = options;
  const { searchInput, keys, query, filters, selection } = listing;
  const toSearch = () => searchInput.current?.focus();
  if (key === 'Escape') {
    if (query.value) query.value = '';
    else if (isFiltered(filters.value)) filters.value = noFilters;
    else if (selection.keys.value.size > 0) selection.clear();
    // Nothing left to take back: the browser closes the popup.
    else return false;
    toSearch();
    return true;
  }
  if (ctrlKey || altKey || metaKey || takesText(target)) return false;
  if (key === '/') {
    toSearch();
    searchInput.current?.select();
    return true;
  }
  const row = rowOf(target);
  if (row) {
    if (key === '*') {
      row.querySelector<HTMLElement>('[data-testid="favourite"]')?.click();
      return true;
    }
    const before = keyOf(row);
    const isTick = target instanceof Element && target.matches('input[type="checkbox"]');
    if (key === 'Enter' && isTick) {
      // A key held down since the form was closed opens nothing.
      if (before && !event.repeat) onEnter(before);
      return true;
    }
    if (event.shiftKey && before && row.querySelector('[data-testid="select"]')) {
      const isStart = !selection.keys.value.has(before);
      const moved = keys.moveAmongPickable(event, (to) => {
        if (isStart) selection.startAt(before);
        const after = keyOf(to);
        if (after) selection.pickTo(after);
      });
      if (moved) return true;
    }
    const moved = keys.move(event);
    if (moved === 'leftUp') toSearch();
    if (moved) return true;
  }
  // The letter itself comes to the field that has the focus by then.
  if (key.length === 1 && key !== ' ') toSearch();
  return false;
}

function keyOf(row: Element | undefined): RoleKey | undefined {
  return (row?.getAttribute('data-key') as RoleKey | null) ?? undefined;
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('dialog') !== null;
}
