// @vitest-environment happy-dom
/** Where favourites, aliases and often used roles stand in the list. */
import { cleanup, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { RoleMarks } from '../../src/domain/role-marks.ts';
import { eligibilitiesItem, roleMarksItem, sessionItem } from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { groups, key, rowOf, shown } from './popup-home-rig.tsx';
import { ada, createTestPage, minute, noon } from './ui-harness.tsx';
import { azure, it1, open, payroll, press, search, shop, shopReader, tickOf } from './popup-list-rig.tsx';

afterEach(cleanup);

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
