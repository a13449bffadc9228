/**
 * A list of which only the rows near the viewport are drawn. What is drawn stands in the flow of the page, between
 * gaps that are as high as what is left out, so the browser itself keeps the visible rows in place when something
 * above them changes.
 */
import { type ComponentChildren, type ComponentProps, Fragment, type RefObject, type VNode } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { createLongListView, type LongListView, seenPartOf } from './long-list-view.ts';
import { createRowHeights, type RowRange, rowsBetween } from './row-heights.ts';
import { rowsToDraw } from './rows-to-draw.ts';
import './long-list.css';

/** To be spread over the `li` of a row: tells assistive technology where it stands among all. */
export interface RowPlace {
  readonly 'aria-setsize': number;
  readonly 'aria-posinset': number;
  /** Counted from 0. */
  readonly 'data-place': number;
}

export interface LongListHandle {
  /** Draws the row, scrolls it into view and hands over its `li`, before anything is painted. */
  reveal(index: number, show: (row: HTMLElement) => void): void;
}

interface Props<T> {
  items: readonly T[];
  /** Its own for every item. The same function each time, or everything is counted anew. */
  keyOf: (item: T) => string;
  /** Draws one `li`. A row is drawn again only when this function, its item or its place is another. */
  row: (item: T, place: RowPlace) => VNode;
  /** Usual height of a row in px. Others may be higher: every row that was drawn is measured. */
  rowHeight: number;
  /** How many rows stand before the list: those take the first look. */
  before?: number;
  /** Whether there is something in the row to focus; the keys pass over the others. All have, where it is left out. */
  canFocus?: (item: T) => boolean;
  handle?: RefObject<LongListHandle | null>;
  /** Of the `ul`. */
  attributes?: ComponentProps<'ul'>;
}

/** A list of up to so many rows, two screens and a half, is drawn whole: nothing is left to do when it is scrolled. */
export const wholeUpTo = 30;
/** Not so where more than so many stand before it: few people come there. */
export const wholeBelow = 100;
/** How far beyond the viewport rows are drawn, and how little of that may be left before more are; in px. */
const drawnBeyond = 480;
const leftBeyond = 160;
/** Until the first look: as high as a popup can be. */
const firstHeight = 600;

export function LongList<T>(props: Props<T>) {
  const { items, keyOf, row, rowHeight, before = 0, canFocus, handle, attributes } = props;
  const list = useRef<HTMLUListElement>(null);
  const view = useRef<LongListView>(undefined);
  const wanted = useRef<{ index: number; show: (row: HTMLElement) => void }>(undefined);
  const [near, setNear] = useState<RowRange>([0, Math.max(0, Math.ceil(firstHeight / rowHeight) - before)]);
  const [focused, setFocused] = useState<string>();
  /** Counts what else is a reason to render: rows that were measured, a row that is wanted. */
  const [renders, setRenders] = useState(0);
  const heights = useMemo(() => createRowHeights(rowHeight), [rowHeight]);
  const keys = useMemo(() => items.map(keyOf), [items, keyOf]);
  const tops = useMemo(() => heights.topsOf(keys), [heights, keys, renders]);
  const whole = items.length <= wholeUpTo && before <= wholeBelow;
  const drawn = rowsToDraw({
    count: items.length,
    near: whole ? [0, items.length] : near,
    focused: whole || focused === undefined ? -1 : keys.indexOf(focused),
    wanted: wanted.current?.index,
    canFocus: (index) => !canFocus || canFocus(items[index]!),
  });
  if (handle) {
    handle.current = {
      reveal(index, show) {
        wanted.current = { index, show };
        setRenders((count) => count + 1);
      },
    };
  }

  function look(): void {
    const seen = whole || !list.current ? undefined : seenPartOf(list.current);
    if (!seen) return;
    const [from, to] = rowsBetween(tops, seen.top - leftBeyond, seen.bottom + leftBeyond);
    if (from === to || (from >= near[0] && to <= near[1])) return;
    setNear(rowsBetween(tops, seen.top - drawnBeyond, seen.bottom + drawnBeyond));
  }
  // Events look with what was rendered last.
  const lookNow = useRef(look);
  lookNow.current = look;
  const viewOf = () =>
    (view.current ??= createLongListView({
      beyond: leftBeyond,
      onNear: () => lookNow.current(),
      onHeights(news) {
        const measured = [...news].filter(([key, height]) => heights.measure(key, height));
        if (measured.length > 0) setRenders((count) => count + 1);
      },
    }));
  useLayoutEffect(
    () => () => {
      view.current?.stop();
      view.current = undefined;
    },
    [heights],
  );

  useLayoutEffect(() => {
    for (const element of list.current!.children) {
      const place = element.getAttribute('data-place');
      if (place === null) continue;
      if (!whole) viewOf().followRow(element, keys[Number(place)]!);
      const asked = wanted.current;
      if (asked?.index !== Number(place)) continue;
      wanted.current = undefined;
      element.scrollIntoView({ block: 'nearest' });
      asked.show(element as HTMLElement);
    }
    look();
  });

  const rowOf = useKeptRows(row, items.length);
  const children: ComponentChildren[] = [];
  let end = 0;
  // A gap goes with the row after it: nothing that is drawn ever moves in the document, which would cost it the focus.
  const gapBefore = (index: number) => {
    const height = tops[index]! - end;
    if (height > 0) children.push(<Gap key={`gap ${keys[index] ?? ''}`} height={height} view={viewOf} />);
  };
  for (const index of drawn) {
    gapBefore(index);
    children.push(rowOf(keys[index]!, items[index]!, index));
    end = tops[index + 1]!;
  }
  gapBefore(items.length);

  return (
    <ul
      {...attributes}
      ref={list}
      onFocusIn={({ target }) => {
        const place = (target as Element).closest('[data-place]')?.getAttribute('data-place');
        setFocused(place ? keys[Number(place)] : undefined);
      }}
      onFocusOut={({ relatedTarget }) => {
        if (!list.current?.contains(relatedTarget as Node | null)) setFocused(undefined);
      }}
    >
      {children}
    </ul>
  );
}

interface GapProps {
  height: number;
  view: () => LongListView;
}

function Gap({ height, view }: GapProps) {
  const gap = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => view().followGap(gap.current!), []);
  return <li ref={gap} class="long-list-gap" aria-hidden="true" style={{ height: `${height}px` }} />;
}

interface KeptRow<T> {
  readonly item: T;
  readonly draw: Props<T>['row'];
  readonly place: RowPlace;
  readonly node: VNode;
}

/** The same virtual node, or else the same place, for a row of which nothing changed: Preact passes over it. */
function useKeptRows<T>(draw: Props<T>['row'], count: number) {
  const before = useRef(new Map<string, KeptRow<T>>());
  const known = before.current;
  const drawn = new Map<string, KeptRow<T>>();
  before.current = drawn;
  return (key: string, item: T, index: number): VNode => {
    const old = known.get(key);
    const place =
      old?.place['data-place'] === index && old.place['aria-setsize'] === count
        ? old.place
        : { 'aria-setsize': count, 'aria-posinset': index + 1, 'data-place': index };
    const same = old?.item === item && old.draw === draw && old.place === place;
    const kept = same ? old : { item, draw, place, node: <Fragment key={key}>{draw(item, place)}</Fragment> };
    drawn.set(key, kept);
    return kept.node;
  };
}
