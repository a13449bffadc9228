import { afterEach, describe, expect, it } from 'vitest';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { focused } from '../browser/popup-focus.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';

let hoist: Hoist;
afterEach(() => hoist?.close());

const keysOf = async (popup: Popup) => (await popup.rows('role-row')).map(({ key }) => key);
const keysIn = (popup: Popup, testId: string) =>
  popup.page.$$eval(`[data-testid="${testId}"] [data-testid="role-row"]`, (rows) =>
    rows.map((row) => row.getAttribute('data-key')),
  );
/** Not how many: of rows far below the first screen some are drawn, depending on what was seen before. */
const hasAllKinds = async (popup: Popup) => {
  const keys = await keysOf(popup);
  return ['entra|', 'azure|', 'groups|'].every((kind) => keys.some((key) => key.startsWith(kind)));
};
const statusOf = async (popup: Popup) => (await popup.texts('found-status'))[0] ?? '';

describe('the list', () => {
  it('takes "own it", Enter, Enter from the toolbar to Owner on the management group IT being activated', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const { keyboard } = popup.page;
    await popup.see('role-row');
    const owner = (await popup.rows('role-row')).find(({ text }) =>
      /^Owner .*Management group · IT/.test(text),
    );
    expect(owner).toBeDefined();
    await keyboard.type('own it');
    await until('Owner on IT to stand first', async () => (await keysOf(popup))[0] === owner!.key);
    expect(await statusOf(popup)).toMatch(/Enter opens Owner on IT$/);
    const marked = await popup.page.$$eval('[data-testid="role-row"]:first-child mark', (found) =>
      found.map((one) => one.textContent),
    );
    expect(marked).toEqual(['Own', 'IT']);
    await keyboard.press('Enter');
    await popup.see('form');
    const asked = await popup.page.$$eval('[data-testid="form-role"]', (rows) =>
      rows.map((row) => row.getAttribute('data-key')),
    );
    expect(asked).toEqual([owner!.key]);
    expect(hoist.emulator.pim.accepted()).toEqual([]);
    await keyboard.press('Enter');
    await popup.outcome(owner!.key, 'recorded', 'sending', 'looking', 'following', 'active');
    await until('the service to have the request', () => hoist.emulator.pim.accepted().length === 1);
  });

  it('is filtered, has favourites and ranges picked in it, by the keyboard and by the mouse', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    let popup = await hoist.openPopup();
    let { keyboard } = popup.page;
    await popup.see('role-row');
    await until('all kinds of roles', () => hasAllKinds(popup));
    const allText = await popup.texts('filter-all');

    // Tab goes from the search to the filters and from there to one row.
    await keyboard.press('Tab');
    expect((await focused(popup)).testId).toBe('filter-all');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    await until('only Azure roles', async () => {
      const keys = await keysOf(popup);
      return keys.length > 0 && keys.every((key) => key.startsWith('azure|'));
    });
    expect(await statusOf(popup)).toMatch(/^\d+ roles found$/);

    await until('the first role that can be picked', async () => {
      await keyboard.press('ArrowDown');
      return (await focused(popup)).testId === 'select';
    });
    const { key: favourite } = await focused(popup);
    expect(favourite).toMatch(/^azure\|/);
    await keyboard.press('*');
    await until('the favourite to have its section', async () =>
      (await keysIn(popup, 'favourites')).includes(favourite),
    );
    expect((await keysOf(popup)).filter((key) => key === favourite)).toHaveLength(1);

    // Where it stood stands the next one, with the focus.
    await until('the focus to be in a row', async () => (await focused(popup)).key !== '');
    expect((await focused(popup)).key).not.toBe(favourite);
    await until('a role that can be picked', async () => {
      if ((await focused(popup)).testId === 'select') return true;
      await keyboard.press('ArrowDown');
      return false;
    });
    await keyboard.down('Shift');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.up('Shift');
    expect(await popup.texts('activate-selected')).toEqual(['Activate 3 roles']);
    await keyboard.press('Enter');
    await popup.see('form');
    expect(await popup.page.$$('[data-testid="form-role"]')).toHaveLength(3);

    // Escape: out of the form, then the filter, then what is picked.
    await keyboard.press('Escape');
    await until('the form to close', async () => !(await popup.has('form')));
    await keyboard.press('Escape');
    await until('all kinds of roles again', () => hasAllKinds(popup));
    expect(await popup.texts('filter-all')).toEqual(allText);
    expect(await popup.has('selection-bar')).toBe(true);
    await keyboard.press('Escape');
    await until('nothing to be picked', async () => !(await popup.has('selection-bar')));
    expect((await focused(popup)).testId).toBe('search');

    // A range by the mouse, on the boxes themselves: the browser takes back the tick of a click that is prevented.
    const boxes = await popup.page.$$('[data-testid="select"]:enabled');
    await boxes[0]!.click();
    await keyboard.down('Shift');
    await boxes[2]!.click();
    await keyboard.up('Shift');
    await until('a range to be picked', async () =>
      (await popup.texts('activate-selected')).includes('Activate 3 roles'),
    );
    expect(await popup.page.$$('[data-testid="select"]:checked')).toHaveLength(3);
    await keyboard.press('Escape');
    await until('nothing to be picked', async () => !(await popup.has('selection-bar')));

    await popup.close();
    popup = await hoist.openPopup();
    ({ keyboard } = popup.page);
    await until('the favourite to stand first', async () => (await keysOf(popup))[0] === favourite);
    expect(hoist.emulator.pim.accepted()).toEqual([]);
  });
});
