// @vitest-environment happy-dom
/** Less of the list: by filters, and the way back out of them. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { groups, shown } from './popup-home-rig.tsx';
import {
  it1,
  open,
  payroll,
  press,
  search,
  searchHasFocus,
  shop,
  shopReader,
  tickOf,
} from './popup-list-rig.tsx';

afterEach(cleanup);

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
