/** The keyboard in the list: one row is where the person is, arrows go from row to row, Tab goes past all others. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo } from 'preact/hooks';

const controls = 'button, input, select, textarea, a[href], summary';

export interface ListKeys {
  /** Goes to the first row of the list. */
  enter: () => void;
  /** Tells of a list that draws only a part of its rows, `data-place` being the place of each; answers with the end of that. */
  addLong: (list: LongRows) => () => void;
  /** Handles a key in the list. */
  move: (event: KeyboardEvent) => Moved;
  /** The same, but only up and down and among the rows that can be picked; `onRow` hears where it came to. */
  moveAmongPickable: (event: KeyboardEvent, onRow: (row: HTMLElement) => void) => Moved;
}

type Moved = 'moved' | 'leftUp' | undefined;

interface LongRows {
  readonly element: HTMLElement;
  readonly count: () => number;
  /** Draws a row that may not be drawn. */
  readonly reveal: (place: number, show: (row: HTMLElement) => void) => void;
}

interface Place {
  /** Where the person is. */
  row: HTMLElement | undefined;
  /** The rows after and before it when the focus came to it. */
  beside: readonly (HTMLElement | undefined)[];
  /** Whether the focus was last seen in it. */
  hadFocus: boolean;
  /** Whether it ever was in the list: until then Tab leads to whatever stands first. */
  wasVisited: boolean;
}

/** @param list every `[data-row]` in it is a row, wherever it stands */
export function useListKeys(list: RefObject<HTMLElement | null>): ListKeys {
  const long = useMemo(() => new Set<LongRows>(), []);
  const place = useMemo<Place>(
    () => ({ row: undefined, beside: [], hadFocus: false, wasVisited: false }),
    [],
  );

  useLayoutEffect(() => {
    const root = list.current;
    if (!root) return;
    const goTo = (row: HTMLElement | undefined) => {
      if (row === place.row) return;
      if (place.row) setTabStops(place.row, -1);
      place.row = row;
      if (row) setTabStops(row, 0);
    };
    const settle = () => {
      if (place.row?.isConnected) {
        if (!place.wasVisited) goTo(rowsOf(root)[0]);
        return;
      }
      const isLost = place.hadFocus && document.activeElement === document.body;
      // Where a request went, the page knows.
      const isRequest = place.row?.dataset['request'] !== undefined;
      const beside = place.beside.find((row) => row?.isConnected);
      goTo(beside ?? rowsOf(root)[0]);
      // A row that became a favourite is gone from here: the next one has its place, and the focus.
      if (isLost && beside && !isRequest) focusRow(beside);
    };
    const onFocus = ({ target }: FocusEvent) => {
      const row = rowOf(target);
      place.hadFocus = row !== undefined && root.contains(row);
      if (!row || !place.hadFocus) return;
      place.wasVisited = true;
      goTo(row);
      const rows = rowsOf(root);
      const at = rows.indexOf(row);
      place.beside = [rows[at + 1], rows[at - 1]];
    };
    for (const row of rowsOf(root)) setTabStops(row, -1);
    settle();
    const watch = new MutationObserver((changes) => {
      for (const added of changes.flatMap((change) => [...change.addedNodes])) {
        if (added instanceof HTMLElement) tendTo(added, place.row);
      }
      settle();
    });
    watch.observe(root, { childList: true, subtree: true });
    document.addEventListener('focusin', onFocus);
    return () => {
      watch.disconnect();
      document.removeEventListener('focusin', onFocus);
    };
  }, [list]);

  return useMemo(
    () => ({
      enter() {
        const row = list.current ? rowsOf(list.current)[0] : undefined;
        if (row) focusRow(row);
      },
      addLong(one) {
        long.add(one);
        return () => long.delete(one);
      },
      move: (event) => (list.current ? move(list.current, long, event) : undefined),
      moveAmongPickable(event, onRow) {
        if (!list.current || event.key === 'ArrowRight' || event.key === 'ArrowLeft') return undefined;
        return move(list.current, long, event, { rows: pickableRowsOf(list.current), onRow });
      },
    }),
    [list],
  );
}

/** The row that an event came from; `undefined` inside of what a row has opened, a dialog or a field. */
export function rowOf(target: EventTarget | null): HTMLElement | undefined {
  if (!(target instanceof Element) || target.closest('dialog')) return undefined;
  return target.closest<HTMLElement>('[data-row]') ?? undefined;
}

/** Whether letters and arrows belong to the element itself. */
export function takesText(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.matches('textarea, select, input:not([type="checkbox"], [type="radio"]), [contenteditable]')
  );
}

function move(
  root: HTMLElement,
  long: Iterable<LongRows>,
  event: KeyboardEvent,
  { rows = rowsOf(root), onRow }: { rows?: HTMLElement[]; onRow?: (row: HTMLElement) => void } = {},
): Moved {
  const { key, target } = event;
  const here = rowOf(target);
  if (!here || takesText(target)) return undefined;
  if (key === 'ArrowRight' || key === 'ArrowLeft') {
    const along = [leadOf(here), ...controlsOf(here).filter((one) => one !== leadOf(here))];
    const next = along[along.indexOf(target as HTMLElement) + (key === 'ArrowRight' ? 1 : -1)];
    next?.focus();
    return next && 'moved';
  }
  const at = rows.indexOf(here);
  const goTo = (row: HTMLElement, control?: HTMLElement) => {
    focusRow(row, control);
    onRow?.(row);
  };
  const page = Math.max(1, Math.floor(root.clientHeight / (here.offsetHeight || 1)) - 1) || 1;
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: Math.min(at + page, rows.length - 1),
    PageUp: Math.max(at - page, 0),
    Home: 0,
    End: rows.length - 1,
  };
  const to = steps[key];
  if (to === undefined) return undefined;
  if (to < 0) return 'leftUp';
  const longOf = (row: HTMLElement | undefined) =>
    [...long].find(({ element }) => row && element.contains(row));
  const list = longOf(key === 'Home' ? rows[0] : key === 'End' ? rows.at(-1) : here);
  const step = key === 'PageDown' ? page : key === 'PageUp' ? -page : undefined;
  if (list && (step || key === 'Home' || key === 'End')) {
    const last = list.count() - 1;
    const wanted = step ? Number(here.getAttribute('data-place')) + step : key === 'Home' ? 0 : last;
    if (wanted >= 0 && wanted <= last) {
      list.reveal(wanted, (row) => goTo(row));
      return 'moved';
    }
  }
  const row = rows[to];
  if (!row) {
    onRow?.(here);
    return 'moved';
  }
  // To the same control of it where there is one.
  const same = (target as Element).getAttribute('data-testid');
  const control = same && controlsOf(row).find((one) => one.getAttribute('data-testid') === same);
  goTo(row, control || undefined);
  return 'moved';
}

/** The rows that can be seen, in the order of the page. */
function rowsOf(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('[data-row]')].filter(
    (row) => !row.closest('details:not([open])'),
  );
}

/** Those of roles that may be activated, also while one is active: that one can only not be picked now. */
function pickableRowsOf(root: HTMLElement): HTMLElement[] {
  return rowsOf(root).filter((row) => row.querySelector('[data-testid="select"]'));
}

/** Goes to a row, or to a control of it. */
export function focusRow(row: HTMLElement, control = leadOf(row)): void {
  if (control === row) row.tabIndex = -1;
  control.focus();
  row.scrollIntoView({ block: 'nearest' });
}

/**
 * What has the focus when one comes to a row: its tick, or what only opens it; otherwise the row itself, so that no
 * key presses anything.
 */
function leadOf(row: HTMLElement): HTMLElement {
  return row.querySelector<HTMLElement>('input[type="checkbox"]:not([disabled]), [data-row-lead]') ?? row;
}

function controlsOf(row: HTMLElement): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(controls)].filter(
    (one) => rowOf(one) === row && !one.matches('[disabled]'),
  );
}

function setTabStops(row: HTMLElement, tabIndex: 0 | -1): void {
  for (const control of row.querySelectorAll<HTMLElement>(controls)) {
    if (rowOf(control) === row) control.tabIndex = tabIndex;
  }
}

/** Gives what has come to the list its place in the order of Tab. */
function tendTo(added: HTMLElement, current: HTMLElement | undefined): void {
  const row = rowOf(added);
  if (row) setTabStops(row, row === current ? 0 : -1);
  else
    for (const one of added.querySelectorAll<HTMLElement>('[data-row]'))
      setTabStops(one, one === current ? 0 : -1);
}
