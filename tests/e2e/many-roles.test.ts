import { afterEach, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { until } from '../browser/until.ts';
import { bigTenant } from '../emulator/seeds/big-tenant.ts';

let hoist: Hoist;
afterEach(() => hoist?.close());

it('opens with 5,300 roles, filters them, and activates the 4,321st of Azure by the keyboard', async () => {
  hoist = await openHoist({ seed: bigTenant({ now: Date.now() }) });
  await hoist.setUp();
  const { page } = await hoist.openPopup();
  const focused = () =>
    page.evaluate(() => {
      const row = document.activeElement?.closest('[data-row]');
      const list = row?.closest('[data-testid^="part-"]');
      return {
        part: list?.getAttribute('data-testid'),
        place: Number(row?.getAttribute('aria-posinset')),
        key: row?.getAttribute('data-key') ?? '',
      };
    });
  const inView = () =>
    page.evaluate(() => {
      const row = document.activeElement?.closest('[data-row]')?.getBoundingClientRect();
      const list = document.querySelector('main')!.getBoundingClientRect();
      return row !== undefined && row.top >= list.top - 1 && row.bottom <= list.bottom + 1;
    });

  // The list says how long it is before it is all there, and draws a small part of it.
  await until('every Azure role to be counted', () =>
    page.$('[data-testid="part-azure"] [aria-setsize="5023"]'),
  );
  expect((await page.$$('[data-row]')).length).toBeLessThan(200);

  await page.keyboard.type('contributor archive prod');
  await until('the found rows', async () => {
    const sizes = await page.$$eval('[data-testid="results"] [aria-setsize]', (rows) =>
      rows.map((row) => row.getAttribute('aria-setsize')),
    );
    return sizes.length > 0 && sizes.length < 100;
  });
  await page.keyboard.press('Escape');
  await until('the whole list again', () => page.$('[data-testid="part-azure"] [aria-setsize="5023"]'));

  // Azure alone, by the keys of the filter; from its end back to the one that was asked for.
  const control = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
  for (const one of ['filter-all', 'filter-entra', 'filter-azure']) {
    await page.keyboard.press(one === 'filter-all' ? 'Tab' : 'ArrowRight');
    await until(`${one} to have the focus`, async () => (await control()) === one);
  }
  await until('no other part', async () => !(await page.$('[data-testid="part-entra"]')));
  await page.keyboard.down('Shift');
  await page.keyboard.press('Tab');
  await page.keyboard.up('Shift');
  await page.keyboard.press('ArrowDown');
  await until('a row to have the focus', async () => (await focused()).key);
  await page.keyboard.press('End');
  await until('the last row', async () => (await focused()).place === 5_023);
  await page.keyboard.press('PageUp');
  await until('a page further up', async () => (await focused()).place < 5_023);
  const step = 5_023 - (await focused()).place;
  for (let place = 5_023 - step; place - step > 4_321; place -= step) await page.keyboard.press('PageUp');
  await until('the neighbourhood', async () => (await focused()).place < 4_321 + 2 * step);
  while ((await focused()).place !== 4_321) {
    const { place } = await focused();
    await page.keyboard.press(place > 4_321 ? 'ArrowUp' : 'ArrowDown');
    await until('the next row', async () => (await focused()).place !== place);
  }
  expect(await inView()).toBe(true);
  const { key } = await focused();
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="form"]').wait();
  await page.locator('[data-testid="justification"]').wait();
  await page.focus('[data-testid="submit"]');
  await page.keyboard.press('Enter');
  await until('the request to be accepted', () => hoist.emulator.pim.accepted().length === 1);
  const { scope, roleId } = hoist.emulator.pim.accepted()[0]!;
  expect(`azure|${roleId}|${scope}`.toLowerCase()).toBe(key);
  expect(await hoist.chromium.errors.list()).toEqual([]);
});
