import type { KeyInput } from 'puppeteer-core';
import { afterEach, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { layoutShifts } from '../browser/layout-shifts.ts';
import { until } from '../browser/until.ts';
import { bigTenant, bigTenantGrants } from '../emulator/seeds/big-tenant.ts';

let hoist: Hoist;
afterEach(() => hoist?.close());

it('opens with 5,300 roles, goes to their end, and activates the 4,321st by the keyboard', async () => {
  hoist = await openHoist({ seed: bigTenant({ now: Date.now() }) });
  await hoist.setUp();
  const { page } = await hoist.openPopup();
  const key = (name: KeyInput) => page.keyboard.press(name);
  const focused = () =>
    page.evaluate(() => {
      const row = document.activeElement?.closest('[data-row]');
      const place = row?.getBoundingClientRect();
      const list = document.querySelector('main')!.getBoundingClientRect();
      return {
        key: row?.getAttribute('data-key') ?? '',
        place: Number(row?.getAttribute('aria-posinset')),
        inView: place !== undefined && place.top >= list.top - 1 && place.bottom <= list.bottom + 1,
      };
    });
  const control = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
  const allOfAzure = '[data-testid="part-azure"] [aria-setsize="5023"]';

  // Azure alone: its list says how long it is, and a small part of it is drawn.
  await page.locator(allOfAzure).wait();
  expect(await layoutShifts(page)).toEqual([]);
  for (const one of ['filter-all', 'filter-entra', 'filter-azure']) {
    await key(one === 'filter-all' ? 'Tab' : 'ArrowRight');
    await until(`${one} to have the focus`, async () => (await control()) === one);
  }
  await until('no other part', async () => !(await page.$('[data-testid="part-entra"]')));
  await page.keyboard.down('Shift');
  await key('Tab');
  await page.keyboard.up('Shift');
  await key('ArrowDown');
  await until('a row to have the focus', async () => (await focused()).key);
  await key('End');
  await until('the last row', async () => (await focused()).place === 5_023);
  await until('it to be seen', async () => (await focused()).inView);
  await key('PageUp');
  await until('a page further up', async () => (await focused()).place < 5_020);
  await key('ArrowUp');
  await until('it to be seen', async () => (await focused()).inView);
  expect((await page.$$('[data-row]')).length).toBeLessThan(200);

  const { roleId, scope, roleName, scopeName } = bigTenantGrants().grants[4_320]!;
  const wanted = `azure|${roleId}|${scope}`.toLowerCase();
  await page.keyboard.type(`/${roleName} ${scopeName}`);
  await until('the role to be found', () => page.$(`[data-testid="results"] [data-key="${wanted}"]`));
  await key('ArrowDown');
  await until('the best result to have the focus', async () => (await focused()).key === wanted);
  await key('Enter');
  await until('the form, ready to be sent', () => page.$('[data-testid="submit"]:not([disabled])'));
  for (let presses = 0; presses < 20 && (await control()) !== 'submit'; presses++) await key('Tab');
  await key('Enter');
  await until('the request to be accepted', () => hoist.emulator.pim.accepted().length === 1);
  const accepted = hoist.emulator.pim.accepted()[0]!;
  expect(`azure|${accepted.roleId}|${accepted.scope}`.toLowerCase()).toBe(wanted);
  expect(await hoist.chromium.errors.list()).toEqual([]);
}, 120_000);
