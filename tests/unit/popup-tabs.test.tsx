// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import type { Decision, PendingApproval } from '../../src/domain/approval.ts';
import {
  approvalsItem,
  decisionDraftItem,
  decisionsItem,
  sessionItem,
  settingsItem,
} from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { failReading, sayOnline } from './network.ts';
import { ada, createTestPage, noon, pendingApproval } from './ui-harness.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const key = accountKey(ada);
const alan = pendingApproval('Alan');
const grace = pendingApproval('Grace');

async function open(rows: PendingApproval[], typed?: { keys: string[]; justification: string }) {
  const page = createTestPage();
  await page.write(settingsItem, { clientId: ada.tenantId, tenant: 'organizations', portal: 'prompt' });
  await page.write(sessionItem, { status: 'signedIn', account: ada });
  await page.write(approvalsItem(key, 'azure'), { rows, readAt: noon });
  if (typed) await page.write(decisionDraftItem(key), typed);
  render(<Popup />, { wrapper: page.Page });
  await screen.findByTestId('search');
  await waitFor(() => expect(page.sentAs('refreshApprovals')).toHaveLength(1));
  return page;
}

const tab = (name: RegExp) => screen.findByRole('tab', { name });

it('decide nothing while there is no network, and say so in the sheet', async () => {
  const page = await open([alan], { keys: [alan.key], justification: 'As agreed' });
  const sheet = within(await screen.findByTestId('decision-sheet'));
  sayOnline(false);
  await failReading(page);
  const note = await sheet.findByTestId('sheet-offline');
  for (const id of ['approve', 'deny']) {
    expect(sheet.getByTestId(id).getAttribute('aria-describedby')).toBe(note.id);
    fireEvent.click(sheet.getByTestId(id));
  }
  expect(page.sentAs('decideApprovals')).toEqual([]);
  expect(sheet.getByTestId<HTMLTextAreaElement>('decision-justification').value).toBe('As agreed');
});

describe('the tabs of the popup', () => {
  it('are not there while nobody asks for anything', async () => {
    await open([]);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('search')));
    expect(screen.queryByRole('tab')).toBeNull();
    expect(screen.queryByRole('tabpanel')).toBeNull();
  });

  it('begin with the roles, say how many requests wait, and show them', async () => {
    await open([alan, grace]);
    const approvals = await tab(/^Approvals 2 requests wait for your decision$/);
    const roles = await tab(/^Roles$/);
    expect(roles.getAttribute('aria-selected')).toBe('true');
    expect(screen.getByRole('tabpanel').id).toBe(roles.getAttribute('aria-controls'));
    expect(screen.queryByTestId('approval-row')).toBeNull();
    fireEvent.click(approvals);
    await waitFor(() => expect(screen.getAllByTestId('approval-row')).toHaveLength(2));
    expect(screen.getByRole('tabpanel').id).toBe(approvals.getAttribute('aria-controls'));
  });

  it('are one stop of the Tab key, with the arrows between them', async () => {
    await open([alan]);
    const [roles, approvals] = [await tab(/^Roles/), await tab(/^Approvals/)];
    roles.focus();
    for (const [pressed, expected] of [
      ['ArrowRight', approvals],
      ['ArrowRight', roles],
      ['ArrowLeft', approvals],
      ['Home', roles],
      ['End', approvals],
    ] as const) {
      expect(fireEvent.keyDown(document.activeElement!, { key: pressed })).toBe(false);
      await waitFor(() => expect(expected.getAttribute('aria-selected')).toBe('true'));
      expect(document.activeElement).toBe(expected);
      expect([roles, approvals].map((one) => one.tabIndex)).toEqual(
        [roles, approvals].map((one) => (one === expected ? 0 : -1)),
      );
    }
  });

  it('announce when more requests come, and not those that were there', async () => {
    const page = await open([alan]);
    await tab(/^Approvals 1/);
    const news = screen.getByTestId('approvals-news');
    expect(news.textContent).toBe('');
    await page.write(approvalsItem(key, 'azure'), { rows: [alan, grace], readAt: noon });
    await waitFor(() => expect(news.textContent).toBe('2 requests wait for your decision'));
  });

  it('open at the approvals with what was half typed there', async () => {
    await open([alan, grace], { keys: [grace.key], justification: 'Not needed' });
    const field = await screen.findByTestId<HTMLTextAreaElement>('decision-justification');
    expect(field.value).toBe('Not needed');
    expect((await tab(/^Approvals/)).getAttribute('aria-selected')).toBe('true');
  });

  it('stay at the roles where what was typed is about nothing that waits', async () => {
    await open([alan], { keys: ['azure|gone'], justification: 'Too late' });
    expect((await tab(/^Roles/)).getAttribute('aria-selected')).toBe('true');
    expect(screen.queryByTestId('decision-sheet')).toBeNull();
  });

  it('go with the last outcome, to the roles and to the search box, and come back without jumping', async () => {
    const page = await open([alan]);
    fireEvent.click(await tab(/^Approvals/));
    const decision: Decision = {
      id: 'd',
      approval: alan,
      review: 'approve',
      justification: 'Yes',
      state: 'done',
      recordedAt: noon,
      settledAt: noon,
    };
    await page.write(decisionsItem(key), [decision]);
    await page.write(approvalsItem(key, 'azure'), { rows: [], readAt: noon });
    const dismiss = await screen.findByTestId('dismiss');
    // What was decided does not stand among what waits.
    expect(screen.getByTestId('decisions').contains(dismiss)).toBe(true);
    await within(screen.getByTestId('approvals')).findByText(/Nothing else waits/);
    fireEvent.click(dismiss);
    expect(page.sentAs('dismissOutcomes')).toEqual([{ ids: ['d'] }]);
    await page.write(decisionsItem(key), []);
    await waitFor(() => expect(screen.queryByRole('tab')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('search')));
    await page.write(approvalsItem(key, 'azure'), { rows: [grace], readAt: noon });
    expect((await tab(/^Roles/)).getAttribute('aria-selected')).toBe('true');
  });
});
