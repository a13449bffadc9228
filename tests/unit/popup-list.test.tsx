// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import type { Eligibility } from '../../src/domain/role.ts';
import type { RoleMarks } from '../../src/domain/role-marks.ts';
import { createScopePaths } from '../../src/domain/scope-path.ts';
import {
  assignmentsItem,
  eligibilitiesItem,
  journalItem,
  roleMarksItem,
  sessionItem,
  settingsItem,
} from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { activation, ada, assignment, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';

afterEach(cleanup);

const key = accountKey(ada);
const groups = eligibility('Groups Administrator', { source: 'entra' });
const it1 = eligibility('Owner', { kind: 'managementGroup', scopeName: 'IT' });
const shop = eligibility('Contributor', { scopeName: 'Shop' });
const shopReader = eligibility('Reader', { scopeName: 'Shop' });
const payroll = eligibility('Member', { source: 'groups', kind: 'group', scopeName: 'Payroll' });
const azure = [it1, shop, shopReader];

async function open(rows: { entra?: Eligibility[]; azure?: Eligibility[]; groups?: Eligibility[] } = {}) {
  const page = createTestPage();
  const all = { entra: [groups], azure, groups: [payroll], ...rows };
  await page.write(settingsItem, { clientId: ada.tenantId, tenant: 'organizations', portal: 'prompt' });
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  for (const source of ['entra', 'azure', 'groups'] as const) {
    await page.write(eligibilitiesItem(key, source), { rows: all[source], readAt: noon - minute });
    await page.write(assignmentsItem(key, source), { rows: [], readAt: noon - minute });
  }
  render(<Popup />, { wrapper: page.Page });
  await waitFor(() => expect(shown().length).toBeGreaterThan(0));
  // Sent by an effect, which runs after the first rendering.
  await waitFor(() => expect(page.sentAs('refreshRoles')).toHaveLength(1));
  return page;
}

const shown = () => screen.queryAllByTestId('role-row').map((row) => row.dataset['key']);
const rowOf = (role: { key: string }) => {
  const row = screen.getAllByTestId('role-row').find((one) => one.dataset['key'] === role.key);
  if (!row) throw new Error(`No row for ${role.key}`);
  return row;
};
const tickOf = (role: { key: string }) => within(rowOf(role)).getByTestId<HTMLInputElement>('select');
const press = (name: string, more: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement!, { key: name, ...more });
const search = (value: string) => fireEvent.input(screen.getByTestId('search'), { target: { value } });
const picked = () =>
  screen
    .queryAllByTestId<HTMLInputElement>('select')
    .filter((tick) => tick.checked)
    .map((tick) => tick.closest('[data-key]')!.getAttribute('data-key'));
const searchHasFocus = () => expect(document.activeElement).toBe(screen.getByTestId('search'));

describe('filters', () => {
  it('narrow by kind of role and by kind of scope, count what there is, and are announced', async () => {
    await open();
    expect(screen.getByTestId('filter-all').textContent).toBe('All5');
    expect(screen.getByTestId('filter-azure').textContent).toBe('Azure3');
    fireEvent.click(screen.getByTestId('filter-azure'));
    await waitFor(() => expect(shown()).toEqual([shop.key, it1.key, shopReader.key]));
    expect(screen.getByTestId('found-status').textContent).toBe('3 roles found');
    expect(screen.queryByTestId('part-entra')).toBeNull();
    const kinds = [...screen.getByTestId('filter-scope').children].map((one) => one.textContent);
    expect(kinds).toEqual(['Any scope', 'Management groups (1)', 'Subscriptions (2)']);
    fireEvent.change(screen.getByTestId('filter-scope'), { target: { value: 'subscription' } });
    await waitFor(() => expect(shown()).toEqual([shop.key, shopReader.key]));
    expect(screen.getByTestId('filter-all').textContent).toBe('All2');
    search('reader');
    await waitFor(() => expect(shown()).toEqual([shopReader.key]));
    fireEvent.click(screen.getByTestId('filter-clear'));
    search('');
    await waitFor(() => expect(shown()).toHaveLength(5));
    searchHasFocus();
  });

  it('let go of a kind of scope that another kind of role does not have', async () => {
    await open();
    fireEvent.change(screen.getByTestId('filter-scope'), { target: { value: 'subscription' } });
    await waitFor(() => expect(shown()).toHaveLength(2));
    fireEvent.click(screen.getByTestId('filter-groups'));
    await waitFor(() => expect(shown()).toEqual([payroll.key]));
    fireEvent.click(screen.getByTestId('filter-all'));
    await waitFor(() => expect(shown()).toHaveLength(5));
  });

  it('that leave nothing say so, with a way out', async () => {
    await open();
    fireEvent.click(screen.getByTestId('filter-groups'));
    search('owner');
    const empty = await screen.findByTestId('nothing-found');
    fireEvent.click(within(empty).getByTestId('clear-filters'));
    await waitFor(() => expect(shown()).toEqual([it1.key]));
  });

  it('are chosen with the arrows', async () => {
    await open();
    screen.getByTestId('filter-all').focus();
    press('ArrowRight');
    expect(document.activeElement).toBe(screen.getByTestId('filter-entra'));
    expect(screen.getByTestId('filter-entra').getAttribute('aria-checked')).toBe('true');
    expect(shown()).toEqual([groups.key]);
    press('ArrowDown');
    expect(document.activeElement).toBe(tickOf(groups));
  });
});

describe('Escape', () => {
  it('takes back the query, then the filters, then the selection, and then leaves the key to the browser', async () => {
    await open();
    fireEvent.click(tickOf(shop));
    fireEvent.click(screen.getByTestId('filter-azure'));
    search('contributor');
    await waitFor(() => expect(shown()).toEqual([shop.key]));
    tickOf(shop).focus();
    expect(press('Escape')).toBe(false);
    await waitFor(() => expect(shown()).toHaveLength(3));
    searchHasFocus();
    expect(press('Escape')).toBe(false);
    await waitFor(() => expect(shown()).toHaveLength(5));
    expect(press('Escape')).toBe(false);
    await waitFor(() => expect(screen.queryByTestId('selection-bar')).toBeNull());
    expect(press('Escape')).toBe(true);
  });
});

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

describe('favourites, names of one’s own and use', () => {
  const marks = (of: RoleMarks) => of;

  it('stand in a section of their own and nowhere else, found by the alias first', async () => {
    const page = await open();
    await page.write(
      roleMarksItem(key),
      marks({ [shopReader.key]: { favourite: true }, [it1.key]: { alias: 'Contributor' } } as RoleMarks),
    );
    const section = await screen.findByTestId('favourites');
    expect(within(section).getAllByTestId('role-row')).toHaveLength(1);
    expect(shown()).toEqual([shopReader.key, groups.key, shop.key, it1.key, payroll.key]);
    search('contributor');
    await waitFor(() => expect(shown()).toEqual([it1.key, shop.key]));
    expect([...rowOf(it1).querySelectorAll('mark')].map((one) => one.textContent)).toEqual(['Contributor']);
  });

  it('stand in the order of their use as it was when the page opened', async () => {
    const page = createTestPage();
    await page.write(roleMarksItem(key), marks({ [shopReader.key]: { uses: 3, usedAt: noon } } as RoleMarks));
    await page.write(sessionItem, { status: 'signedIn', account: ada });
    await page.write(eligibilitiesItem(key, 'azure'), { rows: azure, readAt: noon });
    render(<Popup />, { wrapper: page.Page });
    await waitFor(() => expect(shown()).toEqual([shopReader.key, shop.key, it1.key]));
    const used = { [it1.key]: { uses: 9, usedAt: noon + minute } } as RoleMarks;
    await page.write(roleMarksItem(key), used);
    search('o');
    search('');
    expect(shown()).toEqual([shopReader.key, shop.key, it1.key]);
  });

  it('are made by "*" in a row; the row that takes its place has the focus then', async () => {
    const page = await open();
    tickOf(shop).focus();
    press('*');
    expect(page.sentAs('setFavourite')).toEqual([{ key: shop.key, favourite: true }]);
    await page.write(roleMarksItem(key), { [shop.key]: { favourite: true } } as RoleMarks);
    await screen.findByTestId('favourites');
    await waitFor(() => expect(document.activeElement).toBe(tickOf(it1)));
    await waitFor(() =>
      expect(screen.getByTestId('marks-news').textContent).toBe('Contributor on Shop is a favourite now'),
    );
  });
});

describe('names', () => {
  it('of any kind are text in full, on one line each, and open nothing', async () => {
    const names = [
      `${'very long '.repeat(29)}END-of-name`,
      'قارئ الأسرار في المؤسسة',
      '<img src=x onerror=alert(1)><b>Bold</b>',
      '👩‍👩‍👧‍👦 Operator '.repeat(5),
      '仮想マシン共同作成者'.repeat(6),
    ];
    const rows = names.map((name, n) =>
      eligibility(name, { scopeName: names.at(n - 1)!, templateId: `t${n}` }),
    );
    await open({ azure: rows });
    for (const [n, row] of rows.entries()) {
      const text = rowOf(row).querySelector('.row-text')!;
      expect(text.textContent).toContain(names[n]);
      expect(text.textContent).toContain(names.at(n - 1));
      expect(text.querySelector('img, b')).toBeNull();
      // Isolated, so that no direction of a name turns what stands beside it.
      expect(text.querySelectorAll('bdi').length).toBeGreaterThanOrEqual(2);
    }
    const tail = rowOf(rows[3]!).querySelector('.one-line-tail')!.textContent;
    expect(/^\p{M}|^\u200d/u.test(tail)).toBe(false);
    search('end of name');
    await waitFor(() => expect(shown()).toContain(rows[0]!.key));
    const found = [...rowOf(rows[0]!).querySelectorAll('.row-text-name mark')].map((one) => one.textContent);
    expect(found).toEqual(['END', 'of', 'name']);
  });

  it('of scopes show what they lie in, as far as the rows tell it', () => {
    const at = (kind: Eligibility['scope']['kind'], id: string, name: string) => ({ kind, id, name });
    const pathOf = createScopePaths([at('subscription', '/subscriptions/A', 'Production')]);
    const group = '/subscriptions/a/resourceGroups/rg-shop';
    expect(pathOf(at('resourceGroup', group, 'rg-shop'))).toEqual(['Production']);
    expect(pathOf(at('resource', `${group}/providers/x/y/kv`, 'kv'))).toEqual(['Production', 'rg-shop']);
    expect(pathOf(at('resource', '/subscriptions/b/resourceGroups/rg/providers/x/y/kv', 'kv'))).toEqual([
      'rg',
    ]);
    expect(pathOf(at('subscription', '/subscriptions/A', 'Production'))).toEqual([]);
  });
});
