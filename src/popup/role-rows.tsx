import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import type { RoleMarks } from '../domain/role-marks.ts';
import type { Found } from '../domain/search.ts';
import { LongList, type LongListHandle, type RowPlace } from '../ui/long-list.tsx';
import { memo } from '../ui/memo.ts';
import type { ListKeys } from './list-keys.ts';
import type { PlaceOf } from './role-places.ts';
import { type RowActions, RoleRow } from './role-row.tsx';
import type { Availability } from './view.ts';

interface Props extends RowActions {
  rows: readonly Found<Eligibility>[];
  /** How many rows stand before them. */
  before?: number;
  marks: RoleMarks;
  placeOf: PlaceOf;
  availability: (key: RoleKey) => Availability;
  /** What Enter in the search box opens. */
  chosen?: ReadonlySignal<RoleKey | undefined>;
  keys: ListKeys;
}

/** Of a row without anything below it, in px. */
const rowHeight = 48;

/** Drawn again only when the list is another: a refresh that changes nothing passes over it. */
export const RoleRows = memo(function RoleRows(props: Props) {
  const {
    rows,
    before = 0,
    marks,
    placeOf,
    availability,
    chosen,
    keys,
    selection,
    onActivate,
    drafts,
    below,
  } = props;
  const box = useRef<HTMLDivElement>(null);
  const handle = useRef<LongListHandle>(null);
  const count = useRef(0);
  count.current = rows.length;
  useEffect(
    () =>
      keys.addLong({
        element: box.current!,
        count: () => count.current,
        reveal: (place, show) => handle.current?.reveal(place, show),
      }),
    [keys],
  );
  // A field that was open when the popup closed may stand in a row that is not drawn yet; drawn, it has the focus.
  const wanted = useComputed(() =>
    drafts.all.value.find((one) => one.kind === 'alias' && !one.isGone && drafts.isUnseen(one)),
  ).value;
  const wantedKey = wanted?.role.key;
  useEffect(() => {
    if (!wanted || !drafts.isUnseen(wanted)) return;
    const place = rows.findIndex(({ item }) => item.key === wantedKey);
    if (place >= 0) handle.current?.reveal(place, () => undefined);
  }, [rows, wantedKey]);
  const row = useCallback(
    ({ item, marks: found }: Found<Eligibility>, place: RowPlace) => (
      <RoleRow
        role={item}
        path={placeOf(item).path}
        mark={marks[item.key]}
        marks={found}
        availability={availability(item.key)}
        place={place}
        {...{ chosen, selection, onActivate, drafts, below }}
      />
    ),
    [placeOf, marks, availability, chosen, selection, onActivate, drafts, below],
  );
  return (
    <div ref={box}>
      <LongList {...{ items: rows, keyOf, row, rowHeight, before, handle }} />
    </div>
  );
});

function keyOf({ item }: Found<Eligibility>): string {
  return item.key;
}
