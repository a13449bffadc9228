import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launch, type Browser, type Page } from 'puppeteer-core';
import type { ExtensionError } from './extension-errors.ts';
import { extensionStorage, type ExtensionStorage } from './extension-storage.ts';
import { findBrowser, isTooOld, knownBrowsers } from './find-browser.ts';
import { firefoxInternals, type FirefoxInternals } from './firefox-internals.ts';
import { signInWindow, type SignInWindow } from './sign-in-windows.ts';
import { until, type Patience } from './until.ts';

export interface FirefoxOptions {
  /** Folder of the unpacked extension; its manifest names a gecko id. */
  readonly extensionDir: string;
  /** Port on 127.0.0.1 that answers for all `hosts`, with TLS; any certificate is accepted. */
  readonly emulatorPort: number;
  /** Host names that lead to the emulator; requests to any other are refused. */
  readonly hosts: readonly string[];
  readonly headless?: boolean;
  /** After how long the background is suspended when idle, in milliseconds; Firefox's own 30 s by default. */
  readonly backgroundIdleMs?: number;
}

export interface Firefox {
  readonly browser: Browser;
  /** `moz-extension://<uuid>/` */
  readonly origin: string;
  readonly storage: ExtensionStorage;
  /** Opens a page of the extension, the popup's too, in a tab; resolves when it has loaded. */
  openExtensionPage(path: string): Promise<Page>;
  portalTab(url: string): Promise<Page>;
  /** The sign-in window that is open on this host, or that opens next. */
  signInWindow(host: string, patience?: Patience): Promise<SignInWindow>;
  /** Chooses an item of the extension's context menu; wakes a suspended background. */
  clickMenuItem(menuItemId: string): Promise<void>;
  /** Enters a text after the extension's keyword in the address bar; wakes a suspended background. */
  enterOmnibox(text: string): Promise<void>;
  backgroundState(): Promise<'starting' | 'running' | 'suspending' | 'stopped'>;
  /** Uncaught errors of the extension up to now. What it logs by `console.error` cannot be seen from outside here. */
  errors(): Promise<ExtensionError[]>;
  close(): Promise<void>;
}

// Any would do; a fixed one makes the addresses of the extension's pages known before it is installed.
const extensionUuid = '5d1f3d5c-8b0b-4c0e-9b6e-0f6f3a1c7e21';

/**
 * Launches an installed Firefox with the extension in it, whose network is the emulator and nothing else.
 *
 * @throws Error in one sentence where no suitable Firefox is installed
 */
export async function launchFirefox(options: FirefoxOptions): Promise<Firefox> {
  const { executable, problem } = findBrowser('firefox');
  if (problem !== undefined) throw new Error(problem);
  const extensionId = await geckoId(options.extensionDir);
  const browser = await launch({
    browser: 'firefox',
    executablePath: executable,
    headless: options.headless ?? true,
    acceptInsecureCerts: true,
    defaultViewport: null,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      ...networkPreferences(options),
      'extensions.webextensions.uuids': JSON.stringify({ [extensionId]: extensionUuid }),
      ...(options.backgroundIdleMs === undefined
        ? {}
        : { 'extensions.background.idle.timeout': options.backgroundIdleMs }),
    },
  });
  try {
    const version = await browser.version();
    const { minimum, title } = knownBrowsers.firefox;
    if (isTooOld(version, minimum))
      throw new Error(`${title} ${minimum} or newer is needed; this is ${version}.`);
    await browser.installExtension(options.extensionDir);
    return withExtension(browser, await firefoxInternals(browser, extensionId));
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function geckoId(extensionDir: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(extensionDir, 'manifest.json'), 'utf8')) as {
    browser_specific_settings?: { gecko?: { id?: string } };
  };
  const id = manifest.browser_specific_settings?.gecko?.id;
  if (!id) throw new Error(`The manifest in ${extensionDir} names no gecko id.`);
  return id;
}

function networkPreferences({ hosts, emulatorPort }: FirefoxOptions): Record<string, unknown> {
  // Names cannot be made unknown one by one, so a proxy script sends the unmapped ones to a port that refuses.
  const script = `function FindProxyForURL(url, host) {
    return ${JSON.stringify(hosts)}.includes(host) ? 'DIRECT' : 'PROXY 127.0.0.1:1';
  }`;
  return {
    'network.proxy.type': 2,
    'network.proxy.autoconfig_url': `data:application/x-ns-proxy-autoconfig,${encodeURIComponent(script)}`,
    // Firefox's own services would go around a proxy that refuses.
    'network.proxy.allow_bypass': false,
    'network.proxy.failover_direct': false,
    'network.dns.forceResolve': '127.0.0.1',
    'network.socket.forcePort': `443=${emulatorPort}`,
  };
}

function withExtension(browser: Browser, internals: FirefoxInternals): Firefox {
  const origin = `moz-extension://${extensionUuid}/`;

  const openExtensionPage = async (path: string) => {
    const page = await browser.newPage();
    const url = new URL(path, origin).href;
    await internals.navigate((page.mainFrame() as unknown as { _id: string })._id, url);
    await until(`${path} to load`, () =>
      page
        .evaluate((wanted) => location.href === wanted && document.readyState === 'complete', url)
        // The page that was there before went away while it was asked.
        .catch(() => false),
    );
    return page;
  };
  let observerPage: Promise<Page> | undefined;
  const observer = () => (observerPage ??= openExtensionPage('manifest.json'));
  const emit = (...args: string[]) => internals.evaluate(`extension.emit(${args.join(', ')}), null`);

  return {
    browser,
    origin,
    storage: extensionStorage(observer),
    openExtensionPage,
    async portalTab(url) {
      const page = await browser.newPage();
      await page.goto(url);
      return page;
    },
    async signInWindow(host, patience) {
      const page = await until(
        'a sign-in window',
        async () => (await browser.pages()).find((one) => URL.parse(one.url())?.hostname === host),
        patience,
      );
      return signInWindow(page);
    },
    async clickMenuItem(menuItemId) {
      const info = { menuItemId, modifiers: [], editable: false };
      await emit(`'webext-menu-menuitem-click'`, JSON.stringify(info), 'gBrowser.selectedTab');
    },
    async enterOmnibox(text) {
      await emit(`'webext-omnibox-input-entered'`, JSON.stringify(text), `'currentTab'`);
    },
    backgroundState: () =>
      internals.evaluate('extension.backgroundState') as ReturnType<Firefox['backgroundState']>,
    errors: () => internals.evaluate(errorsExpression(origin)) as Promise<ExtensionError[]>,
    close: () => browser.close(),
  };
}

function errorsExpression(origin: string): string {
  return `Services.console.getMessageArray()
    .filter((message) => message instanceof Ci.nsIScriptError && message.logLevel === Ci.nsIConsoleMessage.error)
    .filter(({ sourceName }) => sourceName.startsWith(${JSON.stringify(origin)}))
    .map(({ errorMessage, sourceName }) => ({ kind: 'exception', text: errorMessage, where: sourceName }))`;
}
