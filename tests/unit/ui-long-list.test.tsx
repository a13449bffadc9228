// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { createRef } from 'preact';
import { afterEach, describe, expect, it } from 'vitest';
import {
  LongList,
  type LongListHandle,
  type RowPlace,
  wholeBelow,
  wholeUpTo,
} from '../../src/ui/long-list.tsx';

afterEach(cleanup);

interface Item {
  readonly id: string;
  readonly taken?: boolean;
}

const items = (count: number): Item[] => Array.from({ length: count }, (_, n) => ({ id: `row ${n}` }));
const keyOf = (item: Item) => item.id;
const canFocus = (item: Item) => !item.taken;
let drawn: string[] = [];
const row = (item: Item, place: RowPlace) => {
  drawn.push(item.id);
  return (
    <li {...place} data-testid="row">
      <button disabled={item.taken}>{item.id}</button>
    </li>
  );
};
const list = (rows: readonly Item[], handle = createRef<LongListHandle>(), before = 0) => (
  <LongList {...{ items: rows, keyOf, row, rowHeight: 50, before, canFocus, handle }} />
);
const shown = () => screen.getAllByTestId('row').map((one) => Number(one.getAttribute('aria-posinset')) - 1);
const gaps = () =>
  [...document.querySelectorAll<HTMLElement>('.long-list-gap')].map((gap) => gap.style.height);

describe('a long list', () => {
  it('is drawn whole while it is not long', () => {
    render(list(items(wholeUpTo)));
    expect(shown()).toHaveLength(wholeUpTo);
    expect(gaps()).toEqual([]);
  });

  it('draws its first rows and its last, and gaps as high as the rest', () => {
    render(list(items(5_000)));
    expect(shown()).toEqual([...items(12).keys(), 4_999]);
    expect(gaps()).toEqual([`${(5_000 - 13) * 50}px`]);
    expect(screen.getByText('row 7').parentElement!.getAttribute('aria-setsize')).toBe('5000');
  });

  it('draws what the rows before it leave room for, and of a short list below many only the two that a step leads to', () => {
    const { unmount } = render(list(items(5_000), undefined, 5));
    expect(shown()).toEqual([...items(7).keys(), 4_999]);
    unmount();
    render(list(items(wholeUpTo), undefined, wholeBelow + 1));
    expect(shown()).toEqual([0, wholeUpTo - 1]);
  });

  it('keeps the row with the focus and those that a step leads to, past the ones that cannot be had', async () => {
    const handle = createRef<LongListHandle>();
    const rows = items(5_000).map((one, n) => (n > 3_000 && n < 3_005 ? { ...one, taken: true } : one));
    render(list(rows, handle));
    handle.current!.reveal(3_000, (element) => element.querySelector('button')!.focus());
    const button = await screen.findByText('row 3000');
    expect(document.activeElement).toBe(button);
    await screen.findByText('row 3005');
    expect(shown()).toEqual([...items(12).keys(), 2_999, 3_000, 3_005, 4_999]);
    button.blur();
    await waitFor(() => expect(shown()).toEqual([...items(12).keys(), 4_999]));
  });

  it('draws again what changed, and nothing else', () => {
    const before = items(50);
    const { rerender } = render(list(before));
    drawn = [];
    rerender(list([...before]));
    expect(drawn).toEqual([]);
    const after = before.map((one, n) => (n === 3 ? { ...one, taken: true } : one));
    rerender(list(after));
    expect(drawn).toEqual(['row 3']);
  });

  it('shows the rows that are left where it becomes shorter than the place it was looked at', async () => {
    const handle = createRef<LongListHandle>();
    const { rerender } = render(list(items(5_000), handle));
    handle.current!.reveal(4_000, (element) => element.querySelector('button')!.focus());
    await screen.findByText('row 4000');
    rerender(list(items(200), handle));
    expect(shown()).toEqual([...items(12).keys(), 199]);
  });
});
