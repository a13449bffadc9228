/** How wide a scrollbar is here, so that what scrolls ends where the rest of the page ends. */
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** Tells the style sheets as `--scrollbar`, in px: nothing in CSS says it, and on some systems it is 0. */
export function useScrollbarWidth(scroller: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const width = element.offsetWidth - element.clientWidth;
    document.documentElement.style.setProperty('--scrollbar', `${width}px`);
  }, [scroller]);
}
