import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { setPortalMode } from '../browser/portal-mode.ts';
import { portalPrompt } from '../browser/portal-prompt.ts';
import { until } from '../browser/until.ts';
import { portalLoads } from '../emulator/portal/loads.ts';

const portal = 'https://portal.azure.com/';

let hoist: Hoist;
afterEach(() => hoist?.close());

/** A portal tab signed in as Ada, and what its two blades say. */
async function openPortal(url = portal): Promise<Page> {
  const page = await hoist.chromium.portalTab(url);
  await page.waitForSelector('[data-testid="portal-main"][aria-busy="false"]');
  return page;
}

const blade = (page: Page, name: 'entra' | 'azure') =>
  page.$eval(`[data-testid="portal-${name}"]`, (one) => (one as HTMLElement).innerText);

async function bladeSays(page: Page, name: 'entra' | 'azure', words: RegExp): Promise<void> {
  await until(`the ${name} blade to say ${words}`, async () =>
    words.test(await blade(page, name).catch(() => '')),
  );
}

/** Activates a role by the popup over `front`, and waits until it is active. */
async function activate(front: Page, ...parts: string[]): Promise<string> {
  const popup = await hoist.openPopup(front);
  const key = await popup.choose(...parts);
  await popup.click('submit');
  await popup.outcome(key, 'active');
  await popup.close();
  return key;
}

describe('an open portal tab', () => {
  it('is refused, prompted when a role is active, and allowed after Refresh', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const page = await openPortal();
    await bladeSays(page, 'entra', /Access denied/);
    await activate(page, 'User Administrator');
    await bladeSays(page, 'entra', /Access denied/);
    const prompt = portalPrompt(page);
    expect(await prompt.text()).toContain('User Administrator');
    await prompt.press('Refresh');
    await bladeSays(page, 'entra', /Allowed: .*User Administrator/);
    await prompt.gone();
  });

  it('shows one prompt for several roles, and is left alone after Later', async () => {
    hoist = await openHoist({ knobs: { pim: { arm: { permissionsElsewhere: 'answer' } } } });
    await hoist.setUp();
    const page = await openPortal();
    const popup = await hoist.openPopup(page);
    const keys = [
      await popup.key('User Administrator'),
      await popup.key('Owner', 'Management group', 'IT'),
      await popup.key('Contributor', 'MySubscription'),
    ];
    for (const key of keys) await popup.click('select', key);
    await popup.click('activate-selected');
    await popup.click('submit');
    for (const key of keys) await popup.outcome(key, 'active');
    await popup.close();
    const prompt = portalPrompt(page);
    await until('the prompt to name all three', async () => {
      const text = await prompt.text();
      return /User Administrator/.test(text) && /Owner/.test(text) && /Contributor/.test(text);
    });
    const loads = portalLoads(hoist.emulator.journal, 'portal.azure.com');
    await prompt.press('Later');
    await prompt.gone();
    await activate(page, 'Groups Administrator');
    expect(await prompt.text()).toContain('Groups Administrator');
    expect(portalLoads(hoist.emulator.journal, 'portal.azure.com')).toEqual(loads);
  });

  it.each(['https://entra.microsoft.com/', 'https://admin.cloud.microsoft/'])(
    'at %s, older than the extension’s script, is prompted too',
    async (url) => {
      hoist = await openHoist();
      await hoist.setUp();
      const page = await openPortal(url);
      // What an update does: the old script is dead, and the new one comes into tabs that are open.
      await hoist.chromium.worker.run(() => {
        const details = { reason: 'update', previousVersion: '0.0.1' } as chrome.runtime.InstalledDetails;
        (chrome.runtime.onInstalled as unknown as { dispatch(details: unknown): void }).dispatch(details);
      });
      await activate(page, 'User Administrator');
      expect(await portalPrompt(page).text()).toContain('User Administrator');
    },
  );

  it('reloads by itself when that is set, and never while it is being typed into', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    await setPortalMode(hoist, 'reload');
    const typing = await openPortal('https://entra.microsoft.com/');
    await typing.focus('[data-testid="portal-input"]');
    await typing.keyboard.type('half a sentence');
    const page = await openPortal();
    await bladeSays(page, 'entra', /Access denied/);
    await activate(page, 'User Administrator');
    await bladeSays(page, 'entra', /Allowed: .*User Administrator/);
    await typing.bringToFront();
    // The page has asked by now, and was prompted in place of being reloaded.
    expect(await portalPrompt(typing).text()).toContain('User Administrator');
    expect(portalLoads(hoist.emulator.journal, 'entra.microsoft.com')).toHaveLength(1);
    expect(await typing.$eval('[data-testid="portal-input"]', (one) => (one as HTMLInputElement).value)).toBe(
      'half a sentence',
    );
  });

  it('is left alone when that is set', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    await setPortalMode(hoist, 'off');
    const page = await openPortal();
    await activate(page, 'User Administrator');
    // The tabs are told before the outcome counts as told.
    await hoist.chromium.storage.until('the outcome to be told', (items) =>
      Object.entries(items).some(
        ([key, item]) => key.startsWith('journal/') && /"toldAt":/.test(JSON.stringify(item)),
      ),
    );
    const answered = await page.evaluate(() => document.documentElement.childElementCount);
    expect(answered).toBe(2);
    expect(await portalPrompt(page).seen()).toBe(false);
    expect(portalLoads(hoist.emulator.journal, 'portal.azure.com')).toHaveLength(1);
  });
});
