import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, type Chromium, type ChromiumOptions } from '../browser/chromium.ts';
import { writeProbeExtension } from '../browser/probe/extension.ts';
import { startProbeServer, type ProbeServer } from '../browser/probe/server.ts';
import { preferColorScheme, screenshot } from '../browser/screenshot.ts';
import { until } from '../browser/until.ts';

const hosts = ['login.microsoftonline.com', 'portal.azure.com'];
const portal = 'https://portal.azure.com/';

let server: ProbeServer;
let extension: Awaited<ReturnType<typeof writeProbeExtension>>;

const launch = (more: Partial<ChromiumOptions> = {}) =>
  launchChromium({
    extensionDir: extension.folder,
    emulatorPort: server.port,
    spki: server.spki,
    hosts,
    ...more,
  });
const ask = (page: Page, message: object) =>
  page.evaluate((value) => chrome.runtime.sendMessage(value), message);

beforeAll(async () => {
  server = await startProbeServer(hosts);
  extension = await writeProbeExtension('chromium', hosts);
});
afterAll(async () => {
  await server.close();
  await extension.remove();
});

describe('Chromium', () => {
  let chromium: Chromium;
  beforeAll(async () => {
    chromium = await launch();
  });
  afterEach(() => chromium.errors.clear());
  afterAll(() => chromium.close());

  const signIn = (page: Page) =>
    ask(page, { type: 'sign-in', url: `https://${hosts[0]}/authorize`, interactive: true });
  const quietPage = () => chromium.openExtensionPage('popup.html#quiet');
  const forgetFlow = () => chromium.worker.run(() => chrome.storage.local.remove('flow'));

  it('opens the real popup by a click on the toolbar button, again and again', async () => {
    const tab = await chromium.portalTab(portal);
    for (let round = 0; round < 2; round += 1) {
      const popup = await chromium.openPopup(tab);
      expect(popup.url()).toBe(`chrome-extension://${chromium.extensionId}/popup.html`);
      const size = await popup.evaluate(() => ({
        width: innerWidth,
        tab: document.querySelector('button')?.innerText,
      }));
      expect(size.tab).toBe('Here');
      // A popup is as large as its content; a tab would be as large as the window.
      expect(size.width).toBeLessThan(400);
      // To look into the storage must not close it.
      await chromium.storage.read();
      expect(popup.isClosed()).toBe(false);
      if (round === 0) await popup.close();
      else await tab.bringToFront();
      // As for a person, it is gone when something else comes to the front.
      await until('the popup to close', () => popup.isClosed());
    }
    await tab.close();
  });

  it('reaches mapped hosts and no others', async () => {
    const tab = await chromium.portalTab(portal);
    expect(await tab.$eval('h1', (heading) => heading.textContent)).toBe('portal.azure.com');
    for (const url of ['https://example.com/', 'https://graph.microsoft.com/', 'http://example.com/']) {
      await expect(chromium.portalTab(url)).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
    }
    expect(server.requests.every((request) => hosts.some((host) => request.startsWith(`${host}/`)))).toBe(
      true,
    );
    await tab.close();
  });

  it('kills the worker, which the next message starts anew', async () => {
    const page = await quietPage();
    const first = await ask(page, { type: 'birth' });
    expect(await ask(page, { type: 'birth' })).toBe(first);
    // At once, too: the browser knows of a worker before puppeteer does.
    await chromium.worker.kill();
    expect(await chromium.worker.isRunning()).toBe(false);
    expect(await ask(page, { type: 'birth' })).not.toBe(first);
    await chromium.worker.kill();
    expect(await chromium.worker.isRunning()).toBe(false);
    // Killed, it stays so while the storage is read.
    expect(await chromium.storage.read()).toHaveProperty('installed');
    expect(await chromium.worker.isRunning()).toBe(false);
    expect(await ask(page, { type: 'birth' })).not.toBe(first);
    expect(await chromium.worker.isRunning()).toBe(true);
    await page.close();
  });

  it('starts a killed worker in order to evaluate in it', async () => {
    await chromium.worker.kill();
    expect(await chromium.worker.run((a: number, b: { c: string }) => `${a}${b.c}`, 1, { c: 'x' })).toBe(
      '1x',
    );
    await expect(
      chromium.worker.run(() => {
        throw new Error('no such thing');
      }),
    ).rejects.toThrow('no such thing');
  });

  it('finds the sign-in window, signs in there and sees it closed', async () => {
    const page = await quietPage();
    await forgetFlow();
    await signIn(page);
    const window = await chromium.signInWindow();
    expect(new URL(window.page.url()).host).toBe('login.microsoftonline.com');
    await window.choose('Ada Lovelace');
    await window.closed();
    const answer = await chromium.storage.until('the answer of the flow', (items) => items['flow']);
    expect(answer).toBe(`https://${chromium.extensionId}.chromiumapp.org/#code=probe`);
    await page.close();
  });

  it('cancels a sign-in by closing its window, and does not hand that window out again', async () => {
    const page = await quietPage();
    await forgetFlow();
    await signIn(page);
    await (await chromium.signInWindow()).cancel();
    expect(await chromium.storage.until('the answer of the flow', (items) => items['flow'])).toMatch(
      /^refused: /,
    );
    await expect(chromium.signInWindow({ timeoutMs: 200 })).rejects.toThrow('a sign-in window');
    await page.close();
  });

  it('takes neither a tab on the login host nor a silent flow for a sign-in window', async () => {
    const tab = await chromium.portalTab(`https://${hosts[0]}/somewhere`);
    const page = await quietPage();
    await forgetFlow();
    await ask(page, { type: 'sign-in', url: `https://${hosts[0]}/authorize`, interactive: false });
    expect(await chromium.storage.until('the refusal', (items) => items['flow'])).toMatch(
      /interaction required/i,
    );
    await expect(chromium.signInWindow({ timeoutMs: 200 })).rejects.toThrow('a sign-in window');
    await Promise.all([tab.close(), page.close()]);
  });

  it('chooses a menu item and presses a command, also of a stopped worker', async () => {
    const tab = await chromium.portalTab(portal);
    await chromium.worker.kill();
    await chromium.clickMenuItem('last-role');
    await chromium.worker.kill();
    await chromium.pressCommand('again');
    const items = await chromium.storage.until('both', (all) => all['menu'] && all['command'] && all);
    expect(items).toMatchObject({ menu: 'last-role', command: 'again', tab: portal });
    await tab.close();
  });

  it('collects the errors of the worker, a page and a content script, and only those', async () => {
    expect(await chromium.errors.list()).toEqual([]);
    const popup = await chromium.openExtensionPage('popup.html');
    await ask(popup, { type: 'fail' });
    const tab = await chromium.portalTab(`${portal}loud`);
    await tab.evaluate(() => console.error('the page itself'));
    const errors = await until('all four errors', async () => {
      const list = await chromium.errors.list();
      return list.length >= 4 && list;
    });
    const told = errors.map(({ kind, text }) => `${kind}: ${text.split('\n')[0]}`).sort();
    expect(told).toEqual([
      'console: logged by the popup 7',
      'console: logged by the worker',
      'exception: Uncaught (in promise) Error: thrown by the content script',
      'exception: Uncaught Error: thrown by the worker',
    ]);
    expect(errors.find(({ text }) => text.includes('popup'))?.where).toBe(popup.url());
    await Promise.all([popup.close(), tab.close()]);
  });

  it('takes pictures of the size and in the color scheme asked for', async () => {
    const page = await quietPage();
    const folder = await mkdtemp(join(tmpdir(), 'hoist-pictures-'));
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await page.evaluate(() => innerWidth);
    const file = join(folder, 'sub', 'dark.png');
    await screenshot(page, file, { width: 321, height: 234, colorScheme: 'dark' });
    const png = await readFile(file);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([321, 234]);
    expect(await background()).toBe('rgb(10, 20, 30)');
    expect(await page.evaluate(() => innerWidth)).toBe(before);
    await preferColorScheme(page, 'light');
    expect(await background()).toBe('rgb(255, 255, 255)');
    await rm(folder, { recursive: true });
    await page.close();
  });
});

describe('a Chromium of its own', () => {
  it('removes its fresh profile at close', async () => {
    const chromium = await launch();
    const profile = chromium.browser.process()?.spawnargs.find((arg) => arg.startsWith('--user-data-dir='));
    const folder = profile?.split('=')[1] ?? '';
    expect(existsSync(folder)).toBe(true);
    await chromium.close();
    expect(existsSync(folder)).toBe(false);
  });

  it('opens a kept profile again, with what the extension had stored', async () => {
    const userDataDir = await mkdtemp(join(tmpdir(), 'hoist-profile-'));
    const first = await launch({ userDataDir });
    await first.worker.run(() => chrome.storage.local.set({ kept: 7 }));
    await first.worker.run(() => chrome.storage.session.set({ kept: 8 }));
    expect(await first.storage.read('session')).toEqual({ kept: 8 });
    await first.close();
    const second = await launch({ userDataDir });
    expect(second.extensionId).toBe(first.extensionId);
    expect(await second.storage.read()).toMatchObject({ kept: 7 });
    expect(await second.storage.read('session')).toEqual({});
    await second.close();
    await rm(userDataDir, { recursive: true, force: true });
  });

  it('lets the worker idle where no debugger is wanted on it', async () => {
    const chromium = await launch({ idleWorkers: true });
    const page = await chromium.openExtensionPage('popup.html#quiet');
    const first = await ask(page, { type: 'birth' });
    await chromium.worker.idle();
    expect(await ask(page, { type: 'birth' })).not.toBe(first);
    await chromium.worker.kill();
    expect(await chromium.worker.isRunning()).toBe(false);
    expect(await chromium.worker.run(() => chrome.runtime.id)).toBe(chromium.extensionId);
    await chromium.close();
  }, 90_000);
});
