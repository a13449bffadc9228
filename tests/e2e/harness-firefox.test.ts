import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'puppeteer-core';
import { launchFirefox, type Firefox } from '../browser/firefox.ts';
import { writeProbeExtension } from '../browser/probe/extension.ts';
import { startProbeServer, type ProbeServer } from '../browser/probe/server.ts';
import { until } from '../browser/until.ts';

const hosts = ['login.microsoftonline.com', 'portal.azure.com'];
const ask = (page: Page, message: object) =>
  page.evaluate((value) => chrome.runtime.sendMessage(value), message);

describe('Firefox', () => {
  let server: ProbeServer;
  let extension: Awaited<ReturnType<typeof writeProbeExtension>>;
  let firefox: Firefox;
  let page: Page;
  beforeAll(async () => {
    server = await startProbeServer(hosts);
    extension = await writeProbeExtension('firefox', hosts);
    firefox = await launchFirefox({
      extensionDir: extension.folder,
      emulatorPort: server.port,
      hosts,
      backgroundIdleMs: 1_000,
    });
    page = await firefox.openExtensionPage('popup.html#quiet');
  });
  afterAll(async () => {
    await firefox?.close();
    await extension.remove();
    await server.close();
  });

  it('reaches mapped hosts and no others', async () => {
    const tab = await firefox.portalTab('https://portal.azure.com/');
    expect(await tab.$eval('h1', (heading) => heading.textContent)).toBe('portal.azure.com');
    await expect(firefox.portalTab('https://example.com/')).rejects.toThrow(
      'NS_ERROR_PROXY_CONNECTION_REFUSED',
    );
    await expect(firefox.portalTab('http://example.com/')).rejects.toThrow(
      'NS_ERROR_PROXY_CONNECTION_REFUSED',
    );
    expect(
      server.requests.filter((request) => !hosts.some((host) => request.startsWith(`${host}/`))),
    ).toEqual([]);
    await tab.close();
  });

  it('finds the sign-in window, signs in there and sees it closed', async () => {
    await ask(page, { type: 'sign-in', url: `https://${hosts[0]}/authorize`, interactive: true });
    const window = await firefox.signInWindow(hosts[0]!);
    await window.choose('Ada Lovelace');
    await window.closed();
    expect(await firefox.storage.until('the answer of the flow', (items) => items['flow'])).toMatch(
      /#code=probe$/,
    );
  });

  it('cancels a sign-in by closing its window', async () => {
    await page.evaluate(() => chrome.storage.local.remove('flow'));
    await ask(page, { type: 'sign-in', url: `https://${hosts[0]}/authorize`, interactive: true });
    await (await firefox.signInWindow(hosts[0]!)).cancel();
    expect(await firefox.storage.until('the answer of the flow', (items) => items['flow'])).toMatch(
      /^refused: /,
    );
  });

  it('wakes a suspended background by a menu item and by the address bar', async () => {
    const suspended = () =>
      until('the background to be suspended', async () => (await firefox.backgroundState()) === 'stopped');
    await suspended();
    await firefox.clickMenuItem('last-role');
    await firefox.storage.until('the menu item', (items) => items['menu'] === 'last-role');
    await suspended();
    await firefox.enterOmnibox('activate reader');
    await firefox.storage.until('the text', (items) => items['omnibox'] === 'activate reader');
  });

  it('collects uncaught errors of the extension', async () => {
    expect(await firefox.errors()).toEqual([]);
    await ask(page, { type: 'fail' });
    const errors = await until('the error', async () => {
      const list = await firefox.errors();
      return list.length > 0 && list;
    });
    expect(errors).toEqual([
      { kind: 'exception', text: 'Error: thrown by the worker', where: `${firefox.origin}background.js` },
    ]);
  });
});
