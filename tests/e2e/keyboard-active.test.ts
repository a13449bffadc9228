/** What is held, how it goes on and how it ends: with the keyboard alone. */
import { afterEach, expect, it } from 'vitest';
import { letTimePass, reloadLater } from '../browser/clock-shift.ts';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { keyboardOf } from '../browser/keyboard.ts';
import { until } from '../browser/until.ts';

const minute = 60_000;

let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

it('roles are asked to go on, offered again, extended, renewed and ended', async () => {
  hoist = await openHoist();
  await hoist.setUp();
  const popup = await hoist.openPopup();
  const { page } = popup;
  let keys = await keyboardOf(page);
  await until('all lists', async () => (await popup.rows('role-row')).length > 40);
  const [later] = await page.$$eval('[data-ending="free"]', (rows) =>
    rows.map((row) => row.getAttribute('data-key') ?? ''),
  );

  // "Extend…" by the menu of an active row.
  await until('an active role with a menu', async () => {
    await keys.press('ArrowDown');
    return (await keys.focus()).key === later;
  });
  await keys.goTo('active-more', 'ArrowRight');
  await keys.press('Enter');
  await keys.isAt('menu-extend', later);
  await keys.press('Enter');
  await keys.isAt('justification');
  await keys.retype('The migration goes on');
  await keys.goTo('extend-submit');
  await keys.press('Enter');
  await keys.hears(/Will be offered again at/);
  await keys.isAt('active-more', later);

  // Only asked for, it can be taken back, and the focus stays among what waits or goes to the search.
  await keys.press('/');
  await until('the wish', async () => {
    await keys.press('ArrowDown');
    const { key, at } = await keys.focus();
    return at === 'outcome-row' && key === later;
  });
  await keys.press('ArrowRight');
  await keys.isAt('follow-on-forget', later);
  await keys.press('Enter');
  await until('the wish to be gone', async () => !(await popup.has('follow-on-waits')));
  await keys.isAt('search');

  // All of them: asked first, with the focus on what changes nothing.
  await keys.goTo('deactivate-all');
  await keys.press('Enter');
  await keys.isAt('keep');
  await keys.press('Escape');
  await keys.isAt('deactivate-all');
  await keys.press('Enter', 'Tab');
  await keys.isAt('deactivate-yes');
  await keys.press('Enter');
  await keys.isAt('search');
  await keys.hears(/Deactivated/);
  await until('all three to have ended', async () => {
    const states = await page.$$eval('[data-request="deactivation"]', (rows) =>
      rows.map((row) => row.getAttribute('data-state')),
    );
    return states.length === 3 && states.every((state) => state === 'ended');
  });
  await keys.goTo('clear-outcomes');
  await keys.press('Space');
  await keys.isAt('search');

  // An eligibility that ends soon: the button that asked goes, and its row keeps the focus.
  const soon = await page.$$eval('[data-testid="part-azure"] [data-testid="role-row"]', (rows) =>
    rows.find((row) => row.querySelector('[data-testid="ask-to-extend"]'))?.getAttribute('data-key'),
  );
  await until('the row', async () => {
    await keys.press('ArrowDown');
    return (await keys.focus()).key === soon;
  });
  await keys.goTo('ask-to-extend', 'ArrowRight');
  await keys.press('Enter');
  await keys.isAt('justification');
  await keys.type('The migration runs until spring');
  await keys.goTo('extension-submit');
  await keys.press('Enter');
  await keys.hears(/Waits for an administrator/);
  await keys.isAt('select', soon!);
  const [asked] = hoist.emulator.pim.accepted({ action: 'selfExtend' });
  hoist.emulator.pim.deny(asked!.id);

  // A short activation that is to go on, and has ended by the time that the popup is looked at again.
  await keys.press('/');
  await keys.retype('owner it');
  await keys.hears(/Enter opens Owner on IT/);
  await keys.press('Enter');
  await keys.isAt('justification');
  await keys.goTo('length');
  await keys.retype('30m');
  await keys.press('Enter');
  await keys.isAt('search');
  // Roles that are held without an end stand there too.
  const { key } = await until('the active role', async () =>
    (await popup.rows('active-row')).find(({ text }) => text.startsWith('Owner')),
  );
  await popup.outcome(key, 'active');
  await until('its row', async () => {
    await keys.press('ArrowDown');
    const focus = await keys.focus();
    return focus.at === 'active-row' && focus.key === key;
  });
  await keys.goTo('active-more', 'ArrowRight');
  await keys.press('Enter', 'Enter');
  await keys.isAt('justification');
  await keys.goTo('length');
  await keys.retype('2h');
  await keys.press('Enter');
  await popup.see('follow-on-waits');

  await letTimePass(hoist, 31 * minute);
  await reloadLater(page, 31 * minute);
  keys = await keyboardOf(page);
  await popup.see('follow-on-due');
  await keys.isAt('search');
  await keys.goTo('follow-on-use');
  await keys.press('Enter');
  await until('the offer to go', async () => !(await popup.has('follow-on-due')));
  await keys.isAt('search');
  await popup.outcome(key, 'active');
  await keys.hears(/Owner on IT: Active, ends/);
  expect(hoist.emulator.pim.accepted({ action: 'selfActivate' })).toHaveLength(2);

  // An eligibility that has ended is asked to be renewed, where the popup remembers it.
  await letTimePass(hoist, 4 * 60 * minute);
  await reloadLater(page, 4 * 60 * minute);
  keys = await keyboardOf(page);
  await popup.see('ended-section');
  await keys.isAt('search');
  await until('the ended ones', async () => {
    await keys.press('Tab');
    return (await keys.focus()).name.includes('ended');
  });
  await keys.press('Enter');
  // The directory's needs a permission of its own for it; the subscription's needs none.
  const ended = await until('a role of Azure', async () => {
    await keys.press('Tab');
    const focus = await keys.goTo('ask-to-renew');
    return focus.key.startsWith('azure|') && focus;
  });
  await keys.press('Enter');
  await keys.isAt('justification');
  await keys.type('The migration is not over');
  await keys.goTo('extension-submit');
  await keys.press('Enter');
  await keys.hears(/Asked to renew until/);
  await keys.isAt('ended-row', ended.key);
});
