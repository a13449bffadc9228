import { launch, type Browser, type Page, TargetType } from 'puppeteer-core';
import { openDebugger } from './debugger.ts';
import { watchExtensionErrors, type ExtensionErrors } from './extension-errors.ts';
import { extensionStorage, type ExtensionStorage } from './extension-storage.ts';
import { extensionWorker, type ExtensionWorker } from './extension-worker.ts';
import { findBrowser, isTooOld, knownBrowsers } from './find-browser.ts';
import { preferColorScheme, type ColorScheme } from './screenshot.ts';
import { watchSignInWindows, type SignInWindow } from './sign-in-windows.ts';
import { until, type Patience } from './until.ts';

export interface ChromiumOptions {
  /** Folder of the unpacked extension. */
  readonly extensionDir: string;
  /** Port on 127.0.0.1 that answers for all `hosts`, with TLS. */
  readonly emulatorPort: number;
  /** Base64 SHA-256 of the public key of its certificate, the only one besides real ones that is trusted. */
  readonly spki: string;
  /** Host names that lead to the emulator; every other name does not resolve. */
  readonly hosts: readonly string[];
  readonly headless?: boolean;
  /**
   * A profile to keep and to open again; without it a fresh one is made and removed at close. A profile keeps what the
   * extension stored but not the extension: each launch installs it, so `onInstalled` fires and `onStartup` does not.
   */
  readonly userDataDir?: string;
  /** True leaves the service worker without a debugger, so that it stops when idle; its errors are not collected then. */
  readonly idleWorkers?: boolean;
  /** True leaves Ctrl-C and the signals to the caller, who then closes the browser. */
  readonly leaveSignals?: boolean;
  readonly colorScheme?: ColorScheme;
  /** Language of the browser, `en-US` by default. */
  readonly locale?: string;
}

export interface Chromium {
  readonly browser: Browser;
  readonly extensionId: string;
  readonly worker: ExtensionWorker;
  readonly storage: ExtensionStorage;
  readonly errors: ExtensionErrors;
  /** Clicks the toolbar button while that tab is in front, and returns the popup that opens, loaded. */
  openPopup(tab: Page): Promise<Page>;
  /** The popup that the extension opens by itself, in its place or in a window, loaded. */
  shownPopup(): Promise<Page>;
  /** Opens a page of the extension in a tab, such as `options.html`. */
  openExtensionPage(path: string): Promise<Page>;
  /** Opens a tab in front; resolves when it has loaded. */
  portalTab(url: string): Promise<Page>;
  /** The next sign-in window that opens, or that did and was not asked for yet. */
  signInWindow(patience?: Patience): Promise<SignInWindow>;
  /** Chooses an item of the extension's context menu. */
  clickMenuItem(menuItemId: string): Promise<void>;
  /** Presses the keys of one of the extension's commands. */
  pressCommand(command: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Launches an installed Chromium, Chrome or Edge with the extension in it and with the network that the options name,
 * and no other. The extension is the production build: only the browser is told where the host names lead.
 *
 * @throws Error in one sentence where no suitable browser is installed
 */
export async function launchChromium(options: ChromiumOptions): Promise<Chromium> {
  const { executable, problem } = findBrowser('chromium');
  if (problem !== undefined) throw new Error(problem);
  const { locale = 'en-US' } = options;
  const browser = await launch({
    executablePath: executable,
    pipe: true,
    enableExtensions: true,
    headless: options.headless ?? true,
    defaultViewport: null,
    env: { ...process.env, LANGUAGE: locale.replace('-', '_') },
    args: chromiumArguments(options, locale),
    ...(options.userDataDir === undefined ? {} : { userDataDir: options.userDataDir }),
    ...(options.leaveSignals ? { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false } : {}),
  });
  try {
    return await withExtension(browser, options);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function chromiumArguments({ hosts, emulatorPort, spki }: ChromiumOptions, locale: string): string[] {
  const rules = hosts.map((host) => `MAP ${host}:443 127.0.0.1:${emulatorPort}`);
  return [
    `--host-resolver-rules=${[...rules, 'MAP * ~NOTFOUND'].join(', ')}`,
    `--ignore-certificate-errors-spki-list=${spki}`,
    `--lang=${locale}`,
    '--window-size=1280,900',
    // Without a display the screen would be 800 by 600, lower than a popup may become.
    '--screen-info={1920x1080}',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--no-first-run',
    '--no-default-browser-check',
    // The sandbox refuses to work for root.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
}

async function withExtension(browser: Browser, options: ChromiumOptions): Promise<Chromium> {
  const version = await browser.version();
  const { minimum, title } = knownBrowsers.chromium;
  if (isTooOld(version, minimum))
    throw new Error(`${title} ${minimum} or newer is needed; this is ${version}.`);

  const extensionId = await browser.installExtension(options.extensionDir);
  const extension = (await browser.extensions()).get(extensionId);
  if (!extension) throw new Error(`The extension in ${options.extensionDir} was not loaded.`);
  const origin = `chrome-extension://${extensionId}/`;

  // The manifest shown as a page: it has the extension's rights and none of its code. Behind the other tabs, because
  // a popup closes when another tab comes to the front.
  let observerPage: Promise<Page> | undefined;
  const observer = () =>
    (observerPage ??= browser.newPage({ type: 'tab', background: true }).then(async (page) => {
      await page.goto(`${origin}manifest.json`);
      return page;
    }));
  const { idleWorkers = false } = options;
  const debug = await openDebugger(browser);
  const errors = await watchExtensionErrors(debug, origin, !idleWorkers);
  const worker = extensionWorker({
    debug,
    origin,
    observer,
    release: (targetId) => errors.release(targetId),
  });
  const loginHosts = options.hosts.filter((host) => host.startsWith('login.'));
  const signInWindows = watchSignInWindows(browser, loginHosts, extensionId);

  const openTab = async (url: string) => {
    const page = await browser.newPage();
    if (options.colorScheme) await preferColorScheme(page, options.colorScheme);
    try {
      await page.goto(url);
    } catch (error) {
      await page.close();
      throw error;
    }
    return page;
  };
  return {
    browser,
    extensionId,
    worker,
    errors,
    storage: extensionStorage(observer),
    async shownPopup() {
      const target = await until('the popup to be shown', () =>
        browser
          .targets()
          .find((one) => one.url() === `${origin}src/popup/index.html` && one.type() === TargetType.PAGE),
      );
      const popup = await target.asPage();
      await until('the popup to load', () => popup.evaluate(() => document.readyState === 'complete'));
      return popup;
    },
    async openPopup(tab) {
      const before = new Set(browser.targets());
      await tab.bringToFront();
      await extension.triggerAction(tab);
      const target = await until('the popup to open', () =>
        browser
          .targets()
          .find((one) => one.url().startsWith(origin) && one.type() === TargetType.PAGE && !before.has(one)),
      );
      const popup = await target.asPage();
      if (options.colorScheme) await preferColorScheme(popup, options.colorScheme);
      await until('the popup to load', () => popup.evaluate(() => document.readyState === 'complete'));
      return popup;
    },
    openExtensionPage: (path) => openTab(new URL(path, origin).href),
    portalTab: openTab,
    signInWindow: (patience) => signInWindows.next(patience),
    clickMenuItem: (menuItemId) =>
      worker.run(async (id) => {
        const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
        const event = chrome.contextMenus.onClicked as unknown as { dispatch(...args: unknown[]): void };
        event.dispatch({ menuItemId: id, editable: false, pageUrl: tab?.url ?? '' }, tab);
      }, menuItemId),
    pressCommand: (command) =>
      worker.run(async (name) => {
        const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
        const event = chrome.commands.onCommand as unknown as { dispatch(...args: unknown[]): void };
        event.dispatch(name, tab);
      }, command),
    close: () => browser.close(),
  };
}
