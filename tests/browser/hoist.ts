/**
 * Hoist as a person has it: the production build in a real Chromium whose network is the embedded cloud, and hands
 * for the things that a person does. The end-to-end tests and the tour share it.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { sources } from '../../src/domain/role.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../emulator/emulator.ts';
import { hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { serveEmulator } from '../emulator/serve.ts';
import { type Chromium, type ChromiumOptions, launchChromium } from './chromium.ts';
import { type Popup, popupHands } from './popup-hands.ts';
import type { SignInWindow } from './sign-in-windows.ts';
import { until } from './until.ts';

export const chromiumBuild = fileURLToPath(new URL('../../dist/chrome', import.meta.url));
export const firefoxBuild = fileURLToPath(new URL('../../dist/firefox', import.meta.url));

export interface HoistOptions extends EmulatorOptions {
  readonly browser?: Partial<ChromiumOptions>;
}

export interface Hoist {
  readonly emulator: Emulator;
  readonly chromium: Chromium;
  /** A tab of no importance, in front when the toolbar button is clicked. */
  readonly tab: Page;
  /** The page that opened by itself when Hoist was installed. */
  welcome(): Promise<Page>;
  /** Goes on from the introduction on the welcome page, types the client id, and the tenant where one is given, and saves them. */
  connect(clientId?: string, tenant?: string): Promise<void>;
  /** Clicks the toolbar button while `tab`, or the tab of no importance, is in front. */
  openPopup(tab?: Page): Promise<Popup>;
  /** Presses "Sign in" in the popup and goes through the window's pages. */
  signIn(upn?: string): Promise<void>;
  /** Client id and sign-in, with both lists read. */
  setUp(upn?: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts a cloud and a browser with Hoist newly installed in it. */
export async function openHoist({ browser = {}, ...cloud }: HoistOptions = {}): Promise<Hoist> {
  if (!existsSync(`${chromiumBuild}/manifest.json`))
    throw new Error('There is no build: run `npm run build` first.');
  const emulator = createEmulator(cloud);
  const served = await serveEmulator(emulator);
  const chromium = await launchChromium({
    extensionDir: chromiumBuild,
    emulatorPort: served.port,
    spki: served.spki,
    hosts: emulator.hosts,
    ...browser,
  }).catch(async (error: unknown) => {
    await served.close();
    throw error;
  });
  const redirectUri = `https://${chromium.extensionId}.chromiumapp.org/`;
  emulator.directory.registration(hoistClientId)?.redirectUris.push(redirectUri);
  const tab = await chromium.browser.newPage();

  const hoist: Hoist = {
    emulator,
    chromium,
    tab,
    async welcome() {
      const target = await chromium.browser.waitForTarget((one) =>
        one.url().endsWith('/src/welcome/index.html'),
      );
      const page = await target.page();
      if (!page) throw new Error('The welcome page closed.');
      await page.waitForSelector('[data-testid="step-1"]');
      return page;
    },
    async connect(clientId = hoistClientId, tenant?: string) {
      const page = await hoist.welcome();
      await page.bringToFront();
      const state = await page.$eval('[data-testid="step-1"]', (step) => step.getAttribute('data-state'));
      if (state === 'current') await page.locator('[data-testid="welcome-continue"]').click();
      await page.locator('[data-testid="client-id"]').fill(clientId);
      if (tenant) await page.locator('[data-testid="tenant"]').fill(tenant);
      await page.locator('[data-testid="save"]').click();
      await page.locator('[data-testid="connected"]').wait();
    },
    async openPopup(front = tab) {
      await front.bringToFront();
      return popupHands(await chromium.openPopup(front));
    },
    async signIn(upn = people.ada.userPrincipalName) {
      const popup = await hoist.openPopup();
      await popup.click('sign-in');
      await passWindow(await chromium.signInWindow(), upn);
      await until('Hoist to be signed in', async () => {
        const { session } = (await chromium.storage.read()) as { session?: { data: { status: string } } };
        return session?.data.status === 'signedIn';
      });
    },
    async setUp(upn) {
      await hoist.connect();
      await hoist.signIn(upn);
      await until('both lists of each source to be read', async () => {
        const stored = await chromium.storage.read();
        const lists = Object.entries(stored).filter(([key]) => /^(eligibilities|assignments)\//.test(key));
        return (
          lists.length === 2 * sources.length &&
          lists.every(([, item]) => {
            const { data } = item as { data: { readAt?: number; failure?: unknown; readingSince?: number } };
            return (
              data.readingSince === undefined && (data.readAt !== undefined || data.failure !== undefined)
            );
          })
        );
      });
    },
    async close() {
      await chromium.close();
      await served.close();
    },
  };
  // It opens by itself; waited for here, it cannot be taken for something that opens later.
  await hoist.welcome();
  return hoist;
}

/** Picks the account and gives the password, where they are asked for, until the window has its answer. */
export async function passWindow(window: SignInWindow, upn: string): Promise<void> {
  const { page } = window;
  const press = async (selector: string) => {
    try {
      await page.locator(selector).click();
    } catch (error) {
      // The click may be the last thing that this window sees.
      if (!page.isClosed()) throw error;
    }
  };
  await press(`[data-testid="account-option"][data-upn="${upn}"]`);
  const password = '[data-testid="sign-in"]';
  const step = await until('the password page, or the window to close', async () => {
    if (page.isClosed()) return 'closed';
    return (await page.$(password).catch(() => null)) ? 'password' : undefined;
  });
  if (step === 'password') await press(password);
  await window.closed();
}
