// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { options } from 'preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import type { Activation } from '../../src/domain/activation.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { FailureError } from '../../src/domain/failure.ts';
import type { EligibilityList } from '../../src/domain/lists.ts';
import {
  assignmentsItem,
  eligibilitiesItem,
  journalItem,
  sessionItem,
  settingsItem,
} from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { RoleRow } from '../../src/popup/role-row.tsx';
import { activation, ada, assignment, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const key = accountKey(ada);
const owner = eligibility('Owner', {
  templateId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  kind: 'managementGroup',
  scopeName: 'IT',
});
const reader = eligibility('Reader', { memberType: 'group' });
const groups = eligibility('Groups Administrator', { source: 'entra' });
const consent = { kind: 'consentMissing', facts: { consentUrl: 'https://consent.test/' } } as const;

interface Lists {
  entra?: Partial<EligibilityList>;
  azure?: Partial<EligibilityList>;
  groups?: Partial<EligibilityList>;
}

async function open(lists: Lists = {}) {
  const { entra = { rows: [groups] }, azure = { rows: [owner, reader] } } = lists;
  const page = createTestPage();
  await page.write(settingsItem, { clientId: ada.tenantId, tenant: 'organizations', portal: 'prompt' });
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  const readAt = noon - 3 * minute;
  await page.write(eligibilitiesItem(key, 'entra'), { rows: [], readAt, ...entra });
  await page.write(eligibilitiesItem(key, 'azure'), { rows: [], readAt, ...azure });
  await page.write(eligibilitiesItem(key, 'groups'), { rows: [], readAt, ...lists.groups });
  await page.write(assignmentsItem(key, 'groups'), { rows: [], readAt });
  await page.write(assignmentsItem(key, 'entra'), { rows: [], readAt });
  await page.write(assignmentsItem(key, 'azure'), { rows: [], readAt });
  render(<Popup />, { wrapper: page.Page });
  await screen.findByTestId('search');
  await waitFor(() => expect(screen.getByTestId('age').textContent).not.toBe('Not read yet'));
  // Sent by an effect, which runs after the first rendering.
  await waitFor(() => expect(page.sentAs('refreshRoles')).toHaveLength(1));
  return page;
}

const rowOf = (role: { key: string }) => {
  const row = screen.getAllByTestId('role-row').find((one) => one.dataset['key'] === role.key);
  if (!row) throw new Error(`No row for ${role.key}`);
  return row;
};
/** Calls back whenever Preact renders this component; answers with the way to stop. */
function onRender<P>(component: (props: P) => unknown, callback: (props: P) => void): () => void {
  // The hook before a rendering, under the short name that Preact publishes it by.
  const hooks = options as { __r?: (vnode: { type: unknown; props: unknown }) => void };
  const before = hooks.__r;
  hooks.__r = (vnode) => {
    if (vnode.type === component) callback(vnode.props as P);
    before?.(vnode);
  };
  return () => {
    hooks.__r = before!;
  };
}

const search = (value: string) => fireEvent.input(screen.getByTestId('search'), { target: { value } });
const shown = () => screen.queryAllByTestId('role-row').map((row) => row.dataset['key']);

describe('the list of eligible roles', () => {
  it('shows both sources at once with their age, and has them refreshed behind', async () => {
    const page = await open();
    expect(shown()).toEqual([groups.key, owner.key, reader.key]);
    expect(screen.getByTestId('age').textContent).toBe('Updated 3 min ago');
    expect(page.sentAs('refreshRoles')).toEqual([{ unlessYoungerThanMs: minute }]);
  });

  it('says role, scope, kind of scope, group and privilege', async () => {
    await open();
    expect(rowOf(owner).textContent).toContain('Management group · IT');
    expect(within(rowOf(owner)).getByRole('img', { name: 'Privileged role' })).toBeTruthy();
    expect(rowOf(reader).textContent).toContain('through a group');
    expect(within(rowOf(reader)).queryByRole('img', { name: 'Privileged role' })).toBeNull();
    expect(rowOf(groups).textContent).toContain('Directory');
  });

  it('says when an eligibility ends soon, and nothing when it ends much later', async () => {
    const soon = eligibility('Soon', { endsAt: noon + 3 * 24 * 60 * minute });
    const late = eligibility('Late', { endsAt: noon + 90 * 24 * 60 * minute });
    await open({ azure: { rows: [soon, late] } });
    expect(rowOf(soon).textContent).toContain('eligible until');
    expect(rowOf(late).textContent).not.toContain('eligible until');
  });

  it('never lets a failing source hide the other, and tries that source again', async () => {
    const page = await open({ entra: { rows: [], failure: consent } });
    expect(shown()).toEqual([owner.key, reader.key]);
    const note = screen.getByTestId('source-failure');
    expect(note.dataset['source']).toBe('entra');
    expect(note.textContent).toContain('The Entra roles could not be read.');
    expect(note.textContent).toContain('What you see was read 3 min ago.');
    fireEvent.click(within(note).getByTestId('try-again'));
    expect(page.sentAs('refreshRoles').at(-1)).toEqual({ sources: ['entra'] });
    fireEvent.click(within(note).getByTestId('copy-consent'));
    await waitFor(() => expect(page.copied).toEqual(['https://consent.test/']));
  });

  it('keeps the rows of a source that fails now', async () => {
    await open({ entra: { rows: [groups], failure: { kind: 'offline' } } });
    expect(shown()).toContain(groups.key);
    expect(screen.getByTestId('source-failure').textContent).toContain('could not be reached');
  });

  it.each([
    ['unreadable', 'could not be understood'],
    ['serverError', 'had an error'],
    ['licenseMissing', 'no licence'],
  ] as const)('says what failed: %s', async (kind, expected) => {
    await open({ azure: { failure: { kind } } });
    expect(screen.getByTestId('source-failure').textContent).toContain(expected);
  });

  it('holds the place of rows that are read for the first time', async () => {
    const page = createTestPage();
    await page.write(sessionItem, { status: 'signedIn', account: ada });
    await page.write(eligibilitiesItem(key, 'azure'), { rows: [], readingSince: noon });
    render(<Popup />, { wrapper: page.Page });
    expect(await screen.findByTestId('skeleton')).toBeTruthy();
    expect(screen.getByTestId('age').textContent).toBe('Updating…');
    await page.write(eligibilitiesItem(key, 'azure'), { rows: [owner], readAt: noon });
    await waitFor(() => expect(shown()).toEqual([owner.key]));
    expect(screen.queryByTestId('skeleton')).toBeNull();
  });

  it('says that there is nothing to activate only when every source has said so', async () => {
    const page = await open({ entra: {}, azure: { failure: { kind: 'timeout' } } });
    expect(screen.queryByTestId('no-roles')).toBeNull();
    expect(screen.getByTestId('part-entra').textContent).toContain('You have no eligible Entra roles.');
    await page.write(eligibilitiesItem(key, 'azure'), { rows: [], readAt: noon });
    expect((await screen.findByTestId('no-roles')).textContent).toContain('ada@contoso.com');
  });

  it('renders one row, and not all, when one is picked', async () => {
    const rows = Array.from({ length: 300 }, (_, n) => eligibility('Reader', { scopeName: `Sub ${n}` }));
    await open({ azure: { rows } });
    const rendered: string[] = [];
    const stop = onRender(RoleRow, ({ role }) => rendered.push(role.key));
    fireEvent.click(within(rowOf(rows[1]!)).getByTestId('select'));
    await screen.findByTestId('selection-bar');
    stop();
    expect(rendered).toEqual([rows[1]!.key]);
  });
});

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

describe('what is active', () => {
  it('shows the time left, and lets it go when it is over', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const page = await open();
    await page.write(assignmentsItem(key, 'azure'), {
      rows: [
        assignment(owner, { endsAt: noon + 312 * minute }),
        assignment(reader, { assignmentType: 'assigned' }),
      ],
      readAt: noon,
    });
    expect((await screen.findByTestId('time-left')).textContent).toBe('5 h 12 min left');
    expect(screen.getByTestId('permanent').textContent).toBe('1 role you hold without activating it');
    page.clock.now = noon + 300 * minute;
    vi.advanceTimersByTime(20_000);
    await waitFor(() => expect(screen.getByTestId('time-left').textContent).toBe('12 min left'));
    expect(screen.getByTestId('age').textContent).toBe('Updated 5 h ago');
    page.clock.now = noon + 312 * minute;
    vi.advanceTimersByTime(20_000);
    await waitFor(() => expect(screen.queryByTestId('time-left')).toBeNull());
    expect(rowOf(owner).dataset['availability']).toBe('free');
  });
});

describe('the requests', () => {
  it('show each state, and take a settled one away', async () => {
    const page = await open();
    await page.write(journalItem(key), [
      activation(owner, { id: 'a', state: 'sending' }),
      activation(reader, {
        id: 'b',
        state: 'failed',
        settledAt: noon,
        failure: { kind: 'ticketRequired', code: 'X', message: 'TicketingRule' },
      }),
    ]);
    const [sending, failed] = await screen.findAllByTestId('outcome-row');
    expect(sending?.dataset['state']).toBe('sending');
    expect(within(sending!).queryByTestId('dismiss')).toBeNull();
    expect(failed?.textContent).toContain('The role’s rules ask for a ticket.');
    expect(rowOf(owner).dataset['availability']).toBe('underWay');
    fireEvent.click(within(failed!).getByTestId('dismiss'));
    expect(page.sentAs('dismissOutcomes')).toEqual([{ ids: ['b'] }]);
  });

  it('ask again with what was asked before, but never with its ticket', async () => {
    const page = await open();
    const ask = { minutes: 60, justification: 'Incident', ticket: { number: 'INC1', system: 'SNOW' } };
    await page.write(journalItem(key), [
      activation(reader, { state: 'failed', settledAt: noon, ask, failure: { kind: 'serverError' } }),
    ]);
    fireEvent.click(await screen.findByTestId('ask-again'));
    expect((await screen.findByTestId<HTMLSelectElement>('length')).value).toBe('60');
    expect(screen.getByTestId<HTMLTextAreaElement>('justification').value).toBe('Incident');
    expect(screen.queryByDisplayValue('INC1')).toBeNull();
  });

  it('that wait for a proof go on by a click, one or all, and can be taken away', async () => {
    const page = await open();
    const proof = { about: 'context' as const, context: 'c1', claims: '{}' };
    const waiting = (role: typeof owner, id: string, members: Partial<Activation> = {}) =>
      activation(role, { id, state: 'proofNeeded', proof, ...members });
    await page.write(journalItem(key), [
      waiting(owner, 'a', { failure: { kind: 'proofCancelled' } }),
      waiting(reader, 'b'),
    ]);
    const button = await screen.findByRole('button', { name: 'Verify and continue: Owner on IT' });
    fireEvent.click(button);
    expect(page.sentAs('verify')).toEqual([{ ids: ['a'] }]);
    fireEvent.click(screen.getByTestId('verify-all'));
    expect(page.sentAs('verify')[1]?.ids.toSorted()).toEqual(['a', 'b']);
    expect(screen.getByText('The verification window was closed before it was finished.')).toBeTruthy();
    fireEvent.click(screen.getAllByTestId('dismiss')[0]!);
    expect(page.sentAs('dismissOutcomes')).toHaveLength(1);
    expect(rowOf(owner).dataset['availability']).toBe('underWay');

    // While the window is open there is nothing to click here.
    await page.write(journalItem(key), [waiting(owner, 'a', { proof: { ...proof, windowOf: 'w' } })]);
    await waitFor(() => expect(screen.queryByTestId('verify')).toBeNull());
    await page.write(journalItem(key), [waiting(owner, 'a', { failure: { kind: 'proofCancelled' } })]);
    await waitFor(() =>
      expect(screen.getByTestId('announcer').textContent).toContain('verification window was closed'),
    );
  });

  it('are read out when they change, and not when they stood there before', async () => {
    const page = await open();
    await page.write(journalItem(key), [activation(owner, { state: 'following' })]);
    await waitFor(() =>
      expect(screen.getByTestId('announcer').textContent).toBe('Owner on IT: Accepted, being set up…'),
    );
    await page.write(journalItem(key), [
      activation(owner, { state: 'active', settledAt: noon, endsAt: isoInstant(noon + 480 * minute) }),
    ]);
    await waitFor(() =>
      expect(screen.getByTestId('announcer').textContent).toContain('Owner on IT: Active, ends'),
    );
    cleanup();
    render(<Popup />, { wrapper: page.Page });
    await screen.findByTestId('outcome-row');
    expect(screen.getByTestId('announcer').textContent).toBe('');
  });
});

describe('signing in and out', () => {
  it('shows who is signed in, and signs out', async () => {
    const page = await open();
    fireEvent.click(screen.getByTestId('account-menu'));
    expect(screen.getByTestId('account-menu').getAttribute('aria-expanded')).toBe('true');
    expect(screen.getByTestId('username').textContent).toBe('ada@contoso.com');
    fireEvent.click(screen.getByTestId('sign-out'));
    expect(page.sentAs('signOut')).toHaveLength(1);
    fireEvent.keyDown(screen.getByTestId('sign-out'), { key: 'Escape' });
    expect(screen.getByTestId('account-menu').getAttribute('aria-expanded')).toBe('false');
  });

  it('keeps the lists readable when a sign-in is needed, and says it once', async () => {
    const page = await open({ azure: { rows: [owner], failure: { kind: 'signInNeeded' } } });
    await page.write(sessionItem, {
      status: 'signInNeeded',
      account: ada,
      failure: { kind: 'signInNeeded' },
    });
    fireEvent.click(within(await screen.findByTestId('sign-in-needed')).getByTestId('sign-in'));
    expect(page.sentAs('signIn')).toHaveLength(1);
    expect(shown()).toContain(owner.key);
    expect(screen.queryByTestId('source-failure')).toBeNull();
  });

  it('says that the network is gone over the stored list', async () => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    await open();
    expect(screen.getByTestId('offline').textContent).toContain('You are offline.');
    expect(shown()).toHaveLength(3);
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true);
    fireEvent(window, new Event('online'));
    await waitFor(() => expect(screen.queryByTestId('offline')).toBeNull());
  });

  it('tells a command that was refused, until the next one is accepted', async () => {
    const page = await open();
    page.answer = () => Promise.reject(new FailureError({ kind: 'internal', message: 'x' }));
    fireEvent.click(screen.getByTestId('refresh'));
    expect((await screen.findByTestId('failure')).textContent).toContain('inside Hoist');
    page.answer = async () => undefined;
    fireEvent.click(screen.getByTestId('refresh'));
    await waitFor(() => expect(screen.queryByTestId('failure')).toBeNull());
  });
});
