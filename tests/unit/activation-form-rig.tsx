/** The popup with its activation form open, and the hands of somebody who fills it in. */
import { fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { expect } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import type { Draft } from '../../src/domain/habits.ts';
import type { PolicyBook } from '../../src/domain/lists.ts';
import { type ActivationPolicy, defaultPolicy } from '../../src/domain/policy.ts';
import type { Eligibility } from '../../src/domain/role.ts';
import { draftItem, eligibilitiesItem, policiesItem, sessionItem } from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { ada, createTestPage, eligibility, noon } from './ui-harness.tsx';

export const key = accountKey(ada);
export const owner = eligibility('Owner', { kind: 'managementGroup', scopeName: 'IT' });
export const reader = eligibility('Reader');
export const groups = eligibility('Groups Administrator', { source: 'entra' });

export const page = (policy: Partial<ActivationPolicy>) => ({
  readAt: noon,
  policy: { ...defaultPolicy, ...policy },
});

/** The popup with the form of these roles open. */
export async function open(roles: Eligibility[], options: { policies?: PolicyBook; draft?: Draft } = {}) {
  const test = createTestPage();
  await test.write(sessionItem, { status: 'signedIn', account: ada });
  await test.write(eligibilitiesItem(key, 'entra'), { rows: [groups], readAt: noon });
  const rows = [owner, reader].map((known) => roles.find((role) => role.key === known.key) ?? known);
  await test.write(eligibilitiesItem(key, 'azure'), { rows, readAt: noon });
  if (options.policies) await test.write(policiesItem(key), options.policies);
  await test.write(draftItem(key), options.draft ?? { keys: roles.map((role) => role.key), minutes: {} });
  render(<Popup />, { wrapper: test.Page });
  await screen.findByTestId('form');
  // Sent by an effect, which runs after the first rendering.
  await waitFor(() => expect(test.sentAs('readPolicies')).toHaveLength(1));
  return test;
}

export const type = (id: string, value: string) =>
  fireEvent.input(screen.getByTestId(id), { target: { value } });

export const enter = (element: HTMLElement, value: string) => fireEvent.input(element, { target: { value } });
export const submit = () => fireEvent.click(screen.getByTestId('submit'));

export const roleOf = (role: Eligibility) => {
  const found = screen.getAllByTestId('form-role').find((one) => one.dataset['key'] === role.key);
  if (!found) throw new Error(`No ${role.key} in the form`);
  return found;
};

export const slider = () => screen.getByTestId<HTMLInputElement>('length-slider');
export const lengthOf = (role: Eligibility) => within(roleOf(role)).getByTestId<HTMLInputElement>('length');
