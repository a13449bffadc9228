/**
 * What a portal tab needs until it may do what a new role allows, by where the portal keeps its token. What the real
 * portals do is UNCONFIRMED, so each kind has to work.
 */
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { portalPrompt, portalSignInOffer } from '../browser/portal-prompt.ts';
import { until } from '../browser/until.ts';
import type { PortalKnobs } from '../emulator/portal/knobs.ts';
import { portalLoads } from '../emulator/portal/loads.ts';

const portal = 'https://portal.azure.com/home?feature.x=true#@contoso.com/blade/y';

let hoist: Hoist;
const pages: Page[] = [];
beforeAll(async () => {
  hoist = await openHoist();
  await hoist.setUp();
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
});
afterAll(() => hoist?.close());

async function settled(page: Page): Promise<Page> {
  await page.waitForSelector('[data-testid="portal-main"][aria-busy="false"]');
  return page;
}

async function openPortal(url = portal): Promise<Page> {
  const page = await hoist.chromium.portalTab(url);
  pages.push(page);
  return settled(page);
}

/** Portal pages from now on keep their token so. */
function setKnobs(knobs: Partial<PortalKnobs>): void {
  Object.assign(hoist.emulator.knobs.portal, { strictCsp: true, keyStyle: 'dash', ...knobs });
  hoist.emulator.journal.clear();
}

const bladeOf = (page: Page, name: 'entra' | 'azure') =>
  page.$eval(`[data-testid="portal-${name}"]`, (one) => (one as HTMLElement).innerText);

async function allowed(page: Page, name: 'entra' | 'azure', role: string): Promise<void> {
  await until(`the ${name} blade to allow what ${role} may`, async () => {
    const text = await bladeOf(page, name).catch(() => '');
    return text.startsWith('Allowed: ') && text.includes(role);
  });
}

async function activate(...parts: string[]): Promise<void> {
  const popup = await hoist.openPopup();
  const key = await popup.choose(...parts);
  await popup.click('submit');
  await popup.outcome(key, 'active');
  await popup.close();
}

/** Presses "Refresh", and waits for the page that comes of it. */
async function refresh(page: Page): Promise<void> {
  const old = (await page.$('[data-testid="portal-main"]'))!;
  await portalPrompt(page).press('Refresh');
  await until('the page to go', () => old.evaluate((one) => !one.isConnected).catch(() => true));
  await settled(page);
}

const kept = (page: Page) => page.evaluate(() => Object.keys(sessionStorage).toSorted());
const isAccessToken = (name: string) => /[-|]accesstoken[-|]/.test(name);
/** How often a page or the portal's server went to the login host for a sign-in. */
const signIns = () =>
  hoist.emulator.journal.requests({
    host: 'login.microsoftonline.com',
    where: ({ path }) => path.endsWith('/oauth2/v2.0/authorize'),
  }).length;
const loads = () => portalLoads(hoist.emulator.journal, 'portal.azure.com').length;

describe('a portal that keeps its token in sessionStorage', () => {
  it.each([
    ['dash', 'User Administrator'],
    ['pipe', 'Groups Administrator'],
  ] as const)(
    'under MSAL’s names (%s): a plain reload leaves it refused, "Refresh" does not, and nobody signs in anew',
    async (keyStyle, role) => {
      setKnobs({ tokenKind: 'sessionStorage', keyStyle });
      const page = await openPortal();
      const before = await kept(page);
      expect(before.filter(isAccessToken)).toHaveLength(1);
      await activate(role);
      await page.bringToFront();
      expect(await portalPrompt(page).text()).toContain(role);
      await page.reload();
      await settled(page);
      expect(await bladeOf(page, 'entra')).not.toContain(role);
      const signedIn = signIns();
      // The page that was reloaded by hand has found its old token again, and is still prompted.
      await refresh(page);
      await allowed(page, 'entra', role);
      expect(await kept(page)).toEqual(before);
      expect(signIns()).toBe(signedIn);
      expect(page.url()).toBe(portal);
    },
  );

  it('another tab follows "Refresh all", but for one that is typed into', async () => {
    setKnobs({ tokenKind: 'sessionStorage', keyStyle: 'pipe' });
    const other = await openPortal('https://intune.microsoft.com/');
    const typing = await openPortal('https://entra.microsoft.com/');
    await typing.focus('[data-testid="portal-input"]');
    await typing.keyboard.type('half a sentence');
    const names = await kept(typing);
    const page = await openPortal();
    await activate('Billing Administrator');
    await portalPrompt(page).press('Refresh all');
    await allowed(page, 'entra', 'Billing Administrator');
    await allowed(other, 'entra', 'Billing Administrator');
    expect(portalLoads(hoist.emulator.journal, 'entra.microsoft.com')).toHaveLength(1);
    expect(await kept(typing)).toEqual(names);
    const typed = await typing.$eval(
      '[data-testid="portal-input"]',
      (one) => (one as HTMLInputElement).value,
    );
    expect(typed).toBe('half a sentence');
    await refresh(typing);
    await allowed(typing, 'entra', 'Billing Administrator');
  });

  it('keeps it for an Azure role alone; signing in again is offered, and comes back to the same place', async () => {
    setKnobs({ tokenKind: 'sessionStorage' });
    // Where Azure does not tell, tabs are asked after 90 seconds.
    hoist.emulator.knobs.pim.arm.permissionsElsewhere = 'answer';
    const page = await openPortal();
    const token = await page.$eval('[data-testid="portal-token"]', (one) => one.textContent);
    await activate('Owner', 'Management group', 'IT');
    await refresh(page);
    expect(await page.$eval('[data-testid="portal-token"]', (one) => one.textContent)).toBe(token);
    expect(await bladeOf(page, 'azure')).not.toContain('Owner');
    await portalSignInOffer(page).press('Sign in to the portal again');
    await allowed(page, 'azure', 'Owner');
    expect(page.url()).toBe(portal);
  });
});

describe('a portal behind a session cookie', () => {
  it('stays refused after "Refresh", and is allowed after the sign-in that is offered then, once', async () => {
    setKnobs({ tokenKind: 'cookie' });
    const role = 'SharePoint Administrator';
    const page = await openPortal();
    await activate(role);
    await refresh(page);
    expect(await bladeOf(page, 'entra')).not.toContain(role);
    const offer = portalSignInOffer(page);
    expect(await offer.text()).toContain('Still refused');
    expect(await portalPrompt(page).seen()).toBe(false);
    await offer.press('Sign in to the portal again');
    await allowed(page, 'entra', role);
    await settled(page);
    expect(page.url()).toBe(portal);
    // The page has asked by now: it is told nothing more.
    await page.bringToFront();
    await offer.gone();
    await page.reload();
    await settled(page);
    expect(await page.evaluate(() => document.documentElement.childElementCount)).toBe(2);
  });
});

describe('a portal that keeps its token in memory', () => {
  it('needs "Refresh" alone, without a strict policy too; the offer can be dismissed and does not come back', async () => {
    const role = 'Teams Administrator';
    setKnobs({ tokenKind: 'memory', strictCsp: false });
    const page = await openPortal();
    await activate(role);
    expect(await bladeOf(page, 'entra')).not.toContain(role);
    await refresh(page);
    await allowed(page, 'entra', role);
    const offer = portalSignInOffer(page);
    await offer.press('Dismiss');
    await offer.gone();
    await until('the answer to be stored', async () =>
      /"signInAnswered":true/.test(JSON.stringify(await hoist.chromium.storage.read())),
    );
    const before = loads();
    await page.reload();
    await allowed(page, 'entra', role);
    expect(await offer.seen()).toBe(false);
    expect(loads()).toBeGreaterThan(before);
  });
});

describe('a tab that reloads by itself', () => {
  it('loses its cached access token too, and is offered nothing', async () => {
    const options = await hoist.chromium.openExtensionPage('src/options/index.html');
    await options.waitForSelector('[data-testid="portal-reload"]');
    await options.focus('[data-testid="portal-reload"]');
    await options.keyboard.press('Space');
    await options.locator('[data-testid="save"]').click();
    await options.locator('[data-testid="saved"]').wait();
    await options.close();
    setKnobs({ tokenKind: 'sessionStorage', keyStyle: 'pipe' });
    const page = await openPortal();
    await activate('Intune Administrator');
    await page.bringToFront();
    await allowed(page, 'entra', 'Intune Administrator');
    await settled(page);
    expect(loads()).toBe(2);
    expect(await page.evaluate(() => document.documentElement.childElementCount)).toBe(2);
  });
});
