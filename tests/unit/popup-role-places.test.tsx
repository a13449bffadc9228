// @vitest-environment happy-dom
import { cleanup, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import { isoInstant } from '../../src/domain/duration.ts';
import { newDeactivation } from '../../src/domain/deactivation.ts';
import { narrowedTo } from '../../src/domain/narrowing.ts';
import { type Eligibility, roleKey, type Scope } from '../../src/domain/role.ts';
import {
  assignmentsItem,
  deactivationsItem,
  eligibilitiesItem,
  journalItem,
  roleMarksItem,
  sessionItem,
} from '../../src/platform/items.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { createRolePlaces } from '../../src/popup/role-places.ts';
import { activation, ada, assignment, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';

afterEach(cleanup);

const at = (role: Eligibility, scope: Scope): Eligibility => ({
  ...role,
  key: roleKey(role.source, role.templateId, scope.id),
  scope,
});
const shop: Scope = { kind: 'subscription', id: '/subscriptions/shop', name: 'Shop' };
const rg: Scope = { kind: 'resourceGroup', id: '/subscriptions/shop/resourceGroups/rg', name: 'rg' };
const it_: Scope = {
  kind: 'managementGroup',
  id: '/providers/Microsoft.Management/managementGroups/it',
  name: 'IT',
};
const owner = at(eligibility('Owner'), it_);
const reader = at(eligibility('Reader'), shop);
const ownerOfRg = narrowedTo(owner, { scope: rg, between: [shop] })!;
const readerOfRg = at(reader, rg);

describe('where a role lies', () => {
  it('below the scope it was asked for at is told by the way down, and it goes by the name of its eligibility', () => {
    expect(createRolePlaces([owner])(ownerOfRg)).toEqual({ path: 'Shop', eligibleKey: owner.key });
  });

  it('is found out for a role that somebody asks for, once', () => {
    const places = createRolePlaces([reader, readerOfRg]);
    expect(places(readerOfRg)).toEqual({ path: 'Shop', eligibleKey: readerOfRg.key });
    expect(places({ ...readerOfRg })).toBe(places(readerOfRg));
  });

  it('is told by ids of one that was activated elsewhere', () => {
    expect(createRolePlaces([owner, reader])(readerOfRg)).toEqual({ path: 'Shop', eligibleKey: reader.key });
  });

  it('is not guessed: not below a management group, not of two that both lie above, not of another role', () => {
    const own = (role: Eligibility) => ({ path: 'Shop', eligibleKey: role.key });
    const foreign = at(owner, rg);
    expect(createRolePlaces([owner, reader])(foreign)).toEqual(own(foreign));
    const vault: Scope = {
      kind: 'resource',
      id: `${rg.id}/providers/Microsoft.KeyVault/vaults/kv`,
      name: 'kv',
    };
    expect(createRolePlaces([reader, readerOfRg])(at(reader, vault)).eligibleKey).toBe(at(reader, vault).key);
  });
});

describe('rows of what is held or asked for below its scope', () => {
  it('have the path of the narrower scope and the alias of the eligibility', async () => {
    const page = createTestPage();
    const key = accountKey(ada);
    const end = { endsAt: isoInstant(noon + 60 * minute), startsAt: isoInstant(noon - 60 * minute) };
    await page.write(sessionItem, { status: 'signedIn', account: ada });
    await page.write(eligibilitiesItem(key, 'azure'), { rows: [owner, reader], readAt: noon });
    await page.write(roleMarksItem(key), {
      [owner.key]: { alias: 'the big one' },
      [reader.key]: { alias: 'shop window' },
    });
    const { narrowed: _, ...listed } = assignment(ownerOfRg, { endsAt: noon + 60 * minute }) as Eligibility &
      ReturnType<typeof assignment>;
    await page.write(assignmentsItem(key, 'azure'), {
      rows: [{ ...listed, startsAt: end.startsAt }],
      readAt: noon,
    });
    const writer = narrowedTo(at(eligibility('Writer'), shop), { scope: rg, between: [] })!;
    await page.write(journalItem(key), [
      activation(ownerOfRg, { id: 'active', state: 'active', settledAt: noon - 60 * minute, ...end }),
      activation(
        { ...readerOfRg, narrowed: { key: reader.key, scope: shop, between: [] } },
        {
          id: 'waits',
          state: 'waitingForApproval',
          sentAt: noon,
        },
      ),
      activation(writer, { id: 'failed', state: 'failed', failure: { kind: 'denied' }, settledAt: noon }),
    ]);
    const ended = newDeactivation({ id: 'ended', role: listed, narrowed: ownerOfRg.narrowed, at: noon });
    await page.write(deactivationsItem(key), [{ ...ended, state: 'failed', failure: { kind: 'refused' } }]);
    render(<Popup />, { wrapper: page.Page });
    const active = await screen.findByTestId('active-row');
    expect(active.textContent).toContain('Shop › rg');
    expect(active.textContent).toContain('the big one');
    const textOf = (testId: string) =>
      within(screen.getByTestId(testId)).getAllByTestId('outcome-row').at(-1)!.querySelector('.outcome-role')
        ?.textContent;
    await waitFor(() => expect(textOf('waiting-section')).toBe('Reader · Shop › rgshop window'));
    expect(
      screen.getByTestId('outcomes').querySelector('[data-request="deactivation"] .outcome-role')
        ?.textContent,
    ).toBe('Owner · Shop › rgthe big one');
    expect(textOf('outcomes')).toBe('Writer · Shop › rg');
  });
});
