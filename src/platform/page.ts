/** What every page is given: everything outside the page itself. */
import { type CommandClient, createCommandClient, createSecondTry } from '../messaging/client.ts';
import { browser } from './browser.ts';
import { buildClientId } from './build.ts';
import { createPopupControl, type PopupBrowser } from './popup.ts';
import { createTexts, type Texts } from './i18n.ts';
import { createItemStore, type ItemStore } from './item-store.ts';

export interface PageServices extends Texts {
  readonly store: ItemStore;
  readonly commands: CommandClient;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A new GUID. */
  readonly newId: () => string;
  readonly openOptions: () => void;
  readonly openUrl: (url: string) => void;
  /** @throws where the clipboard is closed */
  readonly copyText: (text: string) => Promise<void>;
  /** Where the sign-in window hands its answer to; belongs into the app registration. */
  readonly redirectUri: string;
  readonly browserKind: 'chromium' | 'firefox';
  /** The keys as the browser shows them, by the manifest's names of the commands; without what has no key. */
  readonly readShortcuts: () => Promise<ReadonlyMap<string, string>>;
  /** Opens the popup, or a small window with it. @throws where the browser allows neither */
  readonly openPopup: () => Promise<void>;
  /** The build's own registration; empty where there is none. */
  readonly defaultClientId: string;
  readonly version: string;
}

/** Commands are acknowledged when they are recorded, which takes milliseconds, or the start of a worker. */
const overdueMs = 4_000;

export function createPageServices(): PageServices {
  return {
    ...createTexts(
      (key, substitutions) => browser.i18n.getMessage(key, substitutions),
      browser.i18n.getUILanguage(),
    ),
    store: createItemStore(browser.storage.local),
    commands: createCommandClient(
      createSecondTry(
        (message) => browser.runtime.sendMessage(message),
        () => new Promise((resolve) => setTimeout(resolve, overdueMs)),
      ),
    ),
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    openOptions: () => void browser.runtime.openOptionsPage(),
    openUrl: (url) => void browser.tabs.create({ url }),
    copyText: (text) => navigator.clipboard.writeText(text),
    redirectUri: browser.identity.getRedirectURL(),
    browserKind: browser.runtime.getURL('').startsWith('moz-extension:') ? 'firefox' : 'chromium',
    async readShortcuts() {
      const commands = await browser.commands.getAll();
      return new Map(
        commands.flatMap(({ name, shortcut }) => (name && shortcut ? [[name, shortcut] as const] : [])),
      );
    },
    openPopup: () => createPopupControl(browser as unknown as PopupBrowser).open(),
    defaultClientId: buildClientId,
    version: browser.runtime.getManifest().version,
  };
}
