import type { Popup } from './popup-hands.ts';

/**
 * Activates Owner on the management group IT for half an hour and opens the sheet in which it is extended.
 *
 * @returns the key of the role
 */
export async function openExtendSheet(popup: Popup): Promise<string> {
  const key = await popup.choose('Owner', 'Management group', 'IT');
  await popup.fill('length', '30m');
  await popup.click('submit');
  await popup.active(key);
  await popup.click('active-more', key);
  await popup.click('menu-extend', key);
  await popup.see('extend-sheet');
  return key;
}
