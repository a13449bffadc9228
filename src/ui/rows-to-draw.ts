import type { RowRange } from './row-heights.ts';

interface Question {
  readonly count: number;
  /** The rows near the viewport. */
  readonly near: RowRange;
  /** The row that has the focus, -1 where none has. */
  readonly focused: number;
  /** A row that is to be shown next. */
  readonly wanted?: number | undefined;
  readonly canFocus: (index: number) => boolean;
}

/**
 * Which rows of a long list are drawn, in order. Besides what is near the viewport: the row with the focus, which
 * would lose it otherwise, and every row that a step can lead to, from outside the list or from the row with the
 * focus. So whoever steps through the rows of the document misses none.
 */
export function rowsToDraw({ count, near, focused, wanted, canFocus }: Question): number[] {
  const next = (from: number, step: 1 | -1): number => {
    let index = from;
    while (index >= 0 && index < count && !canFocus(index)) index += step;
    return index;
  };
  const single = [next(0, 1), next(count - 1, -1), wanted ?? -1];
  if (focused >= 0) single.push(next(focused - 1, -1), focused, next(focused + 1, 1));
  const drawn = new Set(single.filter((index) => index >= 0 && index < count));
  for (let index = Math.max(0, near[0]); index < Math.min(near[1], count); index++) drawn.add(index);
  return [...drawn].sort((a, b) => a - b);
}
