import type { Page } from 'puppeteer-core';
import { afterEach, describe, expect, it } from 'vitest';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist, passWindow } from '../browser/hoist.ts';
import { until } from '../browser/until.ts';
import { permissions } from '../../src/domain/permissions.ts';
import { contosoTenant, hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const rules = 'RoleManagementPolicy.Read.Directory';

let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.id);

/** Goes on by Tab until this has the focus, as a person does who sees where it is. */
async function tabTo(page: Page, name: string, back = false): Promise<void> {
  if (back) await page.keyboard.down('Shift');
  for (let presses = 0; presses < 40 && (await focused(page)) !== name; presses++)
    await page.keyboard.press('Tab');
  if (back) await page.keyboard.up('Shift');
  expect(await focused(page)).toBe(name);
}

/** State of every line of the check, by its name. */
const lines = (page: Page) =>
  page.$$eval('[data-testid="setup-line"]', (found) =>
    Object.fromEntries(found.map((one) => [one.getAttribute('data-name'), one.getAttribute('data-state')])),
  );

const spoken = (page: Page) =>
  page.$$eval('[role="status"]', (found) => found.map((one) => one.textContent?.trim()).filter(Boolean));

const signInPages = () =>
  hoist.chromium.browser
    .targets()
    .filter((target) => URL.parse(target.url())?.hostname === 'login.microsoftonline.com');

describe('the welcome page, by the keyboard alone', () => {
  it('leads to the sign-in, finds the missing permission, and is content once it was granted', async () => {
    hoist = await openHoist();
    const { directory, pim, clock } = hoist.emulator;
    directory.withdrawConsent(hoistClientId, contosoTenant.id, 'graph', [rules]);
    // Ada may consent for everybody, as whoever sets up Hoist for the organisation may.
    pim.store.standing.push({
      id: 'c0a5e000-0000-4000-8000-000000000001',
      kind: 'directory',
      tenantId: contosoTenant.id,
      principalId: people.ada.id,
      roleId: globalAdministrator,
      scope: '/',
      start: clock.now() - 1000,
      end: null,
      removedAt: null,
    });
    const page = await hoist.welcome();
    await page.bringToFront();

    await tabTo(page, 'welcome-continue');
    await page.keyboard.press('Enter');
    await until('the second step to have the focus', async () => (await focused(page)) === 'step-2');
    await tabTo(page, 'client-id');
    await page.keyboard.type(hoistClientId.slice(0, 20));
    await page.reload();
    const field = await page.waitForSelector('[data-testid="client-id"]');
    await until('what was typed to be there again', async () =>
      field!.evaluate((one, typed) => (one as HTMLInputElement).value === typed, hoistClientId.slice(0, 20)),
    );
    await tabTo(page, 'client-id');
    await page.keyboard.press('End');
    await page.keyboard.type(hoistClientId.slice(20));
    await page.waitForSelector('[data-testid="consent-link"]');
    await page.keyboard.press('Enter');
    await until('the third step to have the focus', async () => (await focused(page)) === 'step-3');
    await tabTo(page, 'welcome-sign-in');
    await page.keyboard.press('Enter');
    await passWindow(await hoist.chromium.signInWindow(), people.ada.userPrincipalName);
    await until('the end to have the focus', async () => (await focused(page)) === 'ready-title');
    const ready = () => page.$eval('[data-testid="welcome-ready"]', (one) => (one as HTMLElement).innerText);
    expect(await ready()).toContain('with one permission missing');
    // The key that this browser really gave.
    const keys = await page.$$eval('[data-testid="key-open"] kbd', (found) =>
      found.map((one) => one.innerText),
    );
    expect(keys).toEqual(['Alt', 'Shift', 'O']);

    await page.bringToFront();
    await tabTo(page, 'setup-run');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-testid="setup-advice"][data-step="consent"]');
    const before = await lines(page);
    const notOk = Object.entries(before).filter(([, state]) => state !== 'ok');
    expect(notOk.map(([name]) => name).filter((name) => name in required())).toEqual([rules]);
    expect(before).toMatchObject({
      clientId: 'ok',
      redirectUri: 'ok',
      signIn: 'ok',
      graph: 'ok',
      azure: 'ok',
    });
    expect(await spoken(page)).toContain('Next: have an administrator consent');
    // Checking opened nothing.
    expect(signInPages()).toEqual([]);

    await tabTo(page, 'setup-open-consent');
    await page.keyboard.press('Enter');
    const target = await hoist.chromium.browser.waitForTarget((one) => one.url().includes('/adminconsent?'));
    const consent = (await target.page())!;
    await consent.locator('[data-testid="consent-accept"]').click();
    await until('the consent to be recorded', () =>
      directory.registration(hoistClientId)!.consents[contosoTenant.id]!.graph.includes(rules),
    );
    await consent.close();

    await page.bringToFront();
    await tabTo(page, 'setup-run', true);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-testid="setup-good"]');
    expect(
      Object.entries(await lines(page)).filter(([name, state]) => name in required() && state !== 'ok'),
    ).toEqual([]);
    expect(await spoken(page)).toContain('Everything that Hoist needs is in place');
    await until('the end to say so, too', async () => (await ready()).includes('You are ready'));

    await tabTo(page, 'welcome-open', true);
    await page.keyboard.press('Enter');
    await hoist.chromium.browser.waitForTarget((one) => one.url().endsWith('/src/popup/index.html'));
  });
});

/** Every line that must be right, by its name. */
function required(): Record<string, true> {
  const names = ['clientId', 'tenant', 'redirectUri', 'signIn', 'graph', 'azure'];
  return Object.fromEntries([...names, ...permissions.map(({ name }) => name)].map((name) => [name, true]));
}
