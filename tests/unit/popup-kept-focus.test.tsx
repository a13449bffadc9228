// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import type { EligibilityExtension } from '../../src/domain/eligibility-extension.ts';
import type { FollowOn } from '../../src/domain/follow-on.ts';
import {
  eligibilitiesItem,
  extensionsItem,
  followOnsItem,
  journalItem,
  roleMarksItem,
  sessionItem,
} from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { FailureDetails } from '../../src/ui/failure-details.tsx';
import { activation, ada, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';

afterEach(cleanup);

const key = accountKey(ada);
const day = 24 * 60 * minute;
const owner = eligibility('Owner', { kind: 'managementGroup', scopeName: 'IT', endsAt: noon + 3 * day });
const reader = eligibility('Reader');

const asked: EligibilityExtension = {
  id: 'x',
  role: owner,
  until: isoInstant(noon + 30 * day),
  justification: 'Still needed',
  state: 'waiting',
  recordedAt: noon,
  changedAt: noon,
};

async function open() {
  const page = createTestPage();
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  await page.write(eligibilitiesItem(key, 'azure'), { rows: [owner, reader], readAt: noon - minute });
  render(<Popup />, { wrapper: page.Page });
  await waitFor(() => expect(screen.getAllByTestId('role-row')).toHaveLength(2));
  return page;
}

const row = (testId: string, role: { key: string }) =>
  screen.getAllByTestId(testId).find((one) => one.dataset['key'] === role.key)!;
const has = (element: () => HTMLElement) => waitFor(() => expect(document.activeElement).toBe(element()));

describe('the focus, when what had it goes', () => {
  it('stays in the row whose button went', async () => {
    const page = await open();
    within(row('role-row', owner)).getByTestId('ask-to-extend').focus();
    await page.write(extensionsItem(key), [asked]);
    await waitFor(() => expect(screen.queryByTestId('ask-to-extend')).toBeNull());
    await has(() => within(row('role-row', owner)).getByTestId('select'));
  });

  it('comes back to the row from a sheet whose opener went meanwhile', async () => {
    const page = await open();
    within(row('role-row', owner)).getByTestId('ask-to-extend').focus();
    fireEvent.click(within(row('role-row', owner)).getByTestId('ask-to-extend'));
    const sheet = await screen.findByTestId('extension-sheet');
    fireEvent.input(within(sheet).getByTestId('justification'), { target: { value: 'Still needed' } });
    page.answer = async (command) => {
      if (command === 'askExtension') await page.write(extensionsItem(key), [asked]);
    };
    within(sheet).getByTestId('extension-submit').focus();
    fireEvent.submit(sheet.querySelector('form')!);
    await waitFor(() => expect(screen.queryByTestId('extension-sheet')).toBeNull());
    expect(screen.queryByTestId('ask-to-extend')).toBeNull();
    await has(() => within(row('role-row', owner)).getByTestId('select'));
  });

  it('goes with a cancelled request to what became of it', async () => {
    const page = await open();
    await page.write(journalItem(key), [activation(reader, { state: 'waitingForApproval' })]);
    (await screen.findByTestId('withdraw')).focus();
    await page.write(journalItem(key), [
      activation(reader, { state: 'failed', settledAt: noon, failure: { kind: 'canceled' } }),
    ]);
    await waitFor(() => expect(screen.queryByTestId('waiting-section')).toBeNull());
    await has(() => row('outcome-row', reader));
  });

  it('goes to the row beside it, and to the search where none is', async () => {
    const page = await open();
    const waiting = [owner, reader].map((role) => activation(role, { state: 'waitingForApproval' }));
    await page.write(journalItem(key), waiting);
    await waitFor(() => expect(screen.getAllByTestId('withdraw')).toHaveLength(2));
    const first = screen.getAllByTestId('outcome-row')[0]!.dataset['key'];
    const rest = waiting.find(({ role }) => role.key !== first);
    within(screen.getAllByTestId('outcome-row')[0]!).getByTestId('withdraw').focus();
    await page.write(journalItem(key), [rest!]);
    await has(() => row('outcome-row', rest!.role));
    await page.write(journalItem(key), []);
    await has(() => screen.getByTestId('search'));
  });

  it('goes to the search from an offer that was taken up', async () => {
    const page = await open();
    const due: FollowOn = {
      id: 'wish',
      role: owner,
      ask: { minutes: 60, justification: 'On' },
      endsAt: noon - minute,
    };
    await page.write(followOnsItem(key), [due]);
    (await screen.findByTestId('follow-on-use')).focus();
    await page.write(followOnsItem(key), []);
    await has(() => screen.getByTestId('search'));
  });

  it('is nobody’s business after a click beside everything', async () => {
    const page = await open();
    await page.write(journalItem(key), [activation(reader, { state: 'waitingForApproval' })]);
    (await screen.findByTestId('withdraw')).focus();
    (document.activeElement as HTMLElement).blur();
    await Promise.resolve();
    await page.write(journalItem(key), []);
    await waitFor(() => expect(screen.queryByTestId('waiting-section')).toBeNull());
    expect(document.activeElement).toBe(document.body);
  });

  it('is on the one thing to press after signing out', async () => {
    const page = await open();
    await page.write(sessionItem, { status: 'signingIn' });
    await screen.findByTestId('signing-in');
    await waitFor(() => expect(document.activeElement).not.toBe(document.body));
    await page.write(sessionItem, { status: 'signedOut' });
    // Without a client id there is only the way to the welcome page.
    await has(() => screen.getByTestId('open-welcome'));
  });
});

describe('read out', () => {
  const says = (testId: string, text: string) =>
    waitFor(() => expect(screen.getByTestId(testId).textContent).toBe(text));

  it('is a favourite and a name of one’s own, also the first ones, and nothing that stood there before', async () => {
    const page = await open();
    expect(screen.getByTestId('marks-news').textContent).toBe('');
    await page.write(roleMarksItem(key), { [reader.key]: { favourite: true } });
    await says('marks-news', 'Reader on Shop is a favourite now');
    await page.write(roleMarksItem(key), { [reader.key]: { favourite: true, alias: 'look' } });
    await says('marks-news', 'Reader on Shop is called look now');
    // A use is no news.
    await page.write(roleMarksItem(key), { [reader.key]: { favourite: true, alias: 'look', uses: 1 } });
    await page.write(roleMarksItem(key), { [reader.key]: { favourite: true, uses: 1 } });
    await says('marks-news', 'Reader on Shop has no name of yours any more');
    await page.write(roleMarksItem(key), {});
    await says('marks-news', 'Reader on Shop is no favourite any more');
  });

  it('is a reading that was asked for, and no other', async () => {
    const page = await open();
    const list = { rows: [owner, reader], readAt: noon - minute };
    const said = () => screen.getByTestId('refresh-news').textContent;
    await page.write(eligibilitiesItem(key, 'azure'), { ...list, readingSince: noon });
    await waitFor(() => expect(screen.getByTestId('age').textContent).toBe('Updating…'));
    await page.write(eligibilitiesItem(key, 'azure'), { ...list, readAt: noon });
    await waitFor(() => expect(screen.getByTestId('age').textContent).toBe('Updated just now'));
    expect(said()).toBe('');
    fireEvent.click(screen.getByTestId('refresh'));
    await page.write(eligibilitiesItem(key, 'azure'), { ...list, readingSince: noon });
    await says('refresh-news', 'Updating…');
    await page.write(eligibilitiesItem(key, 'azure'), { ...list, readAt: noon });
    await says('refresh-news', 'Updated just now');
  });

  it('is that what a service said was copied, all of it', async () => {
    const page = createTestPage();
    const failure = { kind: 'denied', code: 'RoleNo', message: 'No.', status: 400 } as const;
    render(<FailureDetails failure={failure} />, { wrapper: page.Page });
    fireEvent.click(screen.getByTestId('copy'));
    await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Copied'));
    expect(page.copied).toEqual(['RoleNo\nNo.\nHTTP status 400']);
  });
});
