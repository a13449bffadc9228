// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { options } from 'preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { assignmentsItem, eligibilitiesItem, sessionItem } from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { RoleRow } from '../../src/popup/role-row.tsx';
import { sayOnline } from './network.ts';
import { ada, assignment, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';
import { putBack } from './put-back.ts';
import { groups, key, open, owner, reader, rowOf, shown } from './popup-home-rig.tsx';

afterEach(putBack);

const consent = { kind: 'consentMissing', facts: { consentUrl: 'https://consent.test/' } } as const;

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

describe('the list of eligible roles', () => {
  it('shows both sources at once with their age, and has them refreshed behind', async () => {
    const page = await open();
    expect(shown()).toEqual([groups.key, owner.key, reader.key]);
    expect(screen.getByTestId('age').textContent).toBe('Updated 3 min ago');
    expect(page.sentAs('refreshRoles')).toEqual([{ unlessYoungerThanMs: minute }]);
  });

  it('says in place of the age that some could not be read, which may be said out of sight', async () => {
    const page = await open({ entra: { rows: [groups], readAt: noon, failure: { kind: 'timeout' } } });
    const age = () => screen.getByTestId('age').textContent;
    expect(age()).toBe('Not all updated');
    await page.write(eligibilitiesItem(key, 'entra'), { rows: [groups], readAt: noon });
    await waitFor(() => expect(age()).toMatch(/^Updated/));
  });

  it('says no such thing of groups that nobody consented to', async () => {
    await open({ groups: { rows: [], failure: { kind: 'permissionMissing' } } });
    expect(screen.getByTestId('age').textContent).toMatch(/^Updated/);
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
    expect(screen.getByTestId('filter-all').textContent).toBe('All');
    expect(screen.getByTestId('part-entra').textContent).toContain('You have no eligible Entra roles.');
    await page.write(eligibilitiesItem(key, 'azure'), { rows: [], readAt: noon });
    expect((await screen.findByTestId('no-roles')).textContent).toContain('ada@contoso.com');
    // So are the kinds, whose counts stay blank until then.
    expect(screen.getByTestId('filter-all').textContent).toBe('All0');
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
    sayOnline(false);
    await open();
    expect(screen.getByTestId('offline').textContent).toContain('You are offline.');
    expect(shown()).toHaveLength(3);
    sayOnline(true);
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
