/** Sent, active, in effect: what the popup says of a role, and when the portal tabs hear of it. */
import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, it } from 'vitest';
import { letTimePass } from '../browser/clock-shift.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { setPortalMode } from '../browser/portal-mode.ts';
import { portalPrompt } from '../browser/portal-prompt.ts';
import { until } from '../browser/until.ts';
import { portalLoads } from '../emulator/portal/loads.ts';

const host = 'portal.azure.com';
const second = 1_000;

let hoist: Hoist;
afterEach(() => hoist?.close());

async function openPortal(): Promise<Page> {
  const page = await hoist.chromium.portalTab(`https://${host}/`);
  await page.waitForSelector('[data-testid="portal-main"][aria-busy="false"]');
  return page;
}

async function bladeSays(page: Page, words: RegExp): Promise<void> {
  await until(`the Entra blade to say ${words}`, async () => {
    const read = page.$eval('[data-testid="portal-entra"]', (one) => (one as HTMLElement).innerText);
    return words.test(await read.catch(() => ''));
  });
}

/** Activates a role by the popup over the tab; the popup stays open. */
async function activate(front: Page, ...parts: string[]): Promise<{ popup: Popup; key: string }> {
  const popup = await hoist.openPopup(front);
  const key = await popup.choose(...parts);
  await popup.click('submit');
  await popup.outcome(key, 'active');
  return { popup, key };
}

/** Waits until the row of the outcome and that of the active role say so, and returns the outcome's. */
async function effectSays({ popup, key }: { popup: Popup; key: string }, state: string): Promise<string> {
  for (const row of ['active-row', 'outcome-row']) {
    await popup.page.waitForSelector(`[data-testid="${row}"][data-key="${key}"] [data-effect="${state}"]`);
  }
  return popup.outcome(key, 'active');
}

/** Tabs are told before an outcome counts as told. */
async function outcomeTold(): Promise<void> {
  await hoist.chromium.storage.until('the outcome to be told', (items) =>
    Object.entries(items).some(
      ([key, item]) => key.startsWith('journal/') && /"toldAt":/.test(JSON.stringify(item)),
    ),
  );
}

const ring = (alarm: string) =>
  hoist.chromium.worker.run((name) => {
    (chrome.alarms.onAlarm as unknown as { dispatch(alarm: { name: string }): void }).dispatch({ name });
  }, alarm);

const alarms = () =>
  hoist.chromium.worker.run(async () => (await chrome.alarms.getAll()).map(({ name }) => name));

describe('a role that is active and not in effect', () => {
  it('is said to be so, and portal tabs hear of it when it is in effect', async () => {
    hoist = await openHoist({ knobs: { pim: { graph: { effectLagMs: 40 * second } } } });
    await hoist.setUp();
    const page = await openPortal();
    const role = await activate(page, 'User Administrator');
    expect(await effectSays(role, 'waiting')).toContain('Microsoft is spreading it');
    await outcomeTold();
    expect(await portalPrompt(page).seen()).toBe(false);
    await letTimePass(hoist, 41 * second);
    await ring('follow-effects');
    const said = await effectSays(role, 'inEffect');
    expect(said).toContain('In effect');
    expect(said).not.toContain('spreading');
    await until('the announcement', async () =>
      /In effect/.test((await role.popup.texts('announcer')).join('\n')),
    );
    await role.popup.close();
    const prompt = portalPrompt(page);
    const text = await prompt.text();
    expect(text).toContain('User Administrator');
    expect(text).toContain('is in effect');
    expect(text).not.toContain('some minutes');
    await prompt.press('Refresh');
    await bladeSays(page, /Allowed: .*User Administrator/);
    await prompt.gone();
  });

  it('is told to portal tabs after 90 seconds all the same, and once more when it is in effect', async () => {
    hoist = await openHoist({ knobs: { pim: { graph: { effectLagMs: 150 * second } } } });
    await hoist.setUp();
    const page = await openPortal();
    const { popup } = await activate(page, 'User Administrator');
    await popup.close();
    await outcomeTold();
    expect(await alarms()).toContain('prompt-portals');
    const prompt = portalPrompt(page);
    expect(await prompt.seen()).toBe(false);
    await letTimePass(hoist, 91 * second);
    await ring('prompt-portals');
    const early = await prompt.text();
    expect(early).toContain('User Administrator');
    expect(early).toContain('is active');
    expect(early).toContain('It may take some minutes');
    await prompt.press('Refresh');
    await until('the page to load anew', () => portalLoads(hoist.emulator.journal, host).length === 2);
    await bladeSays(page, /Access denied/);
    await prompt.gone();
    await letTimePass(hoist, 60 * second);
    await ring('follow-effects');
    expect(await prompt.text()).toContain('is in effect');
    await prompt.press('Refresh');
    await bladeSays(page, /Allowed: .*User Administrator/);
    await prompt.gone();
  });
});

describe('a role whose effect nobody can see', () => {
  it('says so, and a tab that reloads by itself does so after 90 seconds, once', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    await setPortalMode(hoist, 'reload');
    const page = await openPortal();
    const role = await activate(page, 'Contributor', 'MySubscription');
    expect(await effectSays(role, 'cannotTell')).toContain('cannot see from outside');
    await role.popup.close();
    await outcomeTold();
    expect(portalLoads(hoist.emulator.journal, host)).toHaveLength(1);
    await letTimePass(hoist, 91 * second);
    await page.bringToFront();
    await ring('prompt-portals');
    await until('the page to load anew', () => portalLoads(hoist.emulator.journal, host).length > 1);
    await page.waitForSelector('[data-testid="portal-main"][aria-busy="false"]');
    await ring('prompt-portals');
    expect(await portalPrompt(page).seen()).toBe(false);
    expect(portalLoads(hoist.emulator.journal, host)).toHaveLength(2);
  });
});
