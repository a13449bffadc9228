// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { options } from 'preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import type { FollowOn } from '../../src/domain/follow-on.ts';
import type { Assignment, Eligibility } from '../../src/domain/role.ts';
import {
  assignmentsItem,
  eligibilitiesItem,
  followOnsItem,
  habitsItem,
  journalItem,
  policiesItem,
  sessionItem,
  settingsItem,
} from '../../src/platform/items.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { newHabits } from '../../src/domain/habits.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { activation, ada, assignment, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const key = accountKey(ada);
const names = ['Owner', 'Reader', 'Writer', 'Backup Operator', 'Key Vault Officer', 'Monitoring Reader'];
const roles = names.map((name) => eligibility(name));
const owner = roles[0]!;

/** Held since two hours ago; the first ends in an hour, each other an hour after the one before. */
const held = (role: Eligibility, index: number): Assignment => ({
  ...assignment(role, { endsAt: noon + (index + 1) * 60 * minute }),
  startsAt: isoInstant(noon - 120 * minute),
});

async function open(rows: Assignment[], members: { followOns?: FollowOn[] } = {}) {
  const page = createTestPage();
  await page.write(settingsItem, { clientId: ada.tenantId, tenant: 'organizations', portal: 'prompt' });
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  await page.write(habitsItem(key), newHabits);
  await page.write(eligibilitiesItem(key, 'azure'), { rows: roles, readAt: noon });
  await page.write(assignmentsItem(key, 'azure'), { rows, readAt: noon });
  await page.write(followOnsItem(key), members.followOns ?? []);
  render(<Popup />, { wrapper: page.Page });
  await waitFor(() => expect(page.sentAs('refreshRoles')).toHaveLength(1));
  return page;
}

const shownNames = async () =>
  (await screen.findAllByTestId('active-row')).map((row) => row.querySelector('.row-text-name')?.textContent);

describe('active roles', () => {
  it('stand with the time left in words, and as a share of their whole time', async () => {
    await open([held(owner, 0)]);
    const row = await screen.findByTestId('active-row');
    expect(within(row).getByTestId('time-left').textContent).toBe('1 h left');
    expect(row.querySelector<HTMLElement>('.ring')?.dataset['share']).toBe('33');
    expect(row.querySelector('.ring')?.getAttribute('aria-hidden')).toBe('true');
  });

  it('warn in the last ten minutes, by a word and an icon too', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const page = await open([held(owner, 0)]);
    const row = await screen.findByTestId('active-row');
    expect(row.textContent).not.toContain('soon');
    expect(row.querySelector('.ring-warn')).toBeNull();
    page.clock.now = noon + 50 * minute + 1;
    vi.advanceTimersByTime(5_000);
    await waitFor(() => expect(within(row).getByTestId('time-left').textContent).toBe('9 min left'));
    expect(row.textContent).toContain('soon, ends ');
    expect(row.querySelector('.ring-warn .icon')).not.toBeNull();
  });

  it('are four at first, those that end first; all at one press, and back', async () => {
    await open(roles.map(held));
    await waitFor(async () => expect(await shownNames()).toEqual(names.slice(0, 4)));
    const more = screen.getByRole('button', { name: 'Show all 6' });
    expect(more.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(more);
    await waitFor(async () => expect(await shownNames()).toEqual(names));
    fireEvent.click(screen.getByRole('button', { name: 'Show fewer' }));
    await waitFor(async () => expect(await shownNames()).toHaveLength(4));
  });

  it('are all shown where four is all, and all that match while one searches', async () => {
    const page = await open(roles.slice(0, 4).map(held));
    await waitFor(async () => expect(await shownNames()).toHaveLength(4));
    expect(screen.queryByTestId('show-all-active')).toBeNull();
    await page.write(assignmentsItem(key, 'azure'), { rows: roles.map(held), readAt: noon });
    await screen.findByTestId('show-all-active');
    fireEvent.input(screen.getByTestId('search'), { target: { value: 'shop' } });
    await waitFor(async () => expect(await shownNames()).toHaveLength(6));
    expect(screen.queryByTestId('show-all-active')).toBeNull();
  });

  it('render nothing for a reading or a tick that changes nothing, and one row for its minute', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const rows = roles.slice(0, 3).map(held);
    const page = await open(rows);
    await waitFor(async () => expect(await shownNames()).toHaveLength(3));
    // Its minutes end at other moments than those of the others.
    await page.write(assignmentsItem(key, 'azure'), {
      rows: [{ ...rows[0]!, endsAt: isoInstant(noon + 60 * minute + 30_000) }, ...rows.slice(1)],
      readAt: noon,
    });
    const rendered: string[] = [];
    const before = options.diffed;
    options.diffed = (vnode) => {
      if (typeof vnode.type === 'function') rendered.push(vnode.type.name);
      before?.(vnode);
    };
    try {
      await page.write(assignmentsItem(key, 'azure'), {
        rows: [{ ...rows[0]!, endsAt: isoInstant(noon + 60 * minute + 30_000) }, ...rows.slice(1)],
        readAt: noon + 1,
      });
      const ofRows = () => rendered.filter((name) => ['ActiveRow', 'ActiveTime', 'Ring'].includes(name));
      // What a change has drawn again is drawn in the next turn.
      await new Promise((resolve) => setTimeout(resolve));
      expect(rendered).toEqual([]);
      page.clock.now = noon + 20_000;
      vi.advanceTimersByTime(20_000);
      // The two others have lost their first minute.
      await waitFor(() => expect(ofRows()).toEqual(['Ring', 'ActiveTime', 'Ring', 'ActiveTime']));
      rendered.length = 0;
      page.clock.now = noon + 40_000;
      vi.advanceTimersByTime(20_000);
      await waitFor(() => expect(ofRows()).toEqual(['Ring', 'ActiveTime']));
    } finally {
      if (before) options.diffed = before;
      else delete options.diffed;
    }
  });
});

describe('a search that only active roles match', () => {
  it('is not counted as none beside roles that are held for good', async () => {
    await open([assignment(eligibility('Billing Reader'), { assignmentType: 'assigned' })]);
    expect((await screen.findByTestId('permanent')).textContent).toBe(
      '1 role you hold without activating it',
    );
    expect(screen.getByRole('heading', { name: 'Active now' })).toBeTruthy();
  });

  it('does not say that nothing was found', async () => {
    const own = eligibility('Billing Reader');
    await open([held(owner, 0), assignment(own, { assignmentType: 'assigned' })]);
    await screen.findByTestId('permanent');
    const search = (value: string) => fireEvent.input(screen.getByTestId('search'), { target: { value } });
    search('billing');
    await waitFor(() =>
      expect(screen.getByTestId('found-status').textContent).toBe(
        'No eligible role found. 1 active role matches',
      ),
    );
    expect(await shownNames()).toEqual(['Billing Reader']);
    expect(screen.queryByTestId('nothing-found')).toBeNull();
    search('billing zzz');
    await screen.findByTestId('nothing-found');
    expect(screen.getByTestId('found-status').textContent).toBe('0 roles found');
  });
});

describe('a role that is offered again', () => {
  const wish: FollowOn = {
    id: 'wish',
    role: owner,
    ask: { minutes: 60, justification: 'Still at it' },
    endsAt: noon - minute,
  };
  const policies = { [owner.key]: { readAt: noon, policy: { ...defaultPolicy, ticketRequired: true } } };

  it('says that the form comes first where it asks for a ticket, and is told before its end too', async () => {
    const page = await open([held(roles[1]!, 0)], { followOns: [wish] });
    expect((await screen.findByTestId('follow-on-use')).textContent).toBe('Activate again for 1 hour');
    await page.write(policiesItem(key), {
      ...policies,
      [roles[1]!.key]: policies[owner.key]!,
    });
    await waitFor(() => expect(screen.getByTestId('follow-on-use').textContent).toBe('Activate again…'));
    expect(screen.getByTestId('follow-on-due').textContent).toContain('It asks for a ticket');
    fireEvent.click(screen.getByTestId('follow-on-use'));
    expect(page.sentAs('useFollowOn')).toEqual([{ id: 'wish' }]);
    fireEvent.click(screen.getByTestId('active-more'));
    fireEvent.click(screen.getByTestId('menu-extend'));
    expect((await screen.findByTestId('extend-ticket')).textContent).toContain('the form asks for one then');
  });

  it('is not offered any more when it was asked for in another way since its end', async () => {
    const page = await open([], { followOns: [wish] });
    await screen.findByTestId('follow-on-due');
    await page.write(journalItem(key), [activation(owner, { recordedAt: noon - 2 * minute })]);
    expect(screen.getByTestId('follow-on-due')).toBeTruthy();
    await page.write(journalItem(key), [activation(owner, { recordedAt: noon })]);
    await waitFor(() => expect(screen.queryByTestId('follow-on-due')).toBeNull());
  });
});

describe('the menu of an active role', () => {
  it('asks to go on after the end, and gives the focus back', async () => {
    const page = await open([held(owner, 0)]);
    const more = await screen.findByRole('button', { name: 'More for Owner on Shop' });
    more.focus();
    fireEvent.click(more);
    fireEvent.click(screen.getByRole('menuitem', { name: 'Extend…' }));
    const sheet = await screen.findByTestId('extend-sheet');
    fireEvent.click(within(sheet).getByTestId('extend-submit'));
    await waitFor(() => expect(page.sentAs('askFollowOn')[0]).toMatchObject({ key: owner.key }));
    await waitFor(() => expect(screen.queryByTestId('extend-sheet')).toBeNull());
    expect(document.activeElement).toBe(more);
  });

  it('asks before it deactivates, and gives the focus back when the answer is no', async () => {
    const page = await open([held(owner, 0)]);
    const more = await screen.findByTestId('active-more');
    fireEvent.click(more);
    fireEvent.click(screen.getByRole('menuitem', { name: 'Deactivate' }));
    fireEvent.click(await screen.findByTestId('keep'));
    expect(document.activeElement).toBe(more);
    fireEvent.click(more);
    fireEvent.click(screen.getByRole('menuitem', { name: 'Deactivate' }));
    fireEvent.click(await screen.findByTestId('deactivate-yes'));
    expect(page.sentAs('deactivate')).toEqual([{ keys: [owner.key] }]);
  });

  it('says within five minutes from when on a role can be deactivated', async () => {
    await open([{ ...held(owner, 0), startsAt: isoInstant(noon - minute) }]);
    fireEvent.click(await screen.findByTestId('active-more'));
    const item = screen.getByTestId('menu-deactivate');
    expect(item.getAttribute('aria-disabled')).toBe('true');
    expect(item.textContent).toContain('Can be deactivated from');
  });
});

describe('what waits', () => {
  const wish: FollowOn = {
    id: 'wish',
    role: owner,
    ask: { minutes: 60, justification: 'Still at it' },
    endsAt: noon + 60 * minute,
  };

  it('stands under the active roles: approvals, later starts, and what is offered again', async () => {
    const page = await open([held(owner, 0)], { followOns: [wish] });
    await page.write(journalItem(key), [
      activation(roles[1]!, { id: 'later', state: 'scheduled', startsAt: isoInstant(noon + 90 * minute) }),
      activation(roles[2]!, { id: 'approval', state: 'waitingForApproval', sentAt: noon }),
    ]);
    const section = await screen.findByRole('region', { name: 'Waiting 3' });
    await waitFor(() =>
      expect(
        within(section)
          .getAllByTestId('outcome-row')
          .map((row) => row.dataset['key']),
      ).toEqual([roles[2]!.key, roles[1]!.key, owner.key]),
    );
    const active = screen.getByTestId('active-section');
    expect(active.compareDocumentPosition(section) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    // What was asked for once is not offered to be asked for again.
    fireEvent.click(screen.getByTestId('active-more'));
    expect(screen.queryByTestId('menu-extend')).toBeNull();
    fireEvent.click(within(section).getByRole('button', { name: 'Don’t offer Owner on Shop again' }));
    expect(page.sentAs('dropFollowOn')).toEqual([{ id: 'wish' }]);
  });

  it('gives the focus to the search box when the row that had it goes', async () => {
    const page = await open([held(owner, 0)], { followOns: [wish] });
    const forget = await screen.findByTestId('follow-on-forget');
    forget.focus();
    fireEvent.focusIn(forget);
    await page.write(followOnsItem(key), []);
    await waitFor(() => expect(screen.queryByTestId('waiting-section')).toBeNull());
    expect(document.activeElement).toBe(screen.getByTestId('search'));
  });
});
