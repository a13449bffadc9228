/** The one context-menu item of Hoist, on its toolbar button and on portal pages. */
import type { Browser, Menus as MenusApi } from 'webextension-polyfill';
import { portalMatchPatterns } from '../domain/portal.ts';

/** What the item says and stands for. */
export type MenuState =
  | {
      readonly enabled: true;
      readonly title: string;
      /** Names what the title names. A click hands it back, so that it does what was read, or nothing. */
      readonly token: string;
    }
  | { readonly enabled: false; readonly title: string };

export interface ContextMenus {
  /** Replaces the items; calls are carried out one after the other. */
  show(state: MenuState): Promise<void>;
  /** To be called in the worker's first tick. */
  onClicked(listener: (token: string) => void): void;
}

type MenusBrowser = {
  contextMenus: Pick<Browser['contextMenus'], 'create' | 'removeAll'> & {
    onClicked: { addListener(listener: (info: Pick<MenusApi.OnClickData, 'menuItemId'>) => void): void };
  };
  runtime: { readonly lastError?: { message?: string | undefined } | null | undefined };
};

const contexts = ['action', 'page'] as const;

/** The id of the item in one of its two places: patterns of addresses may be given for the page only. */
export function menuItemId(context: (typeof contexts)[number], token: string): string {
  return `${context}:${token}`;
}

export function createContextMenus(browser: MenusBrowser): ContextMenus {
  let last: Promise<unknown> = Promise.resolve();

  const create = (properties: MenusApi.CreateCreatePropertiesType) =>
    new Promise<void>((resolve, reject) => {
      browser.contextMenus.create(properties, () => {
        const error = browser.runtime.lastError;
        if (error) reject(new Error(error.message));
        else resolve();
      });
    });

  async function replace(state: MenuState): Promise<void> {
    await browser.contextMenus.removeAll();
    for (const context of contexts) {
      // An item that does nothing explains itself on our own button; on a portal page it would be in the way.
      if (context === 'page' && !state.enabled) continue;
      await create({
        id: menuItemId(context, state.enabled ? state.token : 'none'),
        title: asMenuTitle(state.title),
        enabled: state.enabled,
        contexts: [context],
        ...(context === 'page' ? { documentUrlPatterns: [...portalMatchPatterns] } : {}),
      });
    }
  }

  return {
    show(state) {
      const shown = last.then(() => replace(state));
      last = shown.catch(() => undefined);
      return shown;
    },
    onClicked(listener) {
      browser.contextMenus.onClicked.addListener(({ menuItemId: id }) => {
        const [, token] = /^(?:action|page):(.*)$/s.exec(String(id)) ?? [];
        if (token !== undefined) listener(token);
      });
    },
  };
}

/** In a title `&` marks an access key and `%s` stands for the selected text; names are to be read as they are. */
function asMenuTitle(text: string): string {
  return text.replaceAll('&', '&&').replaceAll('%s', '%\u2060s');
}
