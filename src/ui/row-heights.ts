/** Where the rows of a long list stand, when only those that were drawn could be measured. */

export interface RowHeights {
  /** @returns whether this is news */
  measure(key: string, height: number): boolean;
  /** The top of every row in px from the list's own top, and last the height of the list. */
  topsOf(keys: readonly string[]): Float64Array;
}

/** @param estimate height in px of a row that nobody has seen yet */
export function createRowHeights(estimate: number): RowHeights {
  const measured = new Map<string, number>();
  return {
    measure(key, height) {
      if ((measured.get(key) ?? estimate) === height) return false;
      measured.set(key, height);
      return true;
    },
    topsOf(keys) {
      const tops = new Float64Array(keys.length + 1);
      const heightOf = (key: string) => (measured.size > 0 ? measured.get(key) : undefined) ?? estimate;
      for (let i = 0; i < keys.length; i++) tops[i + 1] = tops[i]! + heightOf(keys[i]!);
      return tops;
    },
  };
}

/** Indexes of rows, the second exclusive. */
export type RowRange = readonly [from: number, to: number];

/** The rows of which some part lies between two heights, in px from the top of the list. */
export function rowsBetween(tops: Float64Array, top: number, bottom: number): RowRange {
  const rows = tops.length - 1;
  if (bottom <= 0 || top >= tops[rows]! || bottom <= top) return [0, 0];
  const from = Math.max(0, firstAfter(tops, top) - 1);
  return [from, Math.min(rows, firstAtOrAfter(tops, bottom))];
}

function firstAfter(tops: Float64Array, value: number): number {
  return search(tops, (top) => top > value);
}

function firstAtOrAfter(tops: Float64Array, value: number): number {
  return search(tops, (top) => top >= value);
}

/** The first place where the condition holds; past the end where it never does. */
function search(tops: Float64Array, holds: (top: number) => boolean): number {
  let low = 0;
  let high = tops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(tops[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
