// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { Decision } from '../../src/domain/approval.ts';
import { newDeactivation } from '../../src/domain/deactivation.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import type { EligibilityExtension } from '../../src/domain/eligibility-extension.ts';
import type { EligibilityList } from '../../src/domain/lists.ts';
import type { Source } from '../../src/domain/role.ts';
import { Announcer } from '../../src/popup/announcer.tsx';
import { ListsAnnouncer } from '../../src/popup/lists-announcer.tsx';
import { activation, ada, assignment, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';

afterEach(cleanup);

const owner = eligibility('Owner', { kind: 'managementGroup', scopeName: 'IT' });
const reader = eligibility('Reader');

type Journals = Omit<Parameters<typeof Announcer>[0], 'session' | 'now'>;
const nothing: Journals = { journal: [], deactivations: [], extensions: [], decisions: [], followOns: [] };

/** Opens with what stands there, and answers with the way to change it. */
function open(first: Partial<Journals> = {}) {
  const page = createTestPage();
  const draw = (journals: Partial<Journals>) => (
    <Announcer {...nothing} {...journals} session={{ status: 'signedIn', account: ada }} now={noon} />
  );
  const { rerender } = render(draw(first), { wrapper: page.Page });
  return { becomes: (next: Partial<Journals>) => rerender(draw(next)) };
}

const said = () => screen.getByTestId('announcer').textContent;
const says = (text: string | RegExp) => waitFor(() => expect(said()).toMatch(text));

const approval = {
  key: 'azure|r',
  source: 'azure' as const,
  requestId: 'r',
  approvalId: 'a',
  roleName: 'Contributor',
  templateId: 't',
  scope: { kind: 'subscription' as const, id: '/subscriptions/s', name: 'Shop' },
  requester: { id: 'g', name: 'Grace Hopper' },
};
const decision: Decision = {
  id: 'd',
  approval,
  review: 'approve',
  justification: 'Agreed',
  state: 'sending',
  recordedAt: noon,
};
const extension: EligibilityExtension = {
  id: 'x',
  role: owner,
  until: isoInstant(noon + 30 * 24 * 60 * minute),
  justification: 'Still needed',
  state: 'following',
  recordedAt: noon,
  changedAt: noon,
};

describe('what is read out', () => {
  it('stands in a polite live region, from the start', () => {
    open();
    const region = screen.getByTestId('announcer');
    expect(region.getAttribute('role')).toBe('status');
    expect(region.getAttribute('aria-live')).toBe('polite');
    expect(region.textContent).toBe('');
  });

  it('is nothing of what stood there when the popup opened', async () => {
    const { becomes } = open({ journal: undefined });
    becomes({ journal: [activation(owner, { state: 'following' })] });
    becomes({ journal: [activation(owner, { state: 'following', lookedAt: noon })] });
    becomes({ journal: [activation(owner, { state: 'waitingForApproval' })] });
    await says(/^Owner on IT: Waiting for approval/);
  });

  it('is a running role that will be offered again, and not that it is not any more', async () => {
    const { becomes } = open();
    const wish = {
      id: 'w',
      role: owner,
      ask: { minutes: 60, justification: 'On' },
      endsAt: noon + 60 * minute,
    };
    becomes({ followOns: [wish] });
    await says(/^Owner on IT: Will be offered again at /);
    const before = said();
    becomes({ followOns: [] });
    expect(said()).toBe(before);
  });

  it('is every role of a bulk, a line each', async () => {
    const { becomes } = open();
    becomes({ journal: [activation(owner, { state: 'sending' }), activation(reader, { state: 'sending' })] });
    await says(/^Owner on IT: Sending…\nReader on Shop: Sending…$/);
  });

  it('is a failure with its reason', async () => {
    const { becomes } = open({ journal: [activation(owner, { state: 'sending' })] });
    becomes({
      journal: [activation(owner, { state: 'failed', settledAt: noon, failure: { kind: 'denied' } })],
    });
    await says(/^Owner on IT: .*denied/i);
  });

  it('is a try that failed, where the request goes on waiting', async () => {
    const proof = { about: 'mfa' as const };
    const { becomes } = open({ journal: [activation(owner, { state: 'proofNeeded', proof })] });
    becomes({
      journal: [activation(owner, { state: 'proofNeeded', proof, failure: { kind: 'proofCancelled' } })],
    });
    await says('verification window was closed');
  });

  it('is the end of a role', async () => {
    const role = { ...assignment(owner, { endsAt: noon + minute }) };
    const entry = newDeactivation({ id: 'e', role, at: noon });
    const { becomes } = open({ deactivations: [entry] });
    becomes({ deactivations: [{ ...entry, state: 'ended', endedAt: noon, settledAt: noon }] });
    await says(/^Owner on IT: Deactivated/);
  });

  it('is what became of an extension and of a decision', async () => {
    const { becomes } = open({ extensions: [extension], decisions: [decision] });
    becomes({ extensions: [{ ...extension, state: 'waiting' }], decisions: [decision] });
    await says(/^Owner on IT: /);
    becomes({
      extensions: [{ ...extension, state: 'waiting' }],
      decisions: [{ ...decision, state: 'done' }],
    });
    await says(/^Contributor on Shop: /);
  });
});

describe('what is read out of the lists', () => {
  const list = (members: Partial<EligibilityList> = {}): EligibilityList => ({ rows: [], ...members });
  type Lists = Record<Source, EligibilityList | undefined>;
  const openLists = (first: Lists) => {
    const { rerender } = render(<ListsAnnouncer lists={first} />, { wrapper: createTestPage().Page });
    return { becomes: (lists: Lists) => rerender(<ListsAnnouncer lists={lists} />) };
  };
  const saidOfLists = () => screen.getByTestId('lists-announcer').textContent;
  const read = list({ readAt: noon });
  const failing = list({ readAt: noon, failure: { kind: 'timeout' } });

  it('is that the first reading is done, with what failed of it', async () => {
    const reading = list({ readingSince: noon });
    const { becomes } = openLists({ entra: reading, azure: reading, groups: reading });
    becomes({ entra: list({ readAt: noon, rows: [owner] }), azure: reading, groups: reading });
    expect(saidOfLists()).toBe('');
    becomes({
      entra: list({ readAt: noon, rows: [owner] }),
      azure: list({ failure: { kind: 'timeout' } }),
      groups: read,
    });
    await waitFor(() =>
      expect(saidOfLists()).toBe(
        'The Azure roles could not be read.\nYour roles were read: 1 eligible role.',
      ),
    );
  });

  it('is a source that begins to fail, and not one that goes on to', async () => {
    const { becomes } = openLists({ entra: failing, azure: read, groups: read });
    becomes({ entra: { ...failing, readingSince: noon }, azure: read, groups: read });
    becomes({ entra: failing, azure: read, groups: failing });
    await waitFor(() => expect(saidOfLists()).toBe('The groups could not be read.'));
  });
});
