// @vitest-environment happy-dom
/** From row to row of the list, and picking there, by the keyboard. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { assignmentsItem, journalItem } from '../../src/platform/items.ts';
import { groups, key, rowOf } from './popup-home-rig.tsx';
import { activation, assignment, eligibility, minute, noon } from './ui-harness.tsx';
import { it1, open, payroll, press, searchHasFocus, shop, shopReader, tickOf } from './popup-list-rig.tsx';

afterEach(cleanup);

const picked = () =>
  screen
    .queryAllByTestId<HTMLInputElement>('select')
    .filter((tick) => tick.checked)
    .map((tick) => tick.closest('[data-key]')!.getAttribute('data-key'));

describe('the keyboard in the list', () => {
  it('goes through all rows, also of what is active and of requests, and to both ends', async () => {
    const page = await open();
    await page.write(assignmentsItem(key, 'entra'), {
      rows: [assignment(groups, { endsAt: noon + 60 * minute })],
      readAt: noon,
    });
    await page.write(journalItem(key), [activation(shop, { state: 'failed', settledAt: noon })]);
    await screen.findByTestId('outcome-row');
    const way: (string | null)[] = [];
    press('ArrowDown');
    for (let step = 0; step < 7; step++) {
      const row = document.activeElement!.closest('[data-row]')!;
      way.push(`${row.getAttribute('data-testid')} ${row.getAttribute('data-key')}`);
      press('ArrowDown');
    }
    expect(way).toEqual([
      `outcome-row ${shop.key}`,
      `active-row ${groups.key}`,
      `role-row ${groups.key}`,
      `role-row ${shop.key}`,
      `role-row ${it1.key}`,
      `role-row ${shopReader.key}`,
      `role-row ${payroll.key}`,
    ]);
    press('Home');
    expect(document.activeElement).toBe(screen.getByTestId('outcome-row'));
    press('ArrowUp');
    searchHasFocus();
    press('ArrowDown');
    press('End');
    await waitFor(() => expect(document.activeElement).toBe(tickOf(payroll)));
  });

  it('has one row in the order of Tab, whose own controls are reached by the right arrow', async () => {
    await open();
    press('ArrowDown');
    press('ArrowDown');
    const stops = screen
      .getAllByTestId('role-row')
      .filter((row) => row.querySelector('input:not([tabindex="-1"]), button:not([tabindex="-1"])'));
    expect(stops.map((row) => row.dataset['key'])).toEqual([shop.key]);
    const reached: (string | null)[] = [];
    for (let step = 0; step < 3; step++) {
      press('ArrowRight');
      reached.push(document.activeElement!.getAttribute('data-testid'));
    }
    expect(reached).toEqual(['rename', 'activate', 'favourite']);
    press('ArrowDown');
    expect(document.activeElement).toBe(within(rowOf(it1)).getByTestId('favourite'));
    press('ArrowLeft');
    press('ArrowLeft');
    press('ArrowLeft');
    expect(document.activeElement).toBe(tickOf(it1));
  });

  it('goes to the search by "/" and by any letter, and lets fields have their letters', async () => {
    await open();
    tickOf(shop).focus();
    expect(press('/')).toBe(false);
    searchHasFocus();
    tickOf(shop).focus();
    // The letter itself is typed by the browser into what has the focus then.
    expect(press('o')).toBe(true);
    searchHasFocus();
    fireEvent.click(within(rowOf(shop)).getByTestId('rename'));
    const field = await screen.findByTestId('alias');
    press('/');
    expect(document.activeElement).toBe(field);
  });

  it('picks a range by Shift and the arrows, larger and smaller, and opens the form for all', async () => {
    await open();
    fireEvent.click(tickOf(groups));
    tickOf(shop).focus();
    press('ArrowDown', { shiftKey: true });
    press('ArrowDown', { shiftKey: true });
    expect(picked()).toEqual([groups.key, shop.key, it1.key, shopReader.key]);
    press('ArrowUp', { shiftKey: true });
    expect(picked()).toEqual([groups.key, shop.key, it1.key]);
    press('Enter');
    const asked = await screen.findAllByTestId('form-role');
    expect(asked.map((role) => role.dataset['key'])).toEqual([groups.key, shop.key, it1.key]);
  });

  it.each(['End', 'PageDown'])(
    'picks a range by Shift and %s, and another end by the way back',
    async (down) => {
      await open();
      tickOf(shop).focus();
      press(down, { shiftKey: true });
      await waitFor(() => expect(document.activeElement).toBe(tickOf(down === 'End' ? payroll : it1)));
      const all = [shop.key, it1.key, shopReader.key, payroll.key];
      expect(picked()).toEqual(down === 'End' ? all : all.slice(0, 2));
      press(down === 'End' ? 'Home' : 'PageUp', { shiftKey: true });
      await waitFor(() => expect(document.activeElement).toBe(tickOf(down === 'End' ? groups : shop)));
      expect(picked()).toEqual(down === 'End' ? [groups.key, shop.key] : [shop.key]);
    },
  );

  it('keeps a range by keys among the roles, without those that are active', async () => {
    const page = await open();
    await page.write(assignmentsItem(key, 'azure'), {
      rows: [assignment(it1, { endsAt: noon + 60 * minute })],
      readAt: noon,
    });
    await screen.findByTestId('active-row');
    tickOf(shopReader).focus();
    press('Home', { shiftKey: true });
    await waitFor(() => expect(document.activeElement).toBe(tickOf(groups)));
    expect(picked()).toEqual([groups.key, shop.key, shopReader.key]);
    press('ArrowUp', { shiftKey: true });
    expect(document.activeElement).toBe(tickOf(groups));
    press('End', { shiftKey: true });
    await waitFor(() => expect(picked()).toEqual([shopReader.key, payroll.key]));
  });

  it('picks to the end of a list that is drawn in part', async () => {
    const many = Array.from({ length: 90 }, (_, at) => eligibility(`Operator ${at + 1}`));
    await open({ azure: many });
    tickOf(many[0]!).focus();
    press('End', { shiftKey: true });
    await waitFor(() => expect(screen.getByTestId('selection-bar').textContent).toContain('91 roles'));
    fireEvent.click(screen.getByTestId('activate-selected'));
    const asked = await screen.findAllByTestId('form-role');
    expect(asked.map((role) => role.dataset['key'])).toEqual([...many, payroll].map((role) => role.key));
  });

  it('picks a range by Shift and a click', async () => {
    await open();
    fireEvent.click(tickOf(groups));
    fireEvent.click(rowOf(shopReader).querySelector('label')!, { shiftKey: true });
    expect(picked()).toEqual([groups.key, shop.key, it1.key, shopReader.key]);
    expect((await screen.findByTestId('selection-bar')).textContent).toContain('Activate 4 roles');
  });

  it.each(['ticked', 'not ticked'])(
    'picks a range by Shift and a click on a box that is %s',
    async (before) => {
      await open();
      if (before === 'ticked') fireEvent.click(tickOf(shopReader));
      fireEvent.click(tickOf(groups));
      // What a browser does with the box after a prevented click is seen end to end alone.
      tickOf(shopReader).dispatchEvent(
        new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true }),
      );
      await waitFor(() => expect(picked()).toEqual([groups.key, shop.key, it1.key, shopReader.key]));
      expect(screen.getByTestId('selection-bar').textContent).toContain('Activate 4 roles');
      fireEvent.click(tickOf(shopReader));
      await waitFor(() => expect(picked()).toEqual([groups.key, shop.key, it1.key]));
    },
  );

  it('opens nothing by Enter in an empty search, and what is picked otherwise', async () => {
    await open();
    fireEvent.keyDown(screen.getByTestId('search'), { key: 'Enter' });
    expect(screen.queryByTestId('form')).toBeNull();
    fireEvent.click(tickOf(shop));
    fireEvent.keyDown(screen.getByTestId('search'), { key: 'Enter' });
    expect((await screen.findByTestId('form-role')).dataset['key']).toBe(shop.key);
  });
});
