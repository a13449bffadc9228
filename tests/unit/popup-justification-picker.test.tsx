// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import { defaultJustification } from '../../src/domain/habits.ts';
import { draftItem, eligibilitiesItem, habitsItem, sessionItem } from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { ada, createTestPage, eligibility, noon } from './ui-harness.tsx';

afterEach(cleanup);

const key = accountKey(ada);
const owner = eligibility('Owner');

async function open(habits: { recents?: string[]; templates?: string[] } = {}) {
  const test = createTestPage();
  await test.write(sessionItem, { status: 'signedIn', account: ada });
  await test.write(eligibilitiesItem(key, 'azure'), { rows: [owner], readAt: noon });
  await test.write(habitsItem(key), { justification: defaultJustification, ...habits });
  await test.write(draftItem(key), { keys: [owner.key], minutes: {} });
  render(<Popup />, { wrapper: test.Page });
  await screen.findByTestId('form');
  return test;
}

const field = () => screen.getByTestId<HTMLTextAreaElement>('justification');
const menu = () => screen.queryByTestId('justification-menu');
const openMenu = () => {
  fireEvent.click(screen.getByTestId('justification-picker'));
  return screen.findByTestId('justification-menu');
};
const press = (name: string) => fireEvent.keyDown(document.activeElement!, { key: name });
const focused = () => document.activeElement?.textContent;
const items = () => [...document.querySelectorAll('[data-item]')].map(({ textContent }) => textContent);

describe('the picker of justifications', () => {
  it('lists what was saved, then what was used last, and fills the field with the one chosen', async () => {
    const test = await open({ recents: ['Incident 7', 'Patching'], templates: ['Patching'] });
    await openMenu();
    expect(items()).toEqual(['Patching', 'Incident 7', `Save “${defaultJustification}”`]);
    expect(focused()).toBe('Patching');
    press('ArrowDown');
    expect(focused()).toBe('Incident 7');
    fireEvent.click(document.activeElement!);
    await waitFor(() => expect(field().value).toBe('Incident 7'));
    expect(menu()).toBeNull();
    expect(document.activeElement).toBe(field());
    expect(await test.store.item(draftItem(key)).read()).toMatchObject({ justification: 'Incident 7' });
  });

  it('opens from the field by Alt and the arrow, and Escape closes it alone', async () => {
    await open({ recents: ['Incident 7'] });
    fireEvent.keyDown(field(), { key: 'ArrowDown', altKey: true });
    await screen.findByTestId('justification-menu');
    expect(focused()).toBe('Incident 7');
    press('Escape');
    await waitFor(() => expect(menu()).toBeNull());
    expect(screen.getByTestId('form')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByTestId('justification-picker'));
    press('Escape');
    await waitFor(() => expect(screen.queryByTestId('form')).toBeNull());
  });

  it('goes round by its keys, and to the button beside a saved one', async () => {
    await open({ recents: ['c'], templates: ['a', 'b'] });
    await openMenu();
    press('ArrowUp');
    expect(focused()).toContain('Save');
    press('ArrowDown');
    expect(focused()).toBe('a');
    press('ArrowRight');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Delete the saved “a”');
    press('ArrowDown');
    expect(focused()).toBe('b');
    press('End');
    expect(focused()).toContain('Save');
    press('Home');
    expect(focused()).toBe('a');
    press('ArrowLeft');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Delete the saved “a”');
    press('ArrowRight');
    expect(focused()).toBe('a');
  });

  it('has the worker save what is typed, and take a saved one away by button and by key', async () => {
    const test = await open({ templates: ['a', 'b'] });
    fireEvent.input(field(), { target: { value: ' Change 12 ' } });
    await openMenu();
    fireEvent.click(screen.getByTestId('template-save'));
    expect(test.sentAs('saveTemplate')).toEqual([{ text: 'Change 12' }]);
    await waitFor(() => expect(menu()).toBeNull());
    await openMenu();
    press('Delete');
    expect(focused()).toBe('b');
    fireEvent.click(screen.getAllByTestId('template-remove')[1]!);
    expect(test.sentAs('removeTemplate')).toEqual([{ text: 'a' }, { text: 'b' }]);
    await test.write(habitsItem(key), { justification: defaultJustification });
    await waitFor(() => expect(items()).toEqual(['Save “Change 12”']));
  });

  it('says that it is saved or deleted when it is, and not when that was asked for', async () => {
    const test = await open({ templates: ['a'] });
    const news = () => screen.getByTestId('template-news').textContent;
    fireEvent.input(field(), { target: { value: 'b' } });
    await openMenu();
    fireEvent.click(screen.getByTestId('template-save'));
    await waitFor(() => expect(menu()).toBeNull());
    expect(news()).toBe('');
    await test.write(habitsItem(key), { justification: defaultJustification, templates: ['a', 'b'] });
    await waitFor(() => expect(news()).toBe('Saved'));
    await openMenu();
    press('Delete');
    expect(news()).toBe('');
    await test.write(habitsItem(key), { justification: defaultJustification, templates: ['b'] });
    await waitFor(() => expect(news()).toBe('Deleted'));
  });

  it.each([
    [{ templates: [defaultJustification] }, undefined, 'This justification is saved.'],
    [{}, ' ', 'Type a justification to save it here.'],
    [
      { templates: Array.from({ length: 20 }, (_, at) => `t${at}`) },
      'more',
      '20 are saved, the most there can be.',
    ],
  ])('says why nothing can be saved (%#)', async (habits, typed, words) => {
    const test = await open(habits);
    if (typed) fireEvent.input(field(), { target: { value: typed } });
    await openMenu();
    const save = screen.getByTestId('template-save');
    expect(save.textContent).toBe(words);
    expect(save.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(save);
    expect(test.sentAs('saveTemplate')).toEqual([]);
  });

  it('closes when the focus goes elsewhere', async () => {
    await open();
    await openMenu();
    screen.getByTestId('submit').focus();
    await waitFor(() => expect(menu()).toBeNull());
    expect(document.activeElement).toBe(screen.getByTestId('submit'));
  });
});
