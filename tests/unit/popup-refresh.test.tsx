// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { options } from 'preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import type { EligibilityList } from '../../src/domain/lists.ts';
import { type Eligibility, type Source, sources } from '../../src/domain/role.ts';
import {
  approvalsItem,
  assignmentsItem,
  decisionsItem,
  deactivationsItem,
  eligibilitiesItem,
  extensionsItem,
  followOnsItem,
  journalItem,
  roleMarksItem,
  sessionItem,
  settingsItem,
} from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import {
  activation,
  ada,
  assignment,
  createTestPage,
  eligibility,
  minute,
  noon,
  pendingApproval,
  type TestPage,
} from './ui-harness.tsx';

afterEach(cleanup);

const key = accountKey(ada);
const many = Array.from({ length: 300 }, (_, n) => eligibility('Reader', { scopeName: `Sub ${n}` }));
const [favourite, failed, waiting, later, active, wished] = many as [
  Eligibility,
  Eligibility,
  Eligibility,
  Eligibility,
  Eligibility,
  Eligibility,
];
const inSources: Record<Source, Eligibility[]> = {
  azure: many,
  entra: [eligibility('Groups Administrator', { source: 'entra' })],
  groups: [eligibility('Member', { source: 'groups', kind: 'group', scopeName: 'Payroll' })],
};
const held: Record<Source, Eligibility[]> = { azure: [active, wished], entra: inSources.entra, groups: [] };

type Ages = Pick<EligibilityList, 'readAt' | 'readingSince'>;

/** As the worker writes every list at the beginning of a refresh, and again at its end. */
async function writeLists(page: TestPage, ages: Ages): Promise<void> {
  for (const source of sources) {
    await page.write(eligibilitiesItem(key, source), { rows: inSources[source], ...ages });
    const rows = held[source].map((role) => assignment(role, { endsAt: noon + 90 * minute }));
    await page.write(assignmentsItem(key, source), { rows, ...ages });
    await page.write(approvalsItem(key, source), {
      rows: source === 'azure' ? [pendingApproval('Alan'), pendingApproval('Grace')] : [],
      ...ages,
    });
  }
}

/** A popup with something in each of its sections. */
async function open(): Promise<TestPage> {
  const page = createTestPage();
  await page.write(settingsItem, { clientId: ada.tenantId, tenant: 'organizations', portal: 'prompt' });
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  await page.write(roleMarksItem(key), { [favourite.key]: { favourite: true } });
  await page.write(journalItem(key), [
    activation(failed, { state: 'failed', settledAt: noon - minute, failure: { kind: 'offline' } }),
    activation(waiting, { state: 'waitingForApproval' }),
    activation(later, { state: 'scheduled', startsAt: isoInstant(noon + 60 * minute) }),
    activation(active, { state: 'active', endsAt: isoInstant(noon + 90 * minute), settledAt: noon - minute }),
  ]);
  await page.write(followOnsItem(key), [
    { id: 'wish', role: wished, ask: activation(wished).ask, endsAt: noon + 90 * minute },
  ]);
  await page.write(deactivationsItem(key), []);
  await page.write(extensionsItem(key), []);
  await page.write(decisionsItem(key), []);
  await writeLists(page, { readAt: noon - minute });
  render(<Popup />, { wrapper: page.Page });
  await screen.findByTestId('favourites');
  await waitFor(() => expect(page.sentAs('refreshApprovals')).toHaveLength(1));
  await atRest();
  return page;
}

/** Everything that was stored has been read, and all that follows from it is drawn. */
async function atRest(): Promise<void> {
  const turn = () => new Promise<void>((resolve) => setTimeout(resolve));
  await waitFor(async () => expect(await rendersOf(turn)).toEqual([]));
}

/** Every component that Preact renders from now on, by its name; answers with the way to stop. */
function countRenders(): { names: string[]; stop: () => void } {
  const names: string[] = [];
  // The hook before a rendering, under the short name that Preact publishes it by.
  const hooks = options as { __r?: (vnode: { type: unknown }) => void };
  const before = hooks.__r;
  hooks.__r = (vnode) => {
    if (typeof vnode.type === 'function') names.push(vnode.type.name);
    before?.(vnode);
  };
  return {
    names,
    stop: () => {
      hooks.__r = before!;
    },
  };
}

async function rendersOf(work: () => Promise<void>): Promise<string[]> {
  const renders = countRenders();
  await work();
  renders.stop();
  return renders.names;
}

async function refresh(page: TestPage, minutes: number): Promise<string[]> {
  const at = noon + minutes * minute;
  return rendersOf(async () => {
    await writeLists(page, { readAt: at - minute, readingSince: at });
    await waitFor(() => expect(screen.getByTestId('age').textContent).toBe('Updating…'));
    await writeLists(page, { readAt: at });
    await waitFor(() => expect(screen.getByTestId('age').textContent).not.toBe('Updating…'));
  });
}

/** What shows that the lists are read, and how old they are. */
const ofTheAge = new Set(['Freshness', 'StatusLine', 'IconButton', 'Icon']);

describe('a refresh that changes nothing', () => {
  it('renders nothing where the same is written again, and only the age where that is another', async () => {
    const page = await open();
    for (const section of ['outcomes', 'active-section', 'waiting-section', 'favourites', 'eligible'])
      expect(screen.getByTestId(section).querySelectorAll('[data-row]').length).toBeGreaterThan(0);
    expect(screen.getByTestId('filter-all').textContent).toBe('All302');

    expect(await rendersOf(() => writeLists(page, { readAt: noon - minute }))).toEqual([]);

    const renders = await refresh(page, 0);
    expect(renders).toContain('Freshness');
    expect(renders.filter((name) => !ofTheAge.has(name))).toEqual([]);
  });

  it('renders only the age beside the requests of others, too', async () => {
    const page = await open();
    fireEvent.click(await screen.findByRole('tab', { name: /^Approvals/ }));
    await waitFor(() => expect(screen.getAllByTestId('approval-row')).toHaveLength(2));
    await atRest();
    expect(await rendersOf(() => writeLists(page, { readAt: noon - minute }))).toEqual([]);
    const renders = await refresh(page, 0);
    expect(renders).toContain('Freshness');
    expect(renders.filter((name) => !ofTheAge.has(name))).toEqual([]);
  });

  it('renders no row where the clock has gone on, but what says the time left', async () => {
    const page = await open();
    const left = () => screen.getAllByTestId('time-left').map((one) => one.textContent);
    const before = left();
    page.clock.now = noon + 2 * minute;
    const renders = await rendersOf(async () => {
      // As when the page is looked at again; else it happens every few seconds.
      fireEvent(document, new Event('visibilitychange'));
      await waitFor(() => expect(left()).not.toEqual(before));
    });
    expect(renders).toContain('ActiveTime');
    const rows = ['RoleRow', 'RowText', 'OneLine', 'FavouriteButton', 'RoleRows', 'LongList', 'FilterBar'];
    expect(renders.filter((name) => ['ActiveRow', ...rows].includes(name))).toEqual([]);
  });

  it('is told from one that brings a role: that draws the rows near it, and none that is active', async () => {
    const page = await open();
    const news = eligibility('Reader', { scopeName: 'Sub 1 b' });
    const renders = await rendersOf(async () => {
      await page.write(eligibilitiesItem(key, 'azure'), { rows: [...many, news], readAt: noon });
      await waitFor(() => expect(screen.getByTestId('filter-all').textContent).toBe('All303'));
    });
    const drawn = screen.getAllByTestId('role-row');
    expect(drawn.some((row) => row.dataset['key'] === news.key)).toBe(true);
    const rows = renders.filter((name) => name === 'RoleRow');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThanOrEqual(drawn.length);
    expect(renders).not.toContain('ActiveRow');
  });
});
