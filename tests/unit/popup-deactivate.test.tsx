// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import { type Deactivation, newDeactivation } from '../../src/domain/deactivation.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import type { Assignment, Eligibility } from '../../src/domain/role.ts';
import { assignmentsItem, deactivationsItem, sessionItem, settingsItem } from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { ada, assignment, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';

afterEach(cleanup);

const key = accountKey(ada);
const owner = eligibility('Owner');
const reader = eligibility('Reader');
const writer = eligibility('Writer');

const held = (role: Eligibility, agoMs: number): Assignment => ({
  ...assignment(role, { endsAt: noon + 60 * minute }),
  startsAt: isoInstant(noon - agoMs),
});
const ended = (role: Assignment, members: Partial<Deactivation>): Deactivation => ({
  ...newDeactivation({ id: `end-${role.key}`, role, at: noon }),
  ...members,
});

async function open(rows: Assignment[], deactivations: Deactivation[] = []) {
  const page = createTestPage();
  await page.write(settingsItem, { clientId: ada.tenantId, tenant: 'organizations', portal: 'prompt' });
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  await page.write(assignmentsItem(key, 'azure'), { rows, readAt: noon });
  await page.write(deactivationsItem(key), deactivations);
  render(<Popup />, { wrapper: page.Page });
  await screen.findByTestId('search');
  await waitFor(() => expect(page.sentAs('refreshRoles')).toHaveLength(1));
  return page;
}

const rowOf = async (role: { key: string }) => {
  const rows = await screen.findAllByTestId('active-row');
  return within(rows.find((one) => one.dataset['key'] === role.key)!);
};

it('says that more cannot be deactivated at once than one message holds, until a search leaves fewer', async () => {
  const many = Array.from({ length: 101 }, (_, at) => eligibility(`Operator ${at + 1}`));
  const page = await open(many.map((role) => held(role, 30 * minute)));
  fireEvent.click(await screen.findByTestId('deactivate-all'));
  expect((await screen.findByTestId('deactivate-too-many')).textContent).toContain('At most 100 roles');
  expect(screen.queryByTestId('deactivate-question')).toBeNull();
  fireEvent.input(screen.getByTestId('search'), { target: { value: 'operator 10' } });
  await waitFor(() => expect(screen.queryByTestId('deactivate-too-many')).toBeNull());
  fireEvent.click(screen.getByTestId('deactivate-all'));
  fireEvent.click(await screen.findByTestId('deactivate-yes'));
  const keys = [10, 100, 101].map((number) => many[number - 1]!.key);
  expect(page.sentAs('deactivate').map((sent) => new Set(sent.keys))).toEqual([new Set(keys)]);
});

describe('deactivating one role', () => {
  it('is asked first, and told to the worker when it is confirmed', async () => {
    const page = await open([held(owner, 30 * minute)]);
    const row = await rowOf(owner);
    fireEvent.click(row.getByRole('button', { name: 'Deactivate Owner on Shop' }));
    const question = within(row.getByRole('group', { name: 'Deactivate Owner on Shop now?' }));
    expect(document.activeElement).toBe(question.getByTestId('keep'));
    expect(page.sentAs('deactivate')).toEqual([]);
    fireEvent.click(question.getByTestId('deactivate-yes'));
    expect(page.sentAs('deactivate')).toEqual([{ keys: [owner.key] }]);
    expect(document.activeElement).toBe(screen.getByTestId('search'));
  });

  it.each(['Escape', 'Keep active'])('is not done by %s, which gives the focus back', async (way) => {
    const page = await open([held(owner, 30 * minute)]);
    const row = await rowOf(owner);
    fireEvent.click(row.getByTestId('deactivate'));
    const keep = row.getByTestId('keep');
    // Unhandled, the key would close the popup.
    if (way === 'Escape') expect(fireEvent.keyDown(keep, { key: 'Escape' })).toBe(false);
    else fireEvent.click(keep);
    await waitFor(() => expect(row.queryByTestId('deactivate-question')).toBeNull());
    expect(document.activeElement).toBe(row.getByTestId('deactivate'));
    expect(page.sentAs('deactivate')).toEqual([]);
  });

  it('within five minutes says from when on it works, in a full minute, and does nothing', async () => {
    const page = await open([held(owner, 90_000)]);
    const row = await rowOf(owner);
    const button = row.getByTestId('deactivate');
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect((button as HTMLButtonElement).disabled).toBe(false);
    const reason = document.getElementById(button.getAttribute('aria-describedby')!);
    const time = new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit' });
    expect(reason?.textContent).toContain(`from ${time.format(noon + 4 * minute)}`);
    fireEvent.click(button);
    expect(row.queryByTestId('deactivate-question')).toBeNull();
    expect(page.sent.map(({ command }) => command)).not.toContain('deactivate');
  });

  it('is offered when the time has come, also by what the service said', async () => {
    const role = held(owner, 6 * minute);
    const early = ended(role, { state: 'tooEarly', readyAt: noon + minute, settledAt: noon });
    const page = await open([role], [early]);
    const row = await rowOf(owner);
    expect(row.getByTestId('deactivate').getAttribute('aria-disabled')).toBe('true');
    page.clock.now = noon + minute;
    document.dispatchEvent(new Event('visibilitychange'));
    await waitFor(() => expect(row.getByTestId('deactivate').getAttribute('aria-disabled')).toBeNull());
    expect(screen.getByTestId('outcome-state').textContent).toContain('can be deactivated now');
  });

  it('is not offered for what an administrator assigned', async () => {
    await open([assignment(owner, { assignmentType: 'assigned' })]);
    expect((await rowOf(owner)).queryByTestId('deactivate')).toBeNull();
  });
});

describe('deactivating all', () => {
  it('tells how many, leaves out the young ones, and does what was asked when the roles change', async () => {
    const page = await open([held(owner, 30 * minute), held(reader, 20 * minute), held(writer, minute)]);
    fireEvent.click(await screen.findByTestId('deactivate-all'));
    const question = screen.getByTestId('deactivate-question');
    expect(question.textContent).toContain('Deactivate 2 roles now? 1 more was activated less than five');
    page.clock.now = noon + 5 * minute;
    document.dispatchEvent(new Event('visibilitychange'));
    await waitFor(async () =>
      expect((await rowOf(writer)).getByTestId('deactivate').getAttribute('aria-disabled')).toBeNull(),
    );
    fireEvent.click(within(question).getByTestId('deactivate-yes'));
    const { keys } = page.sentAs('deactivate')[0]!;
    expect(keys.toSorted()).toEqual([owner.key, reader.key].toSorted());
  });

  it('is offered for two or more', async () => {
    await open([held(owner, 30 * minute), held(writer, minute)]);
    await rowOf(owner);
    expect(screen.queryByTestId('deactivate-all')).toBeNull();
  });
});

describe('what became of a deactivation', () => {
  it('is shown and announced, and the role is not shown as active, whatever the list still says', async () => {
    const role = held(owner, 30 * minute);
    const { startsAt: _, endsAt: __, ...ghost } = role;
    const page = await open([role], [ended(role, { state: 'sending' })]);
    expect((await rowOf(owner)).queryByTestId('deactivate')).toBeNull();
    expect(screen.getByTestId('outcome-state').textContent).toBe('Deactivating…');
    await page.write(deactivationsItem(key), [
      ended(role, { state: 'ended', settledAt: noon, endedAt: noon }),
    ]);
    await waitFor(() => expect(screen.queryByTestId('active-row')).toBeNull());
    await waitFor(() =>
      expect(screen.getByTestId('announcer').textContent).toBe('Owner on Shop: Deactivated'),
    );
    await page.write(assignmentsItem(key, 'azure'), {
      rows: [{ ...ghost, assignmentType: 'assigned' }],
      readAt: noon + 1,
    });
    await waitFor(() => expect(screen.queryByTestId('active-row')).toBeNull());
    fireEvent.click(screen.getByTestId('dismiss'));
    expect(page.sentAs('dismissOutcomes')).toEqual([{ ids: [`end-${role.key}`] }]);
  });

  it.each([
    ['tooShort', 'five minutes after its activation'],
    ['notKnownYet', 'has not taken in the activation yet'],
  ] as const)('tells why it was too early: %s', async (early, words) => {
    const role = held(owner, minute);
    await open(
      [role],
      [ended(role, { state: 'tooEarly', early, readyAt: noon + 4 * minute, settledAt: noon })],
    );
    await waitFor(() => expect(screen.getByTestId('outcome-state').textContent).toContain(words));
  });

  it('says that the role is still active when it failed, and nothing of activating when nobody knows', async () => {
    const roles = [held(owner, 30 * minute), held(reader, 30 * minute)] as const;
    await open(
      [...roles],
      [
        ended(roles[0], { state: 'failed', failure: { kind: 'resourceLocked' }, settledAt: noon }),
        ended(roles[1], { state: 'unknown', failure: { kind: 'outcomeUnknown' }, settledAt: noon }),
      ],
    );
    const texts = (await screen.findAllByTestId('failure')).map((one) => one.textContent);
    expect(texts[0]).toContain('The role is still active.');
    expect(texts[1]).toContain('deactivate it again');
  });
});
