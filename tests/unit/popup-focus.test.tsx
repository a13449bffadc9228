// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import { assignmentsItem, eligibilitiesItem, journalItem, sessionItem } from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { activation, ada, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';

afterEach(cleanup);

const key = accountKey(ada);
const owner = eligibility('Owner', { kind: 'managementGroup', scopeName: 'IT' });
const reader = eligibility('Reader');
const groups = eligibility('Groups Administrator', { source: 'entra' });

async function open() {
  const page = createTestPage();
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  const readAt = noon - minute;
  await page.write(eligibilitiesItem(key, 'entra'), { rows: [groups], readAt });
  await page.write(eligibilitiesItem(key, 'azure'), { rows: [owner, reader], readAt });
  render(<Popup />, { wrapper: page.Page });
  await waitFor(() => expect(screen.getAllByTestId('role-row')).toHaveLength(3));
  return page;
}

const rowOf = (role: { key: string }, testId = 'role-row') =>
  within(screen.getAllByTestId(testId).find((one) => one.dataset['key'] === role.key)!);
const press = (name: string) => fireEvent.keyDown(document.activeElement!, { key: name });
const asked = () => screen.getAllByTestId('form-role').map((role) => role.dataset['key']);

it('goes back from the first row into the search', async () => {
  await open();
  press('ArrowDown');
  expect(document.activeElement).toBe(rowOf(groups).getByTestId('select'));
  press('ArrowUp');
  expect(document.activeElement).toBe(screen.getByTestId('search'));
});

it('opens the form of a row with Enter on its checkbox, and of all that are picked', async () => {
  await open();
  press('ArrowDown');
  press('ArrowDown');
  press('Enter');
  await screen.findByTestId('form');
  expect(asked()).toEqual([owner.key]);
  fireEvent.click(screen.getByTestId('sheet-close'));
  await waitFor(() => expect(screen.queryByTestId('form')).toBeNull());
  fireEvent.click(rowOf(reader).getByTestId('select'));
  fireEvent.click(rowOf(groups).getByTestId('select'));
  await screen.findByTestId('selection-bar');
  rowOf(owner).getByTestId('select').focus();
  press('Enter');
  await screen.findByTestId('form');
  expect(asked()).toEqual([reader.key, groups.key]);
});

it('takes a key that is held down for nothing', async () => {
  await open();
  press('ArrowDown');
  fireEvent.keyDown(document.activeElement!, { key: 'Enter', repeat: true });
  await new Promise(requestAnimationFrame);
  expect(screen.queryByTestId('form')).toBeNull();
});

it('is in the search after the selection was cleared', async () => {
  await open();
  fireEvent.click(rowOf(owner).getByTestId('select'));
  const clear = await screen.findByTestId('clear-selection');
  clear.focus();
  fireEvent.click(clear);
  expect(document.activeElement).toBe(screen.getByTestId('search'));
});

it('goes to the next outcome when one is taken away, and to the search after the last', async () => {
  const page = await open();
  const settled = { state: 'failed', settledAt: noon, failure: { kind: 'denied' } } as const;
  await page.write(journalItem(key), [activation(owner, settled), activation(reader, settled)]);
  await waitFor(() => expect(screen.getAllByTestId('dismiss')).toHaveLength(2));
  const first = rowOf(owner, 'outcome-row').getByTestId('dismiss');
  fireEvent.click(first);
  expect(document.activeElement).toBe(rowOf(reader, 'outcome-row').getByTestId('dismiss'));
  await page.write(journalItem(key), [activation(reader, settled)]);
  await waitFor(() => expect(screen.getAllByTestId('dismiss')).toHaveLength(1));
  fireEvent.click(screen.getByTestId('dismiss'));
  expect(document.activeElement).toBe(screen.getByTestId('search'));
});

it('stays in the form when a role is left out', async () => {
  await open();
  for (const role of [groups, owner, reader]) fireEvent.click(rowOf(role).getByTestId('select'));
  fireEvent.click(await screen.findByTestId('activate-selected'));
  await screen.findByTestId('form');
  fireEvent.click(rowOf(groups, 'form-role').getByTestId('form-remove'));
  await waitFor(() => expect(asked()).toEqual([owner.key, reader.key]));
  expect(document.activeElement).toBe(rowOf(owner, 'form-role').getByTestId('form-remove'));
  fireEvent.click(rowOf(owner, 'form-role').getByTestId('form-remove'));
  await waitFor(() => expect(asked()).toEqual([reader.key]));
  expect(document.activeElement).toBe(screen.getByTestId('justification'));
});

it('tells a cause that struck both lists of a source once', async () => {
  const page = await open();
  const failed = { rows: [], failure: { kind: 'offline' } } as const;
  await page.write(eligibilitiesItem(key, 'entra'), { ...failed, rows: [] });
  await page.write(assignmentsItem(key, 'entra'), { ...failed, rows: [] });
  await waitFor(() => expect(screen.getAllByTestId('source-failure')).toHaveLength(1));
  await page.write(assignmentsItem(key, 'entra'), { rows: [], failure: { kind: 'serverError' } });
  await waitFor(() => expect(screen.getAllByTestId('source-failure')).toHaveLength(2));
});
