import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowHeights, rowsBetween } from '../../src/ui/row-heights.ts';
import { rowsToDraw } from '../../src/ui/rows-to-draw.ts';

const keys = (count: number) => Array.from({ length: count }, (_, index) => `row ${index}`);

describe('the heights of rows', () => {
  it('are guessed until they are measured, and follow the row to another place', () => {
    const heights = createRowHeights(48);
    expect([...heights.topsOf(['a', 'b', 'c'])]).toEqual([0, 48, 96, 144]);
    expect(heights.measure('b', 70)).toBe(true);
    expect(heights.measure('b', 70)).toBe(false);
    expect(heights.measure('a', 48)).toBe(false);
    expect([...heights.topsOf(['a', 'b', 'c'])]).toEqual([0, 48, 118, 166]);
    expect([...heights.topsOf(['b'])]).toEqual([0, 70]);
    expect([...heights.topsOf([])]).toEqual([0]);
  });

  it('tell exactly the rows of which a part lies between two heights', () => {
    const rows = fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 60 });
    const place = fc.integer({ min: -300, max: 6_000 });
    fc.assert(
      fc.property(rows, place, fc.integer({ min: 1, max: 900 }), (sizes, top, height) => {
        const heights = createRowHeights(48);
        const names = keys(sizes.length);
        sizes.forEach((size, index) => heights.measure(names[index]!, size));
        const tops = heights.topsOf(names);
        const [from, to] = rowsBetween(tops, top, top + height);
        const expected = sizes.flatMap((_, index) =>
          tops[index + 1]! > top && tops[index]! < top + height ? [index] : [],
        );
        expect(Array.from({ length: to - from }, (_, index) => from + index)).toEqual(expected);
      }),
    );
  });
});

describe('the rows to draw', () => {
  const all = () => true;

  it('are those near the viewport, the ends, and those around the focus', () => {
    const drawn = rowsToDraw({ count: 1_000, near: [500, 503], focused: 40, canFocus: all });
    expect(drawn).toEqual([0, 39, 40, 41, 500, 501, 502, 999]);
  });

  it('hold the rows that a step leads to past those without anything to focus', () => {
    const canFocus = (index: number) => index % 10 === 0;
    const drawn = rowsToDraw({ count: 1_000, near: [0, 0], focused: 40, canFocus });
    expect(drawn).toEqual([0, 30, 40, 50, 990]);
  });

  it('hold no row that does not exist', () => {
    expect(rowsToDraw({ count: 0, near: [0, 13], focused: -1, canFocus: all })).toEqual([]);
    expect(rowsToDraw({ count: 2, near: [1, 13], focused: 1, wanted: 7, canFocus: all })).toEqual([0, 1]);
    expect(rowsToDraw({ count: 3, near: [0, 1], focused: -1, canFocus: () => false })).toEqual([0]);
  });
});
