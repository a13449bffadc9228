/** The open tabs of the portals. Needs their host permissions, not the `tabs` permission. */
import type { Browser } from 'webextension-polyfill';
import { type PortalTabMessage, portalMatchPatterns } from '../domain/portal.ts';

export interface PortalTab {
  readonly id: number;
  /** Unloaded to save memory: it loads anew, and asks, when it is looked at. */
  readonly discarded: boolean;
  /** The host permissions of the portals show it. */
  readonly url?: string;
}

export interface PortalTabs {
  list(): Promise<PortalTab[]>;
  /** Sends and does not wait: a frozen tab answers when it thaws. */
  tell(tabId: number, message: PortalTabMessage): void;
  /** Resolves also when the tab is gone. */
  reload(tabId: number): Promise<void>;
  /** Runs the manifest's content script in the page. @throws where the page may not be scripted, as an error page */
  inject(tabId: number): Promise<void>;
}

type TabsBrowser = {
  tabs: Pick<Browser['tabs'], 'query' | 'sendMessage' | 'reload'>;
  scripting: Pick<Browser['scripting'], 'executeScript'>;
  runtime: Pick<Browser['runtime'], 'getManifest'>;
};

/** @param onError told what `tell` fails with, except that nobody is there to hear it */
export function createPortalTabs(browser: TabsBrowser, onError: (error: unknown) => void): PortalTabs {
  return {
    async list() {
      const tabs = await browser.tabs.query({ url: [...portalMatchPatterns] });
      return tabs.flatMap(({ id, discarded = false, url }) =>
        id === undefined ? [] : [{ id, discarded, ...(url === undefined ? {} : { url }) }],
      );
    },
    tell(tabId, message) {
      browser.tabs.sendMessage(tabId, message, { frameId: 0 }).catch((error: unknown) => {
        if (!isNobodyThere(error)) onError(error);
      });
    },
    async reload(tabId) {
      try {
        await browser.tabs.reload(tabId);
      } catch (error) {
        if (!isNobodyThere(error)) throw error;
      }
    },
    async inject(tabId) {
      const [script] = browser.runtime.getManifest().content_scripts ?? [];
      if (!script?.js?.length) throw new Error('The manifest names no content script');
      await browser.scripting.executeScript({ target: { tabId, frameIds: [0] }, files: script.js });
    },
  };
}

/**
 * The tab is closed, or its page has no content script (yet) or has just gone. Browsers have no error codes; these are
 * the sentences of Chromium and Firefox.
 */
function isNobodyThere(error: unknown): boolean {
  const message = error instanceof Error ? error.message : String(error);
  return /Receiving end does not exist|No tab with id|Invalid tab ID|message (port|channel) (is )?closed/i.test(
    message,
  );
}
