// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import type { CheckResult } from '../../src/domain/check.ts';
import { FailureError } from '../../src/domain/failure.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import {
  checkItem,
  draftItem,
  eligibilitiesItem,
  policiesItem,
  sessionItem,
} from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { ada, createTestPage, eligibility, noon } from './ui-harness.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const key = accountKey(ada);
const owner = eligibility('Owner');
const reader = eligibility('Reader');

async function open() {
  const test = createTestPage();
  await test.write(sessionItem, { status: 'signedIn', account: ada });
  await test.write(eligibilitiesItem(key, 'azure'), { rows: [owner, reader], readAt: noon });
  const page = { readAt: noon, policy: defaultPolicy };
  await test.write(policiesItem(key), { [owner.key]: page, [reader.key]: page });
  await test.write(draftItem(key), { keys: [owner.key, reader.key], minutes: {} });
  render(<Popup />, { wrapper: test.Page });
  await screen.findByTestId('form');
  await waitFor(() => expect(document.querySelectorAll('[data-rules="known"]')).toHaveLength(2));
  return test;
}

const press = () => fireEvent.click(screen.getByTestId('check-requests'));
const noteOf = ({ key: role }: { key: string }) => {
  const row = screen.getAllByTestId('form-role').find((one) => one.dataset['key'] === role)!;
  return within(row).queryByTestId('check');
};
type Test = Awaited<ReturnType<typeof open>>;
async function answer(test: Test, ofOwner: CheckResult, ofReader: CheckResult = { result: 'checking' }) {
  const id = test.sentAs('check').at(-1)!.checkId;
  await test.write(checkItem(key), { id, rows: { [owner.key]: ofOwner, [reader.key]: ofReader } });
}

describe('"Check" in the form', () => {
  it('asks for what the form would ask for, sends nothing, and keeps the form open', async () => {
    const test = await open();
    press();
    await waitFor(() => expect(noteOf(reader)?.dataset['check']).toBe('checking'));
    const ask = { minutes: 480, justification: 'Daily PIM elevation' };
    expect(test.sentAs('check')).toEqual([
      {
        checkId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        requests: [
          { key: owner.key, ask },
          { key: reader.key, ask },
        ],
      },
    ]);
    expect(screen.getByTestId('check-requests').getAttribute('aria-busy')).toBe('true');
    await answer(test, { result: 'accepted', waits: false });
    await waitFor(() =>
      expect(noteOf(owner)?.textContent).toBe('Microsoft would accept this. Nothing has been activated.'),
    );
    expect(screen.getByTestId('check-requests').getAttribute('aria-busy')).toBe('true');
    await answer(test, { result: 'accepted', waits: false }, { result: 'accepted', waits: true });
    await waitFor(() => expect(noteOf(reader)?.textContent).toContain('have it wait for approval'));
    expect(screen.getByTestId('check-requests').getAttribute('aria-busy')).toBeNull();
    expect(test.sentAs('activate')).toEqual([]);
    expect(screen.getByTestId('form')).toBeTruthy();
  });

  it('shows a refusal with its sentences and the service’s own words', async () => {
    const test = await open();
    press();
    const failure = {
      kind: 'refused',
      code: 'SomethingNew',
      message: 'Said by Microsoft',
      status: 400,
    } as const;
    await answer(test, { result: 'refused', failure }, { result: 'failed', failure: { kind: 'offline' } });
    await waitFor(() => expect(noteOf(owner)?.textContent).toContain('Microsoft would refuse this.'));
    const said = noteOf(owner)!.textContent;
    for (const part of [
      'Nothing has been activated.',
      'SomethingNew',
      'Said by Microsoft',
      'HTTP status 400',
    ])
      expect(said).toContain(part);
    expect(noteOf(reader)?.textContent).toContain('This could not be checked.');
    expect(noteOf(reader)?.textContent).toContain('Nothing has been activated.');
  });

  it.each(['mfaRequired', 'authenticationContextRequired'] as const)(
    'does not call it a refusal where only proof is missing (%s)',
    async (kind) => {
      const test = await open();
      press();
      await answer(test, { result: 'refused', failure: { kind, status: 400, code: 'Some' } });
      await waitFor(() =>
        expect(noteOf(owner)?.textContent).toContain('Microsoft would ask for a stronger sign-in first.'),
      );
      expect(noteOf(owner)?.textContent).not.toContain('would refuse');
    },
  );

  it.each([
    ['alreadyActive', 'active already'],
    ['unsupported', 'does not offer this check'],
    ['unclear', 'Look among your active roles'],
  ] as const)('says what %s means', async (result, words) => {
    const test = await open();
    press();
    await answer(test, { result });
    await waitFor(() => expect(noteOf(owner)?.textContent).toContain(words));
  });

  it('takes an answer away when what is asked for changes, of that role alone', async () => {
    const test = await open();
    press();
    await answer(test, { result: 'accepted', waits: false }, { result: 'alreadyActive' });
    await waitFor(() => expect(noteOf(owner)?.dataset['check']).toBe('accepted'));
    const length = screen.getAllByTestId('length')[0]!;
    fireEvent.input(length, { target: { value: '1h' } });
    await waitFor(() => expect(noteOf(owner)).toBeNull());
    expect(noteOf(reader)?.dataset['check']).toBe('alreadyActive');
  });

  it('takes every answer away where the form does not say any more what was checked', async () => {
    const test = await open();
    press();
    await answer(test, { result: 'accepted', waits: false }, { result: 'accepted', waits: false });
    await waitFor(() => expect(noteOf(owner)?.dataset['check']).toBe('accepted'));
    const gone = () =>
      waitFor(() => expect([owner, reader].map((role) => noteOf(role))).toEqual([null, null]));
    fireEvent.click(screen.getByTestId('start-later'));
    await gone();
    // A start that has passed goes into no request: without it the request would be the one that was checked.
    fireEvent.input(screen.getByTestId('start-date'), { target: { value: '2020-01-01' } });
    await screen.findByTestId('start-error');
    await gone();
    press();
    expect(test.sentAs('check')).toHaveLength(1);
    fireEvent.click(screen.getByTestId('start-now'));
    await waitFor(() => expect(noteOf(owner)?.dataset['check']).toBe('accepted'));
    // No length for all: each role has its usual one meanwhile, as when it was checked.
    fireEvent.input(screen.getByTestId('length-all'), { target: { value: 'soon' } });
    await gone();
    press();
    expect(test.sentAs('check')).toHaveLength(1);
  });

  it('shows no answer of an earlier form', async () => {
    const test = await open();
    await test.write(checkItem(key), { id: 'earlier', rows: { [owner.key]: { result: 'alreadyActive' } } });
    press();
    await waitFor(() => expect(noteOf(owner)?.dataset['check']).toBe('checking'));
  });

  it('asks nothing of a form that the rules would refuse, and shows why', async () => {
    const test = await open();
    fireEvent.input(screen.getByTestId('justification'), { target: { value: ' ' } });
    press();
    await waitFor(() => expect(screen.getByText(/Enter a justification/)).toBeTruthy());
    expect(test.sentAs('check')).toEqual([]);
  });

  it('says so where it could not be begun', async () => {
    const test = await open();
    test.answer = (command) =>
      command === 'check' ? Promise.reject(new FailureError({ kind: 'internal' })) : Promise.resolve();
    press();
    await waitFor(() => expect(screen.getByTestId('failure').dataset['failure']).toBe('internal'));
    expect(noteOf(owner)).toBeNull();
    expect(screen.getByTestId('check-requests').getAttribute('aria-busy')).toBeNull();
  });

  it('gives up on a worker that was stopped', async () => {
    const test = await open();
    vi.useFakeTimers();
    press();
    await vi.advanceTimersByTimeAsync(30_000);
    await answer(test, { result: 'accepted', waits: false });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(noteOf(owner)?.dataset['check']).toBe('accepted');
    expect(noteOf(reader)?.dataset['check']).toBe('failed');
    expect(screen.getByTestId('check-requests').getAttribute('aria-busy')).toBeNull();
  });
});
