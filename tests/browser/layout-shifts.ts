import type { Page } from 'puppeteer-core';

interface LayoutShift {
  /** The share of the viewport that moved, times how far it moved as a share of the viewport. */
  readonly value: number;
  /** The test ids, classes or texts of what moved. */
  readonly moved: readonly string[];
}

/** The browser's entry, which TypeScript does not know. */
interface ShiftEntry extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { readonly node?: Node }[];
}

/**
 * Everything that has moved in the page since it began. Also what the browser excuses because a press, a click by script
 * or a new size of the window was just before it.
 */
export function layoutShifts(page: Page): Promise<LayoutShift[]> {
  return page.evaluate(async () => {
    const entries: ShiftEntry[] = [];
    const observer = new PerformanceObserver((list) => {
      entries.push(...(list.getEntries() as ShiftEntry[]));
    });
    // What was waited for may be in the frame that is being made.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    observer.observe({ type: 'layout-shift', buffered: true });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    observer.disconnect();
    return entries.map(({ value, sources }) => ({
      value,
      moved: sources.map(({ node }) => {
        const element = node instanceof Element ? node : node?.parentElement;
        return element?.getAttribute('data-testid') ?? element?.className ?? node?.textContent ?? 'gone';
      }),
    }));
  });
}
