/** The way in, the list, what a person makes of it, and the way out: with the keyboard alone. */
import { afterEach, expect, it } from 'vitest';
import { closeWithoutErrors } from '../browser/close-without-errors.ts';
import { type Hoist, openHoist, passWindow } from '../browser/hoist.ts';
import { keyboardOf } from '../browser/keyboard.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';
import { contosoTenant, hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { groupPermissions } from '../../src/domain/permissions.ts';

let hoist: Hoist;
afterEach(() => closeWithoutErrors(hoist));

const firstKey = async (popup: Popup) => (await popup.rows('role-row'))[0]?.key;
const value = (popup: Popup, testId: string) =>
  popup.page.$eval(`[data-testid="${testId}"]`, (one) => (one as HTMLInputElement).value);

it('signs in, reads again, filters, makes favourites and names, copies a link, and signs out', async () => {
  hoist = await openHoist();
  hoist.emulator.directory.withdrawConsent(
    hoistClientId,
    contosoTenant.id,
    'graph',
    Object.values(groupPermissions),
  );
  await hoist.connect();
  let popup = await hoist.openPopup();
  let keys = await keyboardOf(popup.page);
  await keys.isAt('sign-in');
  await keys.press('Enter');
  await (await hoist.chromium.signInWindow()).cancel();
  await popup.close();
  popup = await hoist.openPopup();
  keys = await keyboardOf(popup.page);
  await popup.see('failure');
  await keys.isAt('sign-in');
  await keys.press('Enter');
  await passWindow(await hoist.chromium.signInWindow(), people.ada.userPrincipalName);
  await popup.close();

  popup = await hoist.openPopup();
  await until('both sources to be read', async () => {
    const rows = await popup.rows('role-row');
    return ['entra', 'azure'].every((source) => rows.some(({ key }) => key.startsWith(source)));
  });
  await popup.see('groups-consent');
  keys = await keyboardOf(popup.page);
  await keys.isAt('search');
  await keys.goTo('refresh', 'Shift+Tab');
  await keys.press('Enter');
  await keys.hears(/^Updating/);
  await keys.hears(/^Updated just now/);
  await keys.isAt('refresh');
  // Nobody asked for what comes and goes by itself.
  expect(await keys.heard()).toEqual([]);

  // The account, and back out of it.
  await keys.goTo('account-menu');
  await keys.press('Enter', 'Tab');
  await keys.isAt('settings');
  await keys.press('Escape');
  await keys.isAt('account-menu');

  // Filters: one stop of Tab for the kinds, one for the scopes.
  await keys.goTo('filter-all');
  await keys.press('ArrowRight');
  await keys.isAt('filter-entra');
  await keys.hears(/^\d+ roles found$/);
  await keys.goTo('filter-scope');
  await keys.press('ArrowDown');
  await until('a kind of scope', async () => (await value(popup, 'filter-scope')) !== '');
  await keys.hears(/^\d+ roles? found$/);
  await keys.goTo('filter-clear');
  await keys.press('Enter');
  await keys.isAt('search');

  // A favourite by its key and by its star.
  const key = await popup.key('Intune Administrator');
  await keys.type('intune');
  await keys.hears(/Enter opens Intune Administrator/);
  await keys.press('ArrowDown');
  await keys.isAt('select', key);
  await keys.press('*');
  await keys.hears(/^Intune Administrator.* is a favourite now$/);
  await keys.goTo('favourite', 'ArrowRight');
  await keys.press('Space');
  await keys.hears(/is no favourite any more$/);
  await keys.isAt('favourite', key);

  // A name: given, left as it is, changed, taken away.
  await keys.goTo('rename', 'ArrowLeft');
  await keys.press('Enter');
  await keys.isAt('alias', key);
  await keys.type('phones');
  await keys.press('Enter');
  await keys.hears(/is called phones now$/);
  await keys.isAt('rename', key);
  await keys.press('Enter');
  await keys.isAt('alias', key);
  await keys.type('something else');
  await keys.press('Escape');
  await keys.isAt('rename', key);
  await keys.press('/');
  await keys.retype('phones');
  await until('the role by its name', async () => (await firstKey(popup)) === key);
  await keys.press('ArrowDown');
  await keys.goTo('rename', 'ArrowRight');
  await keys.press('Enter');
  await keys.retype('handsets');
  await keys.goTo('alias-keep');
  await keys.press('Space');
  await keys.hears(/is called handsets now$/);
  // What is searched is found no more by its old name; nobody is left without a place.
  await keys.isAt('search');
  await keys.retype('handsets');
  await keys.press('ArrowDown');
  await keys.goTo('rename', 'ArrowRight');
  await keys.press('Enter', 'Backspace', 'Enter');
  await keys.hears(/has no name of yours any more$/);
  await keys.isAt('search');
  await keys.press('Escape');

  // What the organisation has not consented to: the link for the administrator.
  await until('everything', async () => (await popup.rows('role-row')).length > 20);
  await keys.goTo('copy-consent');
  await keys.press('Enter');
  await keys.hears(/^Link copied$/);
  await keys.isAt('copy-consent');

  await keys.press('/');
  await keys.goTo('account-menu', 'Shift+Tab');
  await keys.press('Space');
  await keys.goTo('sign-out');
  await keys.press('Enter');
  await keys.isAt('sign-in');
});
