import { afterEach, describe, expect, it } from 'vitest';
import { letTimePass, reloadLater } from '../browser/clock-shift.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { until } from '../browser/until.ts';

const fourHours = 4 * 3_600_000;

let hoist: Hoist;
afterEach(() => hoist?.close());

describe('an eligibility that ends soon', () => {
  it('is asked to be extended in the popup, once; others and groups are not offered it', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const { page } = popup;
    const offers = () =>
      page.$$eval('[data-testid="role-row"]:has([data-testid="ask-to-extend"])', (rows) =>
        rows.map((row) => row.textContent),
      );
    await until('the offers of both services', async () => (await offers()).length >= 2);
    expect((await offers()).join('\n')).toMatch(/SharePoint Administrator/);
    expect((await offers()).join('\n')).not.toMatch(/Privileged Role Administrator|Member|Owner of/);
    const key = await page.$$eval('[data-testid="part-azure"] [data-testid="role-row"]', (rows) =>
      rows.find((row) => row.querySelector('[data-testid="ask-to-extend"]'))?.getAttribute('data-key'),
    );
    await popup.click('ask-to-extend', key!);
    await popup.see('extension-sheet');
    await page.locator('[data-testid="extension-submit"]').click();
    await until('the missing justification', () =>
      page.$eval('[data-testid="justification"]', (one) => one.ariaInvalid === 'true'),
    );
    expect(hoist.emulator.pim.accepted({ action: 'selfExtend' })).toEqual([]);
    await page.focus('[data-testid="justification"]');
    await page.keyboard.type('The migration runs until spring');
    await page.locator('[data-testid="extension-submit"]').click();
    expect(await popup.outcome(key as never, 'waiting')).toContain('Waits for an administrator');
    const asked = hoist.emulator.pim.accepted({ action: 'selfExtend' });
    expect(asked).toMatchObject([{ kind: 'azure', justification: 'The migration runs until spring' }]);
    expect(await page.$(`[data-key="${key}"] [data-testid="ask-to-extend"]`)).toBeNull();
    hoist.emulator.pim.approve(asked[0]!.id);
    await page.locator('[data-testid="refresh"]').click();
    expect(await popup.outcome(key as never, 'granted')).toContain('Extended until');
  });
});

describe('an eligibility that has ended', () => {
  it('is in no list, and asked to be renewed where the popup remembers it', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    let popup = await hoist.openPopup();
    let { page } = popup;
    await until('all lists', async () => (await popup.rows('role-row')).length > 40);
    // SharePoint Administrator needs a permission of its own for it; the subscription's role needs none.
    await letTimePass(hoist, fourHours);
    await reloadLater(page, fourHours);
    await popup.click('refresh');
    await popup.click('ended-section');
    const rows = await until('the ended eligibilities', async () => {
      const found = await popup.rows('ended-row');
      return found.length > 0 && found;
    });
    const row = rows.find(({ text }) => text.includes('Contoso Migration'))!;
    expect(row.text).toMatch(/Contributor.*Contoso Migration.*Ended/);
    expect((await popup.rows('role-row')).map(({ key }) => key)).not.toContain(row.key);
    await page.focus(`[data-key="${row.key}"] [data-testid="ask-to-renew"]`);
    await page.keyboard.press('Enter');
    await popup.see('extension-sheet');
    await page.keyboard.type('The migration is not over');
    // In the middle of it the popup closes; what opens next stands as it was left.
    await popup.close();
    popup = await hoist.openPopup();
    page = popup.page;
    await reloadLater(page, fourHours);
    await popup.see('extension-sheet');
    expect(
      await page.$eval('[data-testid="justification"]', (one) => (one as HTMLTextAreaElement).value),
    ).toBe('The migration is not over');
    await page.locator('[data-testid="extension-submit"]').click();
    expect(await popup.outcome(row.key as never, 'waiting')).toContain('Asked to renew until');
    expect(await page.$(`[data-key="${row.key}"] [data-testid="ask-to-renew"]`)).toBeNull();
    const asked = hoist.emulator.pim.accepted({ action: 'selfRenew' });
    expect(asked).toMatchObject([{ kind: 'azure', justification: 'The migration is not over' }]);
    hoist.emulator.pim.approve(asked[0]!.id);
    await popup.click('refresh');
    expect(await popup.outcome(row.key as never, 'granted')).toContain('Renewed until');
    await until('it to be eligible again', async () =>
      (await popup.rows('role-row')).some(({ key }) => key === row.key),
    );
  });
});
