// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { assignmentsItem } from '../../src/platform/items.ts';
import { assignment, eligibility, minute, noon } from './ui-harness.tsx';
import { putBack } from './put-back.ts';
import { groups, key, open, owner, reader, rowOf, shown } from './popup-home-rig.tsx';

afterEach(putBack);

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

  it('finds by the kind of role as the filters call it, after names that say the same', async () => {
    const ofAzure = eligibility('Azure Stack Operator', { source: 'entra' });
    const member = eligibility('Member', { source: 'groups', kind: 'group', scopeName: 'Payroll' });
    await open({ entra: { rows: [groups, ofAzure] }, groups: { rows: [member] } });
    search('entra');
    expect(shown()).toEqual([ofAzure.key, groups.key]);
    search('azure');
    expect(shown()).toEqual([ofAzure.key, owner.key, reader.key]);
    search('groups');
    expect(shown()).toEqual([groups.key, member.key]);
    search('group');
    expect(shown()).toEqual([groups.key, member.key, owner.key]);
    search('azure own');
    expect(shown()).toEqual([owner.key]);
    // Whoever types the beginning of Zürich means no role of Azure: only a name is found by letters within it.
    search('zur');
    expect(shown()).toEqual([ofAzure.key]);
    search('own it');
    expect(shown()).toEqual([owner.key]);
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

  it('says that more than can be sent at once are picked, and opens no form of them', async () => {
    const many = Array.from({ length: 101 }, (_, at) => eligibility(`Operator ${at + 1}`));
    await open({ entra: { rows: [] }, azure: { rows: many } });
    within(rowOf(many[0]!)).getByTestId('select').focus();
    fireEvent.keyDown(document.activeElement!, { key: 'End', shiftKey: true });
    const bar = await screen.findByTestId('selection-bar');
    await waitFor(() => expect(bar.textContent).toContain('101 roles selected'));
    const button = screen.getByTestId('activate-selected');
    expect(button.getAttribute('aria-disabled')).toBe('true');
    const reason = document.getElementById(button.getAttribute('aria-describedby')!);
    expect(reason?.textContent).toBe('At most 100 at once');
    fireEvent.click(button);
    fireEvent.keyDown(document.activeElement!, { key: 'Enter' });
    expect(document.activeElement).toBe(button);
    expect(screen.queryByTestId('form')).toBeNull();
    fireEvent.click(within(rowOf(many[0]!)).getByTestId('select'));
    await waitFor(() => expect(button.getAttribute('aria-disabled')).toBeNull());
    expect(bar.textContent).not.toContain('At most');
    fireEvent.click(button);
    expect(await screen.findAllByTestId('form-role')).toHaveLength(100);
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
