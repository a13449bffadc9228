// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/preact';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Ring } from '../../src/ui/ring.tsx';

afterEach(cleanup);

function draw(share: number | undefined) {
  const { container, unmount } = render(<Ring share={share} />);
  const ring = container.querySelector('.ring')!;
  const drawn = {
    hidden: ring.getAttribute('aria-hidden'),
    parts: Number(ring.getAttribute('data-share')),
    dashes: ring.querySelector('.ring-left')?.getAttribute('stroke-dasharray'),
  };
  unmount();
  return drawn;
}

describe('the ring', () => {
  it('draws the share in hundredths, whole without a gap, and nothing of nothing', () => {
    expect(draw(0.5)).toEqual({ hidden: 'true', parts: 50, dashes: '50 100' });
    expect(draw(1).dashes).toBeNull();
    expect(draw(0)).toMatchObject({ parts: 0, dashes: undefined });
  });

  it('is seen while anything is left', () => {
    expect(draw(0.001)).toMatchObject({ parts: 2, dashes: '2 100' });
  });

  it('is dashed where nobody knows how much there was', () => {
    expect(draw(undefined).dashes).toBe('4 6');
  });

  it('stays within the circle, whatever the clocks say, and never grows while the share falls', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        const [less, more] = [draw(Math.min(a, b)).parts, draw(Math.max(a, b)).parts];
        expect(less).toBeLessThanOrEqual(more);
        expect(less).toBeGreaterThanOrEqual(0);
        expect(more).toBeLessThanOrEqual(100);
      }),
    );
  });
});
