import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthStops, movedStop, nearestStop } from '../../src/domain/length-stops.ts';

const anyMaximum = fc.integer({ min: 1, max: 4 * 1440 });

describe('the stops of a length', () => {
  it.each([
    [5, [5]],
    [30, [5, 10, 15, 20, 25, 30]],
    [90, [15, 30, 45, 60, 75, 90]],
    [250, [30, 60, 90, 120, 150, 180, 210, 240, 250]],
  ])('within %i minutes are %j', (maximum, stops) => {
    expect(lengthStops(maximum)).toEqual(stops);
  });

  it('are few enough to walk through for a day and for two', () => {
    expect(lengthStops(1440)).toHaveLength(48);
    expect(lengthStops(2880)).toHaveLength(48);
  });

  it('rise to the maximum, whatever it is', () => {
    fc.assert(
      fc.property(anyMaximum, (maximum) => {
        const stops = lengthStops(maximum);
        expect(stops.at(-1)).toBe(maximum);
        expect(stops.every((stop, at) => stop > (stops[at - 1] ?? 0))).toBe(true);
      }),
    );
  });
});

describe('a move', () => {
  it('goes on from a length that is no stop, and stays within', () => {
    expect(movedStop(100, 480, 'next')).toBe(120);
    expect(movedStop(100, 480, 'previous')).toBe(90);
    expect(movedStop(480, 480, 'next')).toBe(480);
    expect(movedStop(30, 480, 'previous')).toBe(30);
    expect(movedStop(600, 480, 'previous')).toBe(480);
  });

  it('of a page is some steps', () => {
    expect(movedStop(120, 480, 'pageUp')).toBe(240);
    expect(movedStop(120, 240, 'pageUp')).toBe(180);
    expect(movedStop(10, 30, 'pageUp')).toBe(25);
    expect(movedStop(60, 480, 'pageDown')).toBe(30);
    expect(movedStop(200, 480, 'first')).toBe(30);
    expect(movedStop(200, 480, 'last')).toBe(480);
  });

  it('lands on a stop from anywhere', () => {
    const moves = fc.constantFrom('next', 'previous', 'pageUp', 'pageDown', 'first', 'last');
    fc.assert(
      fc.property(anyMaximum, fc.integer({ min: 1, max: 6000 }), moves, (maximum, minutes, move) => {
        expect(lengthStops(maximum)).toContain(movedStop(minutes, maximum, move));
        expect(lengthStops(maximum)).toContain(nearestStop(minutes, maximum));
      }),
    );
  });
});
