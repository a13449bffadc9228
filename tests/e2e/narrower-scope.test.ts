import { afterEach, describe, expect, it } from 'vitest';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { keyboardOf } from '../browser/keyboard.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';
import { managementGroups, resourceGroups, subscriptionId } from '../emulator/seeds/contoso-scopes.ts';

let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

const listings = { host: 'management.azure.com', path: /eligibleChildResources/ };
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

const levels = (): number => hoist.emulator.journal.count(listings);

/** Opens the form of Contributor on Landing Zones, and from it the picker. */
async function openPicker(): Promise<{ popup: Popup; key: string }> {
  const popup = await hoist.openPopup();
  const key = await popup.choose('Contributor', 'Landing Zones');
  await popup.see('form-scope');
  expect(await popup.texts('form-scope')).toEqual([expect.stringContaining('Whole management group')]);
  expect(levels()).toBe(0);
  await popup.click('scope-change');
  await popup.see('scope-picker');
  return { popup, key };
}

const names = async (popup: Popup) => (await popup.texts('scope-row')).map((text) => text.split('\n')[0]);

async function waitForRows(popup: Popup, ...wanted: string[]): Promise<void> {
  await until(`the rows ${wanted.join(', ')}`, async () => {
    const found = await names(popup);
    return found.length === wanted.length && wanted.every((name) => found.includes(name));
  });
}

async function press(popup: Popup, ...keys: Parameters<Popup['page']['keyboard']['press']>[0][]) {
  for (const key of keys) await popup.page.keyboard.press(key);
}

/** The text of what has the focus. */
const focused = (popup: Popup) =>
  popup.page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
  });

describe('a narrower scope, through the real toolbar popup', () => {
  it('is found level by level with the keyboard alone, kept as a draft, and activated there', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const stalled = hoist.emulator.faults.add({ ...listings, kind: 'stall' });
    const popup = await hoist.openPopup();
    await popup.see('role-row');
    let keys = await keyboardOf(popup.page);
    await keys.isAt('search');
    await keys.type('contributor landing');
    await keys.hears(/Enter opens Contributor on Landing Zones/);
    await keys.press('Enter');
    await keys.isAt('justification');
    expect(await popup.texts('form-scope')).toEqual([expect.stringContaining('Whole management group')]);
    expect(levels()).toBe(0);
    await keys.goTo('scope-change', 'Shift+Tab');
    await keys.press('Enter');
    await popup.see('scope-reading');
    expect(await popup.texts('scope-reading')).toEqual([expect.stringContaining('can take half a minute')]);
    stalled.remove();
    await until('eight subscriptions', async () => (await names(popup)).length === 8);
    expect(levels()).toBe(1);

    await until('the focus in the search', async () => (await focused(popup)) === 'Search in Landing Zones');
    await popup.page.keyboard.type('payrol');
    await waitForRows(popup, 'Contoso Payroll');
    await press(popup, 'ArrowDown', 'ArrowRight');
    await waitForRows(popup, 'rg-payroll-prod');
    expect(levels()).toBe(2);
    await until(
      'the focus in the search',
      async () => (await focused(popup)) === 'Search in Contoso Payroll',
    );
    expect(await popup.texts('scope-path')).toEqual([
      expect.stringMatching(/Landing Zones\s+Contoso Payroll/),
    ]);
    // Back up, where nothing is read again, and to another subscription.
    await press(popup, 'ArrowDown', 'ArrowLeft');
    await until('eight subscriptions', async () => (await names(popup)).length === 8);
    expect(levels()).toBe(2);
    await until('the focus in the search', async () => (await focused(popup)) === 'Search in Landing Zones');
    await popup.page.keyboard.type('sap');
    await waitForRows(popup, 'Contoso SAP');
    await press(popup, 'Enter');
    await until('the picker to be gone', async () => !(await popup.has('scope-picker')));
    expect(await focused(popup)).toContain('Change the scope of Contributor on Landing Zones');
    expect(await popup.texts('form-scope')).toEqual([expect.stringContaining('Contoso SAP')]);
    // Four hours at the management group, eight at the subscription: the stricter is asked for.
    await popup.see('rules-merged');
    await until('the stricter length', async () =>
      (await popup.texts('submit')).some((text) => text === 'Activate for 4 hours'),
    );

    await until('the draft to be kept', async () =>
      JSON.stringify(await hoist.chromium.storage.read()).includes('"targets"'),
    );
    await popup.close();
    const later = await hoist.openPopup();
    await later.see('form-scope');
    expect(await later.texts('form-scope')).toEqual([expect.stringContaining('Contoso SAP')]);
    keys = await keyboardOf(later.page);
    await keys.isAt('justification');
    await keys.press('Enter');
    const narrowKey = await until('an outcome', async () => (await later.rows('outcome-row'))[0]?.key);
    expect(narrowKey.endsWith(subscriptionId('Contoso SAP').toLowerCase())).toBe(true);
    await later.outcome(narrowKey, 'active');
    expect(await later.active(narrowKey)).toContain('Contoso SAP');
    const sent = hoist.emulator.pim.accepted({ action: 'selfActivate' });
    expect(sent.map(({ scope }) => same(scope, subscriptionId('Contoso SAP')))).toEqual([true]);

    // There it is active now, which the picker knows; the whole of it still can be asked for.
    // Letters go to the search by themselves, also after a form that was there when the popup opened.
    await keys.isAt('search');
    await keys.type('contributor landing');
    await keys.hears(/Enter opens Contributor on Landing Zones/);
    await keys.press('Enter');
    await keys.isAt('justification');
    await keys.goTo('scope-change', 'Shift+Tab');
    await keys.press('Enter');
    const sap = `[data-testid="scope-row"][data-scope$="${subscriptionId('Contoso SAP')}" i]`;
    await later.page.waitForSelector(`${sap} [data-testid="scope-choose"]:disabled`);
    await keys.press('Escape');
    await until('the picker to be gone', async () => !(await later.has('scope-picker')));
    await keys.isAt('scope-change');
    expect(await later.texts('form-scope')).toEqual([expect.stringContaining('Whole management group')]);
  });

  it('in a resource group that cannot be read leads to the subscription by one click', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const { popup } = await openPicker();
    const row = (id: string) => `[data-testid="scope-row"][data-scope$="${id}" i]`;
    const shop = subscriptionId('Contoso Web Shop');
    await popup.page.locator(`${row(shop)} [data-testid="scope-open"]`).click();
    await popup.page.locator(`${row(resourceGroups.webShop.id)} [data-testid="scope-choose"]`).click();
    await until('the choice in the form', async () =>
      (await popup.texts('form-scope')).some(
        (text) => text.includes('rg-webshop-prod') && text.includes('in Contoso Web Shop'),
      ),
    );
    await popup.click('submit');
    const refused = await until('an outcome', async () => (await popup.rows('outcome-row'))[0]?.key);
    const told = await popup.outcome(refused, 'failed');
    expect(told).toContain('only if you can read it already');
    expect(told).toContain('Activate the role at the subscription instead');
    expect(hoist.emulator.pim.accepted({ action: 'selfActivate' })).toEqual([]);
    expect(await popup.texts('activate-wider')).toEqual(['Activate at Contoso Web Shop']);
    await popup.click('activate-wider');
    const wider = await until('the other outcome', async () => {
      const keys = (await popup.rows('outcome-row')).map(({ key }) => key);
      return keys.length === 1 && keys[0] !== refused ? keys[0] : undefined;
    });
    await popup.outcome(wider, 'active');
    const sent = hoist.emulator.pim.accepted({ action: 'selfActivate' });
    expect(sent.map(({ scope }) => same(scope, shop))).toEqual([true]);
  });

  it('that cannot be listed is said, tried again, and no hindrance to the whole of it', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const broken = hoist.emulator.faults.add({
      ...listings,
      kind: 'refusal',
      status: 403,
      code: 'AuthorizationFailed',
      message: 'No.',
    });
    const { popup } = await openPicker();
    await popup.see('scope-again');
    expect(await popup.texts('scope-picker')).toEqual([
      expect.stringContaining('What is in there could not be read'),
    ]);
    expect(await popup.texts('scope-use')).toEqual(['Use all of Landing Zones']);
    broken.remove();
    await popup.click('scope-again');
    await until('eight subscriptions', async () => (await names(popup)).length === 8);
    await popup.page
      .locator(
        `[data-testid="scope-row"][data-scope$="${subscriptionId('Contoso SAP')}" i] [data-testid="scope-open"]`,
      )
      .click();
    await popup.see('scope-none');
    await popup.click('scope-use');
    await until('the choice in the form', async () =>
      (await popup.texts('form-scope')).some((text) => text.includes('Contoso SAP')),
    );
    await popup.click('scope-change');
    await popup.see('scope-picker');
    await popup.click('scope-use');
    await until('the whole again', async () =>
      (await popup.texts('form-scope')).some((text) => text.includes('Whole management group')),
    );
    await popup.click('submit');
    const key = await until('an outcome', async () => (await popup.rows('outcome-row'))[0]?.key);
    await popup.outcome(key, 'active');
    expect(key.endsWith(managementGroups.landingZones.id.toLowerCase())).toBe(true);
  });
});
