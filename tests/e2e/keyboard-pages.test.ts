/** The settings, the check of the setup, the prompt in a portal and the approvals: with the keyboard alone. */
import type { Page } from 'puppeteer-core';
import { afterEach, expect, it } from 'vitest';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { keyboardOf } from '../browser/keyboard.ts';
import { portalPrompt, portalSignInOffer } from '../browser/portal-prompt.ts';
import { until } from '../browser/until.ts';
import { hoistClientId } from '../emulator/seeds/contoso-directory.ts';
import { portalLoads } from '../emulator/portal/loads.ts';
import { requestsForAda } from '../emulator/seeds/waiting-requests.ts';

let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

const settings = async () => {
  const { settings } = (await hoist.chromium.storage.read()) as { settings?: { data: object } };
  return settings?.data;
};

it('every setting is reached, changed and saved, the setup is checked, and requests are decided', async () => {
  hoist = await openHoist();
  const { entra, azure } = requestsForAda(hoist.emulator.pim);
  await hoist.setUp();
  const page = await hoist.chromium.openExtensionPage('src/options/index.html');
  await page.bringToFront();
  await page.waitForSelector('[data-testid="client-id"]');
  const keys = await keyboardOf(page);
  await keys.goTo('portal-prompt');
  await keys.press('ArrowDown');
  await keys.isAt('portal-reload');
  await keys.press('ArrowUp');
  for (const choice of ['privilegedWithoutAsking', 'quiet', 'tellApprovals']) {
    await keys.goTo(choice);
    await keys.press('Space');
  }
  await keys.goTo('save');
  await keys.press('Enter');
  await keys.hears(/^Saved$/);
  await keys.isAt('save');
  await until('it to be stored', async () => {
    const stored = { portal: 'prompt', privilegedWithoutAsking: true, quiet: true, tellApprovals: true };
    const read = { ...(await settings()) } as Record<string, unknown>;
    return Object.entries(stored).every(([name, wanted]) => read[name] === wanted);
  });
  // Enter in a field saves, too.
  await keys.goTo('portal-prompt', 'Shift+Tab');
  await keys.press('ArrowDown');
  await keys.goTo('tenant', 'Shift+Tab');
  const tenant = await page.$eval('[data-testid="tenant"]', (one) => (one as HTMLInputElement).value);
  await keys.retype('not a tenant');
  await keys.press('Shift+Tab');
  await keys.isAt('client-id');
  await keys.hears(/This is not a tenant/);
  await keys.retype('not an id');
  await keys.press('Enter');
  await keys.hears(/This is not a client id/);
  await keys.isAt('client-id');
  await keys.retype(hoistClientId);
  await keys.goTo('tenant');
  await keys.retype(tenant);
  await keys.press('Enter');
  await keys.hears(/^Saved$/);
  await keys.isAt('tenant');

  await keys.goTo('setup-run');
  await keys.press('Enter');
  await keys.hears(/^Checking/);
  await keys.hears(/Everything that Hoist needs is in place|^Next: /);
  await keys.isAt('setup-run');

  // What others ask for: one denied, the rest approved at once.
  const popup = await hoist.openPopup();
  const hands = await keyboardOf(popup.page);
  await until('the count', async () => (await popup.texts('approvals-count'))[0] === '4');
  await hands.isAt('search');
  await hands.goTo('tab-roles', 'Shift+Tab');
  await hands.press('ArrowRight');
  await hands.isAt('tab-approvals');
  await hands.goTo('select-approval');
  const { key: denied } = await hands.goTo('review');
  await hands.press('Enter');
  await hands.isAt('decision-justification');
  await hands.type('Not this week');
  await hands.press('Tab');
  await hands.isAt('deny');
  await hands.press('Enter');
  await hands.isAt('tab-approvals');
  await popup.outcome(denied as never, 'done');
  await hands.hears(/You denied/);
  await until('three to be left', async () => (await popup.rows('approval-row')).length === 3);
  for (let ticked = 0; ticked < 3; ticked++) {
    if (ticked > 0) await hands.press('Tab');
    await hands.goTo('select-approval');
    await hands.press('Space');
  }
  await hands.goTo('review-selected', 'Shift+Tab');
  await hands.press('Enter');
  await hands.isAt('decision-justification');
  await hands.type('Morning round');
  await hands.goTo('approve');
  await hands.press('Space');
  await until('all to be decided', () =>
    [...entra, ...azure].every(({ decision }) => decision !== undefined),
  );
  await hands.hears(/You approved/);
  await hands.isAt('tab-approvals');
  // Each outcome is taken away; the last one takes the tab with it.
  await until('four outcomes', async () => (await popup.texts('dismiss')).length === 4);
  await hands.goTo('dismiss');
  for (let left = 3; left >= 0; left--) {
    await hands.press('Enter');
    await until(`${left} to be left`, async () => (await popup.rows('outcome-row')).length === left);
    if (left > 0) await hands.goTo('dismiss', 'Tab');
  }
  await hands.isAt('search');
});

it('the prompt in a portal takes no focus, is reached by Tab, and gives the focus back', async () => {
  hoist = await openHoist();
  await hoist.setUp();
  const openPortal = async (): Promise<Page> => {
    const page = await hoist.chromium.portalTab('https://portal.azure.com/');
    await page.waitForSelector('[data-testid="portal-main"][aria-busy="false"]');
    return page;
  };
  const other = await openPortal();
  const page = await openPortal();
  const prompt = portalPrompt(page);
  const inPage = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
  /** Activates a role while somebody types in the page, and waits for the prompt. */
  const activate = async (name: string) => {
    const popup = await hoist.openPopup(page);
    const key = await popup.choose(name);
    await popup.click('submit');
    await popup.outcome(key, 'active');
    await popup.close();
    await page.bringToFront();
    await until('the prompt', async () => (await prompt.text()).includes(name));
  };
  const tabTo = (label: string) =>
    until(`Tab to come to "${label}"`, async () => {
      if ((await prompt.focused()) === label) return true;
      await page.keyboard.press('Tab');
      return false;
    });
  for (let presses = 0; presses < 20 && (await inPage()) !== 'portal-input'; presses++)
    await page.keyboard.press('Tab');
  await page.keyboard.type('half a ');

  await activate('User Administrator');
  expect(await inPage()).toBe('portal-input');
  await page.keyboard.type('sentence');
  expect(await page.$eval('[data-testid="portal-input"]', (one) => (one as HTMLInputElement).value)).toBe(
    'half a sentence',
  );
  for (const label of ['Refresh', 'Refresh all', 'Later']) await tabTo(label);
  await page.keyboard.press('Escape');
  await prompt.gone();
  expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true);

  await activate('Groups Administrator');
  await tabTo('Later');
  await page.keyboard.press('Space');
  await prompt.gone();
  const loads = () => portalLoads(hoist.emulator.journal, 'portal.azure.com').length;
  expect(loads()).toBe(2);

  await activate('Reports Reader');
  await tabTo('Refresh');
  await page.keyboard.press('Enter');
  await until('this tab to be loaded anew', () => loads() === 3);
  await page.waitForSelector('[data-testid="portal-main"][aria-busy="false"]');

  // Where that did not help, signing in to the portal again is offered, and waits for Tab as well.
  const offer = portalSignInOffer(page);
  expect(await offer.text()).toContain('Still refused');
  for (const label of ['Sign in to the portal again', 'Dismiss'])
    await until(`Tab to come to "${label}"`, async () => {
      if ((await offer.focused()) === label) return true;
      await page.keyboard.press('Tab');
      return false;
    });
  await page.keyboard.press('Enter');
  await offer.gone();

  await activate('Intune Administrator');
  await tabTo('Refresh all');
  await page.keyboard.press('Space');
  await until('both tabs to be loaded anew', () => loads() === 5);
  await portalPrompt(other).gone();
});
