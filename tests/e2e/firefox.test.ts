import { existsSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firefox, launchFirefox } from '../browser/firefox.ts';
import { firefoxBuild, passWindow } from '../browser/hoist.ts';
import { keyboardOf } from '../browser/keyboard.ts';
import { popupHands } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';
import { createEmulator } from '../emulator/emulator.ts';
import { hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { serveEmulator } from '../emulator/serve.ts';

const ada = people.ada.userPrincipalName;
const emulator = createEmulator();

let served: Awaited<ReturnType<typeof serveEmulator>>;
let firefox: Firefox;

beforeAll(async () => {
  expect(existsSync(`${firefoxBuild}/manifest.json`)).toBe(true);
  served = await serveEmulator(emulator);
  firefox = await launchFirefox({
    extensionDir: firefoxBuild,
    emulatorPort: served.port,
    hosts: emulator.hosts,
  });
});
afterAll(async () => {
  await firefox?.close();
  await served?.close();
});

async function fill(page: Page, testId: string, text: string): Promise<void> {
  const field = (await page.waitForSelector(`[data-testid="${testId}"]`))!;
  await field.click();
  await field.type(text);
}

describe('Hoist in Firefox', () => {
  it('is connected, signs in, lists exactly what the cloud has, and activates a role', async () => {
    const welcome = await firefox.openExtensionPage('src/welcome/index.html');
    await (await welcome.waitForSelector('[data-testid="welcome-continue"]'))!.click();
    const redirectUri = await welcome.waitForSelector('[data-testid="redirect-uri"] input');
    const uri = await redirectUri!.evaluate((one) => (one as HTMLInputElement).value);
    expect(uri).toMatch(/^https:\/\/[0-9a-f]{40}\.extensions\.allizom\.org\/$/);
    emulator.directory.registration(hoistClientId)!.redirectUris.push(uri);
    await fill(welcome, 'client-id', hoistClientId);
    await (await welcome.waitForSelector('[data-testid="save"]'))!.click();
    await welcome.waitForSelector('[data-testid="connected"]');

    await (await welcome.waitForSelector('[data-testid="welcome-sign-in"]'))!.click();
    await passWindow(await firefox.signInWindow('login.microsoftonline.com'), ada);
    await welcome.waitForSelector('[data-testid="welcome-signed-in"]');
    // Without the person and without a window, here too.
    await (await welcome.waitForSelector('[data-testid="setup-run"]'))!.click();
    await welcome.waitForSelector('[data-testid="setup-good"]');

    const popup = popupHands(await firefox.openExtensionPage('src/popup/index.html'));
    const seeded = (['directory', 'azure', 'group'] as const).flatMap((kind) =>
      emulator.pim.lists.eligible({ oid: people.ada.id, tid: people.ada.tenantId }, kind),
    );
    await until(
      'every row to be listed',
      async () => (await popup.rows('role-row')).length === seeded.length,
    );
    await popup.page.evaluate((name) => {
      const row = [...document.querySelectorAll('[data-testid="role-row"]')].find((one) =>
        one.textContent?.startsWith(name),
      );
      row?.querySelector<HTMLElement>('[data-testid="activate"]')?.click();
    }, 'Intune Administrator');
    await popup.see('form');
    await popup.page.$eval('[data-testid="submit"]', (one) => (one as HTMLElement).click());
    await popup.page.waitForSelector('[data-testid="outcome-row"][data-state="active"]');
    expect(emulator.pim.accepted()).toHaveLength(1);
    expect(await firefox.errors()).toEqual([]);
  });

  it('is used by the keyboard alone: search, slider, typed length, selection, and the menu of an active role', async () => {
    const { page, ...popup } = popupHands(await firefox.openExtensionPage('src/popup/index.html'));
    await page.bringToFront();
    await page.waitForSelector('[data-testid="active-more"]');
    await page.waitForSelector('[data-testid="part-azure"] [data-testid="role-row"]');
    const keys = await keyboardOf(page);
    await keys.isAt('search');
    await keys.type('own it');
    await keys.hears(/Enter opens Owner on IT$/);
    await keys.press('Enter');
    await keys.isAt('justification');
    await page.waitForSelector('[data-testid="form-role"][data-rules="known"]');
    const submit = async () => (await popup.texts('submit'))[0];
    const usual = await submit();
    await keys.goTo('length-slider', 'Shift+Tab');
    await keys.press('ArrowLeft');
    await until('a shorter length', async () => (await submit()) !== usual);
    await keys.press('Tab');
    await keys.isAt('length');
    await keys.type('1h 30');
    await until('what was typed', async () => /90 min|1 hour 30|1 h 30/.test((await submit()) ?? ''));
    await keys.press('Escape');
    await keys.isAt('search');
    await keys.press('Escape');

    await keys.goTo('select', 'ArrowDown');
    await keys.press('Space', 'Shift+ArrowDown');
    await until('two to be picked', async () =>
      (await popup.texts('activate-selected')).join().includes('2 roles'),
    );
    await keys.press('Escape');
    await keys.isAt('search');
    await until('an active role', async () => {
      await keys.press('ArrowDown');
      return (await keys.focus()).at === 'active-row';
    });
    await keys.goTo('active-more', 'ArrowRight');
    await keys.press('Enter');
    const { name } = await keys.focus();
    expect(name).toMatch(/Extend…|Deactivate/);
    await keys.press('Escape');
    await keys.isAt('active-more');
    await page.close();
    expect(emulator.pim.accepted()).toHaveLength(1);
    expect(await firefox.errors()).toEqual([]);
  });

  it('counts the active roles on its button, and shows a privileged one from the menu as a filled form', async () => {
    const page = await firefox.openExtensionPage('src/options/index.html');
    await until('a badge of four', async () => (await page.evaluate(badge)) === '4');
    // The clock cannot be moved here, so what is stored says that they have ended.
    await firefox.clickMenuItem(`action:${await page.evaluate(endEverything)}`);
    const shown = await until('the form in the popup, with its button focused', async () => {
      const form = await page.evaluate(formInPopup);
      return form?.focused === 'submit' && form;
    });
    expect(shown.text).toContain('Intune Administrator');
    expect(emulator.pim.accepted()).toHaveLength(1);
    expect(await firefox.errors()).toEqual([]);
  });
});

/** Evaluated in a page of ours. */
function badge(): Promise<string> {
  return (globalThis as unknown as { browser: typeof chrome }).browser.action.getBadgeText({});
}

/** Evaluated in a page of ours: puts every role past its end, and answers with the token of the menu item. */
async function endEverything(): Promise<string> {
  const { storage } = (globalThis as unknown as { browser: typeof chrome }).browser;
  const stored = await storage.local.get(null);
  const past = new Date(Date.now() - 1000).toISOString();
  let token = '';
  for (const [name, item] of Object.entries(stored)) {
    if (name.startsWith('habits/')) {
      const { lastRole } = (item as { data: { lastRole: { minutes: number; key: string } } }).data;
      const account = name.split('/').slice(1);
      token = [...account, lastRole.minutes, lastRole.key].join(' ');
    }
    if (!/^(journal|assignments)\//.test(name)) continue;
    const text = JSON.stringify(item).replaceAll(/"endsAt":"[^"]+"/g, `"endsAt":"${past}"`);
    await storage.local.set({ [name]: JSON.parse(text) as unknown });
  }
  return token;
}

/** Evaluated in a page of ours, because the driver does not see Firefox's popup, which such a page may look into. */
function formInPopup(): { text: string; focused: string | null | undefined } | undefined {
  const { extension } = (globalThis as unknown as { browser: typeof chrome }).browser;
  const [popup] = extension.getViews({ type: 'popup' });
  const form = popup?.document.querySelector<HTMLElement>('[data-testid="form"]');
  const focused = popup?.document.activeElement?.getAttribute('data-testid');
  return form ? { text: form.innerText, focused } : undefined;
}
