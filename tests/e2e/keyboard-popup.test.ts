/** The popup with the keyboard alone: one role, several, and from one part of it to the next. */
import { afterEach, describe, expect, it } from 'vitest';
import { expectAccessible } from '../browser/expect-accessible.ts';
import { type Hoist, openHoist } from '../browser/hoist.ts';
import { focused } from '../browser/popup-focus.ts';
import type { Popup } from '../browser/popup-hands.ts';
import { until } from '../browser/until.ts';
import { requestsForAda } from '../emulator/seeds/waiting-requests.ts';

let hoist: Hoist | undefined;

afterEach(async () => {
  await hoist?.close();
  hoist = undefined;
});

const searched = (popup: Popup) =>
  popup.page.$eval('[data-testid="search"]', (one) => (one as HTMLInputElement).value);

describe('by the keyboard alone', () => {
  it('a role is searched, asked for and active, and what became of it is read out', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const { keyboard } = popup.page;
    const key = await popup.key('User Administrator');
    expect((await focused(popup)).testId).toBe('search');
    await keyboard.type('user adm');
    await until('the role to stand first', async () => (await popup.rows('role-row'))[0]?.key === key);
    await keyboard.press('Enter');
    await popup.see('form');
    expect((await focused(popup)).testId).toBe('justification');

    // Escape goes back one step at a time: out of the form, then out of the search.
    await keyboard.press('Escape');
    await until('the form to close', async () => !(await popup.has('form')));
    expect((await focused(popup)).testId).toBe('search');
    expect(await searched(popup)).toBe('user adm');
    await keyboard.press('Escape');
    await until('the search to be empty', async () => (await searched(popup)) === '');
    expect(hoist.emulator.pim.accepted()).toEqual([]);

    await keyboard.type('user adm');
    await until('the role to stand first', async () => (await popup.rows('role-row'))[0]?.key === key);
    await keyboard.press('Enter');
    await popup.see('form');
    await keyboard.press('Enter');
    await popup.outcome(key, 'active');
    await until('the outcome to be read out', async () => {
      const [said = ''] = await popup.texts('announcer');
      return said.startsWith('User Administrator on Directory: Active, ends ');
    });
    const live = await popup.page.$eval('[data-testid="announcer"]', (one) => one.getAttribute('aria-live'));
    expect(live).toBe('polite');
    expect((await focused(popup)).testId).toBe('search');
    expect(hoist.emulator.pim.accepted()).toHaveLength(1);
  });

  it('several are picked with the arrows and Space, and Enter opens the form for all of them', async () => {
    hoist = await openHoist();
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const { keyboard } = popup.page;
    await popup.see('role-row');
    const free = await popup.page.$$eval('[data-availability="free"]', (rows) =>
      rows.map((row) => row.getAttribute('data-key')),
    );
    // What is active stands first, and is walked through like the rest.
    await keyboard.press('ArrowDown');
    expect((await focused(popup)).testId).toBe('active-row');
    await keyboard.press('ArrowUp');
    expect((await focused(popup)).testId).toBe('search');
    await until('the first role that can be picked', async () => {
      await keyboard.press('ArrowDown');
      return (await focused(popup)).testId === 'select';
    });
    expect((await focused(popup)).key).toBe(free[0]);
    await keyboard.press('Space');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('Space');
    expect((await focused(popup)).key).toBe(free[2]);
    expect(await popup.texts('selection-bar')).toEqual([expect.stringContaining('2 roles selected')]);
    await keyboard.press('Enter');
    await popup.see('form');
    const asked = await popup.page.$$eval('[data-testid="form-role"]', (rows) =>
      rows.map((row) => row.getAttribute('data-key')),
    );
    expect(asked).toEqual([free[0], free[2]]);

    // What was focused before has the focus again, and the selection stands.
    await keyboard.press('Escape');
    await until('the form to close', async () => !(await popup.has('form')));
    expect(await focused(popup)).toEqual({ testId: 'select', key: free[2] });
    expect(await popup.texts('selection-bar')).toEqual([expect.stringContaining('2 roles selected')]);
  });

  it('an active role is asked to go on by its menu, and the approvals are one tab further', async () => {
    hoist = await openHoist();
    requestsForAda(hoist.emulator.pim);
    await hoist.setUp();
    const popup = await hoist.openPopup();
    const { keyboard } = popup.page;
    await popup.see('active-more');
    await popup.see('tab-approvals');
    await popup.page.focus('[data-testid="search"]');
    await keyboard.press('ArrowDown');
    const { key } = await focused(popup);
    await until('its menu button', async () => {
      await keyboard.press('ArrowRight');
      return (await focused(popup)).testId === 'active-more';
    });
    await keyboard.press('Enter');
    await until('the first item', async () => (await focused(popup)).testId === 'menu-extend');
    await expectAccessible(popup.page);
    await keyboard.press('Enter');
    await popup.see('extend-sheet');
    await until('the button', async () => {
      await keyboard.press('Tab');
      return (await focused(popup)).testId === 'extend-submit';
    });
    await keyboard.press('Enter');
    await popup.see('follow-on-waits');
    expect(await focused(popup)).toEqual({ testId: 'active-more', key });
    await expectAccessible(popup.page);

    await keyboard.press('/');
    await until('the tab', async () => {
      await keyboard.down('Shift');
      await keyboard.press('Tab');
      await keyboard.up('Shift');
      return (await focused(popup)).testId === 'tab-roles';
    });
    await keyboard.press('ArrowRight');
    await popup.see('approval-row');
    expect((await focused(popup)).testId).toBe('tab-approvals');
    await expectAccessible(popup.page);
    await keyboard.press('Tab');
    expect((await focused(popup)).testId).toBe('select-approval');
    expect(hoist.emulator.pim.accepted()).toEqual([]);
  });
});
