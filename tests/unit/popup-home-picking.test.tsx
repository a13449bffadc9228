// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { assignmentsItem } from '../../src/platform/items.ts';
import { assignment, minute, noon } from './ui-harness.tsx';
import { groups, key, open, owner, reader, rowOf, shown } from './popup-home-rig.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const search = (value: string) => fireEvent.input(screen.getByTestId('search'), { target: { value } });

describe('searching', () => {
  it('has the focus, finds by role, scope and kind, and marks what matched', async () => {
    await open();
    expect(document.activeElement).toBe(screen.getByTestId('search'));
    search('own it');
    expect(shown()).toEqual([owner.key]);
    expect([...rowOf(owner).querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['Own', 'IT']);
    search('directory');
    expect(shown()).toEqual([groups.key]);
    search('');
    expect(shown()).toHaveLength(3);
  });

  it('says that nothing was found, and counts for those who hear', async () => {
    await open();
    search('zzz');
    expect(screen.getByTestId('nothing-found').textContent).toContain('“zzz”');
    search('reader');
    expect(screen.getByText('1 role found. Enter opens Reader on Shop')).toBeTruthy();
  });

  it('opens what was found first with Enter, and empties itself with Escape', async () => {
    await open();
    search('reader');
    fireEvent.keyDown(screen.getByTestId('search'), { key: 'Enter' });
    expect((await screen.findByTestId('form-role')).dataset['key']).toBe(reader.key);
    fireEvent.click(screen.getByTestId('sheet-close'));
    await waitFor(() => expect(screen.queryByTestId('form')).toBeNull());
    fireEvent.keyDown(screen.getByTestId('search'), { key: 'Escape' });
    await waitFor(() => expect(shown()).toHaveLength(3));
  });

  it('goes into the list with the arrow keys, and from row to row', async () => {
    await open();
    fireEvent.keyDown(screen.getByTestId('search'), { key: 'ArrowDown' });
    expect(document.activeElement).toBe(within(rowOf(groups)).getByTestId('select'));
    within(rowOf(groups)).getByTestId('activate').focus();
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(within(rowOf(owner)).getByTestId('activate'));
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowUp' });
    expect(document.activeElement).toBe(within(rowOf(groups)).getByTestId('activate'));
  });
});

describe('picking several', () => {
  it('offers one button for all, and opens the form with them', async () => {
    await open();
    fireEvent.click(within(rowOf(owner)).getByTestId('select'));
    fireEvent.click(within(rowOf(groups)).getByTestId('select'));
    expect((await screen.findByTestId('selection-bar')).textContent).toContain('2 roles selected');
    fireEvent.click(screen.getByTestId('activate-selected'));
    const roles = await screen.findAllByTestId('form-role');
    expect(roles.map((role) => role.dataset['key'])).toEqual([owner.key, groups.key]);
  });

  it('says how many of them a search leaves out', async () => {
    await open();
    fireEvent.click(within(rowOf(owner)).getByTestId('select'));
    fireEvent.click(within(rowOf(groups)).getByTestId('select'));
    expect((await screen.findByTestId('selection-bar')).textContent).not.toContain('not in this list');
    search('own it');
    await waitFor(() =>
      expect(screen.getByTestId('selection-bar').textContent).toContain('1 not in this list'),
    );
    search('zzz');
    await waitFor(() =>
      expect(screen.getByTestId('selection-bar').textContent).toContain('2 not in this list'),
    );
    search('');
    await waitFor(() =>
      expect(screen.getByTestId('selection-bar').textContent).not.toContain('not in this list'),
    );
  });

  it('drops a role that has become active meanwhile', async () => {
    const page = await open();
    fireEvent.click(within(rowOf(owner)).getByTestId('select'));
    await screen.findByTestId('selection-bar');
    await page.write(assignmentsItem(key, 'azure'), { rows: [assignment(owner, { endsAt: noon + minute })] });
    await waitFor(() => expect(screen.queryByTestId('selection-bar')).toBeNull());
    expect(rowOf(owner).dataset['availability']).toBe('active');
    expect(within(rowOf(owner)).queryByTestId('activate')).toBeNull();
  });
});
