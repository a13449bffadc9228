/** The popup, from the worker: whether it is open, and opening it. */

interface Context {
  readonly contextType: string;
  readonly documentUrl?: string | undefined;
}

/** The parts of `browser` that this needs; each browser has one of the two ways to look for open pages. */
export interface PopupBrowser {
  readonly action: { openPopup(): Promise<void> };
  readonly windows: {
    create(properties: { url: string; type: 'popup'; width: number; height: number }): Promise<unknown>;
    update(windowId: number, properties: { focused: boolean }): Promise<unknown>;
  };
  readonly tabs: {
    query(query: {
      windowType: 'popup';
    }): Promise<{ url?: string | undefined; windowId?: number | undefined }[]>;
  };
  readonly runtime: {
    getURL(path: string): string;
    getContexts?(filter: { contextTypes: string[] }): Promise<Context[]>;
  };
  readonly extension?: { getViews?(filter?: { type: 'popup' }): { location: { href: string } }[] };
}

export interface PopupControl {
  /** Whether the popup is open, in its place or in a window. */
  isOpen(): Promise<boolean>;
  /**
   * Opens the popup, or brings to the front what there is of it. Where the browser will not open it without a click
   * of its own kind, a small window shows the same page.
   */
  open(): Promise<void>;
}

/** What the popup's page needs, and the frame of a window around it. */
const windowSize = { width: 416, height: 640 } as const;

export function createPopupControl(browser: PopupBrowser): PopupControl {
  const page = browser.runtime.getURL('src/popup/index.html');
  const isPopup = (url: string | undefined) => url !== undefined && url.startsWith(page);

  async function isOpenAs(types: readonly ('POPUP' | 'TAB')[]): Promise<boolean> {
    if (browser.runtime.getContexts) {
      const contexts = await browser.runtime.getContexts({ contextTypes: [...types] });
      return contexts.some(({ documentUrl }) => isPopup(documentUrl));
    }
    const views = browser.extension?.getViews?.(types.includes('TAB') ? undefined : { type: 'popup' }) ?? [];
    return views.some(({ location }) => isPopup(location.href));
  }

  async function windowOfPopup(): Promise<number | undefined> {
    const tabs = await browser.tabs.query({ windowType: 'popup' });
    return tabs.find(({ url }) => isPopup(url))?.windowId;
  }

  return {
    isOpen: () => isOpenAs(['POPUP', 'TAB']),
    async open() {
      // It follows what is stored, so there is nothing to tell it.
      if (await isOpenAs(['POPUP'])) return;
      const windowId = await windowOfPopup();
      if (windowId !== undefined) {
        await browser.windows.update(windowId, { focused: true });
        return;
      }
      try {
        await browser.action.openPopup();
      } catch {
        await browser.windows.create({ url: page, type: 'popup', ...windowSize });
      }
    },
  };
}
