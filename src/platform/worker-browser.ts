/** What the worker needs of the browser that has no room of its own: its events, its identity and its button. */
import { type Alarms, createAlarms } from './alarms.ts';
import { browser } from './browser.ts';
import { createTexts } from './i18n.ts';
import { createContextMenus } from './menus.ts';
import { onLastRoleCommand } from './commands.ts';
import { createNotify } from './notifications.ts';
import { createPopupControl, type PopupBrowser } from './popup.ts';
import { createLaunchWebAuthFlow, type IdentityApi } from './sign-in-window.ts';
import type { StorageArea } from './stored-item.ts';
import { createPortalTabs, type PortalTabs } from './tabs.ts';

export interface MessageSender {
  readonly id?: string | undefined;
  readonly origin?: string | undefined;
  readonly url?: string | undefined;
  readonly tabId?: number | undefined;
  readonly frameId?: number | undefined;
}

/** Chromium pins an extension's pages to one scheme, Firefox to another. */
export const browserKind = browser.runtime.getURL('').startsWith('moz-extension:') ? 'firefox' : 'chromium';

export const extensionId = browser.runtime.id;
export const extensionOrigin = browser.runtime.getURL('').replace(/\/$/, '');
export const redirectUri = browser.identity.getRedirectURL();
export const localArea: StorageArea = browser.storage.local as StorageArea;
export const launchWebAuthFlow = createLaunchWebAuthFlow(browser.identity as IdentityApi, browserKind);

/** Keeps content scripts away from the stored lists where the browser can (Firefox cannot). */
export function closeLocalAreaToContentScripts(): void {
  const area = browser.storage.local as {
    setAccessLevel?: (level: { accessLevel: string }) => Promise<void>;
  };
  void area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
}

/** What the listener's promise resolves with is the answer; it never rejects. */
export function onMessage(listener: (message: unknown, sender: MessageSender) => Promise<unknown>): void {
  browser.runtime.onMessage.addListener((message, sender, respond) => {
    const { id, url, tab, frameId } = sender;
    const { origin } = sender as { origin?: string };
    void listener(message, { id, url, origin, tabId: tab?.id, frameId }).then(respond);
    // Keeps the channel open for the answer; every browser understands this, not every one a returned promise.
    return true;
  });
}

export function onInstalled(listener: (reason: string) => void): void {
  browser.runtime.onInstalled.addListener(({ reason }) => listener(reason));
}

export function onBrowserStarted(listener: () => void): void {
  browser.runtime.onStartup.addListener(() => listener());
}

export function onAlarm(listener: (name: string) => void): void {
  browser.alarms.onAlarm.addListener(({ name }) => listener(name));
}

/** Opens one of our own pages in a tab. */
export async function openPage(path: string): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(path) });
}

const iconSizes = [16, 32, 48] as const;

/** The accent of the pages with white on it: 6.3 to 1. */
const badgeColours = { background: '#1258cf', text: '#ffffff' } as const;

/** Draws the toolbar button: the active variant differs by shape, and the title says it in words. */
export async function drawButton(variant: 'idle' | 'active', title: string, badge: string): Promise<void> {
  const name = variant === 'active' ? 'hoist-active' : 'hoist';
  const path = Object.fromEntries(
    iconSizes.map((size) => [size, browser.runtime.getURL(`icons/${name}-${size}.png`)]),
  );
  await Promise.all([
    browser.action.setIcon({ path }),
    browser.action.setTitle({ title }),
    browser.action.setBadgeBackgroundColor({ color: badgeColours.background }),
    browser.action.setBadgeTextColor({ color: badgeColours.text }),
    browser.action.setBadgeText({ text: badge }),
  ]);
}

export const contextMenus = createContextMenus(browser);
export const notify = createNotify(browser);
export const popup = createPopupControl(browser as unknown as PopupBrowser);

export function onCommand(listener: () => void): void {
  onLastRoleCommand(browser, listener);
}

/** A click takes the notification away, as people expect it to. */
export function onNoticeClicked(listener: () => void): void {
  browser.notifications.onClicked.addListener((id) => {
    void browser.notifications.clear(id);
    listener();
  });
}

export function portalTabs(onError: (error: unknown) => void): PortalTabs {
  return createPortalTabs(browser, onError);
}

export function alarmsAt(now: () => number): Alarms {
  return createAlarms(browser.alarms, now);
}

export const texts = createTexts(
  (key, substitutions) => browser.i18n.getMessage(key, substitutions),
  browser.i18n.getUILanguage(),
);
