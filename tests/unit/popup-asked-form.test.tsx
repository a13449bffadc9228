// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import type { Draft } from '../../src/domain/habits.ts';
import { type ActivationPolicy, defaultPolicy } from '../../src/domain/policy.ts';
import type { Session } from '../../src/domain/session.ts';
import { draftItem, eligibilitiesItem, policiesItem, sessionItem } from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { ada, createTestPage, eligibility, noon } from './ui-harness.tsx';

afterEach(cleanup);

const key = accountKey(ada);
const owner = eligibility('Owner', { kind: 'managementGroup', scopeName: 'IT' });
const reader = eligibility('Reader');
const askedFor = (role: { key: (typeof owner)['key'] }, askedAt = noon): Draft => ({
  keys: [role.key],
  minutes: { [role.key]: 60 },
  justification: 'Release',
  askedAt,
});

async function open(draft: Draft | null, policy: Partial<ActivationPolicy> = {}, session?: Session) {
  const test = createTestPage();
  await test.write(sessionItem, session ?? { status: 'signedIn', account: ada });
  await test.write(eligibilitiesItem(key, 'azure'), { rows: [owner, reader], readAt: noon });
  const known = { readAt: noon, policy: { ...defaultPolicy, ...policy } };
  await test.write(policiesItem(key), { [owner.key]: known, [reader.key]: known });
  if (draft) await test.write(draftItem(key), draft);
  render(<Popup />, { wrapper: test.Page });
  await screen.findByTestId('search');
  return test;
}

const role = async () => (await screen.findByTestId('form-role')).dataset['key'];
const focus = (testId: string) =>
  waitFor(() => expect(document.activeElement?.getAttribute('data-testid')).toBe(testId));

describe('the form that a quick way asks for', () => {
  it('is filled in, with the focus on its button', async () => {
    const test = await open(askedFor(owner));
    expect(await role()).toBe(owner.key);
    await focus('submit');
    fireEvent.click(screen.getByTestId('submit'));
    await waitFor(() => expect(test.sentAs('activate')).toHaveLength(1));
    expect(test.sentAs('activate')[0]?.requests).toEqual([
      { key: owner.key, ask: { minutes: 60, justification: 'Release' } },
    ]);
  });

  it('leads to what is missing, and says so', async () => {
    const test = await open(askedFor(owner), { ticketRequired: true });
    await focus('ticket-number');
    expect(screen.getByTestId('ticket-number').getAttribute('aria-invalid')).toBe('true');
    fireEvent.click(screen.getByTestId('submit'));
    expect(test.sentAs('activate')).toEqual([]);
  });

  it('takes no key that is held down for an answer', async () => {
    await open(askedFor(owner));
    await focus('submit');
    const held = (repeat: boolean) =>
      fireEvent.keyDown(screen.getByTestId('submit'), { key: 'Enter', repeat });
    // `fireEvent` answers whether the browser goes on to press the button.
    expect(held(true)).toBe(false);
    expect(held(false)).toBe(true);
  });

  it('takes the place of another that is open', async () => {
    const test = await open({ keys: [reader.key], minutes: {} });
    expect(await role()).toBe(reader.key);
    await test.write(draftItem(key), askedFor(owner));
    await waitFor(async () => expect(await role()).toBe(owner.key));
    await focus('submit');
  });

  it('opens once for each time it was asked for', async () => {
    const test = await open(null);
    await test.write(draftItem(key), askedFor(owner));
    await screen.findByTestId('form');
    fireEvent.click(screen.getByTestId('sheet-close'));
    await waitFor(() => expect(screen.queryByTestId('form')).toBeNull());
    await test.write(draftItem(key), { ...askedFor(owner), justification: 'The same again' });
    // Drawn after it, so that the popup has seen both.
    await test.write(sessionItem, { status: 'signedIn', account: { ...ada, name: 'Lady Lovelace' } });
    await waitFor(() => expect(screen.getByTestId('account-menu').textContent).toContain('LL'));
    expect(screen.queryByTestId('form')).toBeNull();
    await test.write(draftItem(key), askedFor(reader, noon + 1));
    expect(await role()).toBe(reader.key);
  });

  it('waits until somebody is signed in who can send it', async () => {
    const test = await open(askedFor(owner), {}, { status: 'signInNeeded', account: ada });
    await screen.findByTestId('sign-in-needed');
    expect(screen.queryByTestId('form')).toBeNull();
    await test.write(sessionItem, { status: 'signedIn', account: ada });
    expect(await role()).toBe(owner.key);
  });
});
