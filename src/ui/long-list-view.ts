/** What a long list hears from the browser: how high its rows are, and that other rows came near the viewport. */

export interface LongListView {
  /** Follows the height of a row's element. */
  followRow(element: Element, key: string): void;
  /** Follows a gap: it coming near is told, however that happened. Returns the way to stop. */
  followGap(gap: Element): () => void;
  stop(): void;
}

interface Listeners {
  /** @param beyond how far outside of the viewport is near, in px */
  readonly beyond: number;
  /** Some rows have these heights in px, including borders. */
  readonly onHeights: (heights: ReadonlyMap<string, number>) => void;
  readonly onNear: () => void;
}

export function createLongListView({ beyond, onHeights, onNear }: Listeners): LongListView {
  const keys = new WeakMap<Element, string>();
  const sizes = new ResizeObserver((entries) => {
    const heights = new Map<string, number>();
    for (const { target, borderBoxSize } of entries) {
      const key = keys.get(target);
      if (!target.isConnected || key === undefined) sizes.unobserve(target);
      else heights.set(key, borderBoxSize[0]!.blockSize);
    }
    if (heights.size > 0) onHeights(heights);
  });
  let scroller: Element | null = null;
  let gaps: IntersectionObserver | undefined;

  /** Found when there is something in the document to look from. */
  function observerOf(gap: Element): IntersectionObserver {
    if (gaps) return gaps;
    scroller = scrollerOf(gap);
    scroller?.addEventListener('scroll', onNear, { passive: true });
    gaps = new IntersectionObserver(onNear, { root: scroller, rootMargin: `${beyond}px 0px` });
    return gaps;
  }

  return {
    followRow(element, key) {
      if (keys.get(element) === key) return;
      keys.set(element, key);
      sizes.observe(element, { box: 'border-box' });
    },
    followGap(gap) {
      const observer = observerOf(gap);
      observer.observe(gap);
      return () => observer.unobserve(gap);
    },
    stop() {
      sizes.disconnect();
      gaps?.disconnect();
      scroller?.removeEventListener('scroll', onNear);
    },
  };
}

/** The nearest ancestor that scrolls; null where that is the whole page. */
export function scrollerOf(element: Element): Element | null {
  for (let one = element.parentElement; one; one = one.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(one).overflowY)) return one;
  }
  return null;
}

/** The part of the page that is seen, in px from the top of the element; undefined in a page without layout. */
export function seenPartOf(element: Element): { readonly top: number; readonly bottom: number } | undefined {
  const view = scrollerOf(element)?.getBoundingClientRect();
  if (!view || view.height === 0) return undefined;
  const top = view.top - element.getBoundingClientRect().top;
  return { top, bottom: top + view.height };
}
