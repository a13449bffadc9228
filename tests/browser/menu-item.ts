/** The item in the context menu of the toolbar button, which no program can ask a browser for. */
import type { Chromium } from './chromium.ts';

export interface MenuItem {
  /** For `Chromium.clickMenuItem`. */
  readonly id: string;
  readonly title: string;
  readonly enabled: boolean;
}

/** Lets Hoist build its menu as it does when the browser starts, and listens to what it asks the browser for. */
export function menuItem(chromium: Chromium): Promise<MenuItem> {
  return chromium.worker.run(async () => {
    const menus = chrome.contextMenus;
    const { create } = menus;
    try {
      return await new Promise<MenuItem>((resolve) => {
        menus.create = (properties, callback) => {
          const { id = '', title = '', enabled = true, contexts } = properties;
          if (contexts?.includes('action')) resolve({ id, title, enabled });
          return create(properties, callback);
        };
        (chrome.runtime.onStartup as unknown as { dispatch(): void }).dispatch();
      });
    } finally {
      menus.create = create;
    }
  });
}
