// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import { type Approver, defaultPolicy } from '../../src/domain/policy.ts';
import { eligibilitiesItem, journalItem, policiesItem, sessionItem } from '../../src/platform/items.ts';
import { approversText } from '../../src/popup/approvers-text.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { activation, ada, createTestPage, eligibility, noon } from './ui-harness.tsx';

afterEach(cleanup);

const person = (name?: string): Approver => ({ kind: 'person', ...(name ? { name } : {}) });

describe('approvers in words', () => {
  it.each([
    [undefined, undefined],
    [[], undefined],
    [[person(), person()], undefined],
    [[person('Grace')], 'Grace'],
    [[person('Grace'), person('Alan')], 'Grace or Alan'],
    [[person(), person('Grace'), person()], 'Grace or 2 others'],
    [['A', 'B', 'C', 'D', 'E'].map(person), 'A, B, C, D or 1 other'],
    [[{ kind: 'group', name: 'Owners' } as const], 'the group Owners'],
  ])('%j are %s', (approvers, expected) => {
    expect(approversText(approvers, createTestPage())).toBe(expected);
  });
});

describe('a request that waits for approval', () => {
  const role = eligibility('Owner');

  async function show(approvers: Approver[] | undefined) {
    const test = createTestPage();
    const key = accountKey(ada);
    await test.write(sessionItem, { status: 'signedIn', account: ada });
    await test.write(eligibilitiesItem(key, 'azure'), { rows: [role], readAt: noon });
    await test.write(journalItem(key), [
      activation(role, { state: 'waitingForApproval', requestId: 'r', sentAt: noon }),
    ]);
    const policy = { ...defaultPolicy, approvalRequired: true, ...(approvers ? { approvers } : {}) };
    await test.write(policiesItem(key), { [role.key]: { readAt: noon, policy } });
    render(<Popup />, { wrapper: test.Page });
    await screen.findByTestId('withdraw');
    await test.store.item(policiesItem(key)).read();
  }

  it('says who can approve it', async () => {
    await show([person('Grace Hopper')]);
    expect((await screen.findByTestId('approvers')).textContent).toBe('Approvers: Grace Hopper');
  });

  it('says nothing of people whose names nobody gave', async () => {
    await show([person()]);
    expect(screen.queryByTestId('approvers')).toBeNull();
  });
});
