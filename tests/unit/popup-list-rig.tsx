/** The popup's list with a few roles of every kind: what stands there, and the keys a person presses in it. */
import { fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { expect } from 'vitest';
import type { Eligibility } from '../../src/domain/role.ts';
import { groups, open as openHome, rowOf, shown } from './popup-home-rig.tsx';
import { eligibility } from './ui-harness.tsx';

export const it1 = eligibility('Owner', { kind: 'managementGroup', scopeName: 'IT' });
export const shop = eligibility('Contributor', { scopeName: 'Shop' });
export const shopReader = eligibility('Reader', { scopeName: 'Shop' });
export const payroll = eligibility('Member', { source: 'groups', kind: 'group', scopeName: 'Payroll' });
export const azure = [it1, shop, shopReader];

/** The popup's home with a few roles of every kind, or with other rows of some kinds. */
export async function open(
  rows: { entra?: Eligibility[]; azure?: Eligibility[]; groups?: Eligibility[] } = {},
) {
  const all = { entra: [groups], azure, groups: [payroll], ...rows };
  const page = await openHome({
    entra: { rows: all.entra },
    azure: { rows: all.azure },
    groups: { rows: all.groups },
  });
  await waitFor(() => expect(shown().length).toBeGreaterThan(0));
  return page;
}

export const tickOf = (role: { key: string }) => within(rowOf(role)).getByTestId<HTMLInputElement>('select');

export const press = (name: string, more: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement!, { key: name, ...more });

export const search = (value: string) => fireEvent.input(screen.getByTestId('search'), { target: { value } });
export const searchHasFocus = () => expect(document.activeElement).toBe(screen.getByTestId('search'));
