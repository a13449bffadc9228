/** The popup's home with stored lists, as one sees it. */
import { render, screen, waitFor } from '@testing-library/preact';
import { expect } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import type { EligibilityList } from '../../src/domain/lists.ts';
import { assignmentsItem, eligibilitiesItem, sessionItem, settingsItem } from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { ada, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';

export const key = accountKey(ada);

export const owner = eligibility('Owner', {
  templateId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  kind: 'managementGroup',
  scopeName: 'IT',
});

export const reader = eligibility('Reader', { memberType: 'group' });
export const groups = eligibility('Groups Administrator', { source: 'entra' });

interface Lists {
  entra?: Partial<EligibilityList>;
  azure?: Partial<EligibilityList>;
  groups?: Partial<EligibilityList>;
}

export async function open(lists: Lists = {}) {
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

export const rowOf = (role: { key: string }) => {
  const row = screen.getAllByTestId('role-row').find((one) => one.dataset['key'] === role.key);
  if (!row) throw new Error(`No row for ${role.key}`);
  return row;
};

export const shown = () => screen.queryAllByTestId('role-row').map((row) => row.dataset['key']);
