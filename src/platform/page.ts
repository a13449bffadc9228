/** What every page is given: the composition root of the popup, the options and the welcome page. */
import { createCommandClient } from '../messaging/client.ts';
import type { PageServices } from '../ui/services.ts';
import { browser } from './browser.ts';
import { buildClientId } from './build.ts';
import { createTexts } from './i18n.ts';
import { createItemStore } from './stored-item.ts';

export function createPageServices(): PageServices {
  return {
    ...createTexts(
      (key, substitutions) => browser.i18n.getMessage(key, substitutions),
      browser.i18n.getUILanguage(),
    ),
    store: createItemStore(browser.storage.local),
    commands: createCommandClient((message) => browser.runtime.sendMessage(message)),
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    openOptions: () => void browser.runtime.openOptionsPage(),
    openUrl: (url) => void browser.tabs.create({ url }),
    copyText: (text) => navigator.clipboard.writeText(text),
    redirectUri: browser.identity.getRedirectURL(),
    defaultClientId: buildClientId,
    version: browser.runtime.getManifest().version,
  };
}
