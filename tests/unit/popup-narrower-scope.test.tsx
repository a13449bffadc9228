// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { accountKey } from '../../src/domain/account.ts';
import { type ChildScopesBook, levelKey } from '../../src/domain/child-scopes.ts';
import { FailureError } from '../../src/domain/failure.ts';
import { narrowedTo } from '../../src/domain/narrowing.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import type { Eligibility, Scope } from '../../src/domain/role.ts';
import {
  childScopesItem,
  draftItem,
  eligibilitiesItem,
  journalItem,
  policiesItem,
  sessionItem,
} from '../../src/platform/items.ts';
import { levelOf } from '../../src/popup/form/scope-level.ts';
import { Popup } from '../../src/popup/popup.tsx';
import { activation, ada, createTestPage, eligibility, minute, noon } from './ui-harness.tsx';

afterEach(cleanup);

const key = accountKey(ada);
const owner = eligibility('Owner', { kind: 'managementGroup', scopeName: 'IT' });
const reader = eligibility('Reader');
const vaults = eligibility('Key Vault Reader', { kind: 'resource', scopeName: 'kv' });
const groups = eligibility('Groups Administrator', { source: 'entra' });
const shop: Scope = { kind: 'subscription', id: '/subscriptions/shop', name: 'Shop' };
const rg: Scope = { kind: 'resourceGroup', id: '/subscriptions/shop/resourceGroups/rg', name: 'rg' };
const web: Scope = { kind: 'resourceGroup', id: '/subscription/shop/resourceGroups/web', name: 'web' };

const book: ChildScopesBook = {
  [levelKey(owner.scope.id)]: { rows: [shop], readAt: noon },
  [levelKey(shop.id)]: { rows: [rg], readAt: noon },
  [levelKey(reader.scope.id)]: { rows: [web], readAt: noon },
};

async function open(...roles: Eligibility[]) {
  const test = createTestPage();
  await test.write(sessionItem, { status: 'signedIn', account: ada });
  await test.write(eligibilitiesItem(key, 'entra'), { rows: [groups], readAt: noon });
  await test.write(eligibilitiesItem(key, 'azure'), { rows: [owner, reader, vaults], readAt: noon });
  await test.write(childScopesItem(key), book);
  await test.write(draftItem(key), { keys: roles.map((role) => role.key), minutes: {} });
  render(<Popup />, { wrapper: test.Page });
  await screen.findByTestId('form');
  await waitFor(() => expect(test.sentAs('readPolicies')).toHaveLength(1));
  return test;
}

const roleOf = (role: Eligibility) =>
  screen.getAllByTestId('form-role').find((one) => one.dataset['key'] === role.key)!;
const change = (role: Eligibility) => fireEvent.click(within(roleOf(role)).getByTestId('scope-change'));
const rowOf = ({ id }: Scope) =>
  waitFor(() => screen.getAllByTestId('scope-row').find((row) => row.dataset['scope'] === id)!);
const press = async (scope: Scope, id: string) => fireEvent.click(within(await rowOf(scope)).getByTestId(id));
const sheetGone = () => waitFor(() => expect(screen.queryByTestId('scope-picker')).toBeNull());

describe('the scope in the form', () => {
  it('is offered for Azure roles that have something below them, and for no other', async () => {
    await open(owner, reader, vaults, groups);
    const offered = [owner, reader, vaults, groups].map(
      (role) => within(roleOf(role)).queryByTestId('form-scope')?.textContent,
    );
    expect(offered).toEqual([
      'ScopeWhole management groupNarrow the scope',
      'ScopeWhole subscriptionNarrow the scope',
      undefined,
      undefined,
    ]);
  });

  it('is chosen for each role of several by itself, and sent with it', async () => {
    const test = await open(owner, reader);
    change(owner);
    await press(shop, 'scope-open');
    await press(rg, 'scope-choose');
    await sheetGone();
    change(reader);
    await press(web, 'scope-choose');
    await sheetGone();
    expect(within(roleOf(owner)).getByTestId('form-scope').textContent).toBe(
      'ScopeResource group · rg in ShopChange',
    );
    expect(test.sentAs('readChildScopes').map(({ scopeId }) => scopeId)).toEqual([
      owner.scope.id,
      shop.id,
      reader.scope.id,
    ]);
    fireEvent.click(screen.getByTestId('submit'));
    await waitFor(() => expect(test.sentAs('activate')).toHaveLength(1));
    const [sent] = test.sentAs('activate');
    expect(sent!.requests.map(({ key: one, target }) => [one, target])).toEqual([
      [owner.key, { scope: rg, between: [shop] }],
      [reader.key, { scope: web, between: [] }],
    ]);
  });

  it('has the policy of both scopes asked for, and asks for the stricter of them', async () => {
    const test = await open(owner);
    const at = narrowedTo(owner, { scope: shop, between: [] })!;
    change(owner);
    await press(shop, 'scope-choose');
    await waitFor(() =>
      expect(test.sentAs('readNarrowedPolicies')).toEqual([
        { wanted: [{ key: owner.key, target: { scope: shop, between: [] } }] },
      ]),
    );
    const own = { readAt: noon, policy: { ...defaultPolicy, maximumMinutes: 60 } };
    await test.write(policiesItem(key), {
      [owner.key]: own,
      [at.key]: { readAt: noon, policy: { ...defaultPolicy, approvalRequired: true } },
    });
    await waitFor(() => expect(screen.getByTestId('submit').textContent).toBe('Request approval for 1 hour'));
    expect(screen.getByTestId('rules-merged')).toBeTruthy();
    // What can be read counts where the other cannot.
    await test.write(policiesItem(key), {
      [owner.key]: own,
      [at.key]: { readAt: noon, failure: { kind: 'forbidden' } },
    });
    await waitFor(() => expect(screen.getByTestId('submit').textContent).toBe('Activate for 1 hour'));
    expect(screen.queryByTestId('rules-merged')).toBeNull();
  });

  it('where the role is active already is refused here, and said', async () => {
    const test = await open(owner);
    change(owner);
    await press(shop, 'scope-choose');
    await sheetGone();
    const at = narrowedTo(owner, { scope: shop, between: [] })!;
    const end = new Date(noon + 60 * minute).toISOString();
    await test.write(journalItem(key), [activation(at, { state: 'active', endsAt: end })]);
    expect((await screen.findByTestId('scope-taken')).textContent).toContain('active at this scope already');
    fireEvent.click(screen.getByTestId('submit'));
    fireEvent.submit(screen.getByTestId('submit').closest('form')!);
    expect(test.sentAs('activate')).toEqual([]);
    change(owner);
    expect(within(await rowOf(shop)).getByTestId<HTMLButtonElement>('scope-choose').disabled).toBe(true);
    fireEvent.click(screen.getByTestId('scope-use'));
    await sheetGone();
    expect(screen.queryByTestId('scope-taken')).toBeNull();
    fireEvent.click(screen.getByTestId('submit'));
    await waitFor(() => expect(test.sentAs('activate')).toHaveLength(1));
    expect(test.sentAs('activate')[0]!.requests[0]).not.toHaveProperty('target');
  });
});

describe('the picker', () => {
  it('says that nothing is found on this level alone, and Escape empties the search before it closes', async () => {
    await open(owner);
    change(owner);
    await rowOf(shop);
    const search = screen.getByTestId<HTMLInputElement>('scope-search');
    fireEvent.input(search, { target: { value: 'zzzz' } });
    expect((await screen.findByTestId('scope-not-found')).textContent).toContain(
      'Only this level is searched',
    );
    fireEvent.keyDown(search, { key: 'Escape' });
    await waitFor(() => expect(search.value).toBe(''));
    expect(screen.getByTestId('scope-picker')).toBeTruthy();
    fireEvent.keyDown(search, { key: 'Escape' });
    await sheetGone();
    expect(screen.getByTestId('form')).toBeTruthy();
  });

  it('Enter on an empty search chooses nothing', async () => {
    await open(owner);
    change(owner);
    await rowOf(shop);
    fireEvent.keyDown(screen.getByTestId('scope-search'), { key: 'Enter' });
    expect(screen.getByTestId('scope-picker')).toBeTruthy();
  });

  const failure = { kind: 'forbidden' } as const;
  it.each([
    ['nothing known yet', undefined, undefined, { reading: true, isRead: false }],
    ['being read', { rows: [], readingSince: noon }, undefined, { reading: true, isRead: false }],
    [
      'read by a worker that was stopped',
      { rows: [], readingSince: noon - 2 * minute },
      undefined,
      { reading: false, isRead: false, failure: { kind: 'timeout' } },
    ],
    ['empty', { rows: [], readAt: noon }, undefined, { reading: false, isRead: true, failure: undefined }],
    ['failed', { rows: [rg], readAt: noon, failure }, undefined, { reading: false, rows: [rg], failure }],
    ['not asked', undefined, failure, { reading: false, isRead: false, failure }],
  ])('knows a level that is %s', (_, known, refusal, expected) => {
    expect(levelOf(known, refusal, noon)).toMatchObject(expected);
  });
});

describe('an activation in a resource group that cannot be read', () => {
  const refused = narrowedTo(owner, { scope: rg, between: [shop] })!;
  const failed = activation(refused, {
    state: 'failed',
    settledAt: noon,
    failure: { kind: 'groupUnreadable' },
  });

  async function show() {
    const test = createTestPage();
    await test.write(sessionItem, { status: 'signedIn', account: ada });
    await test.write(eligibilitiesItem(key, 'azure'), { rows: [owner], readAt: noon });
    await test.write(journalItem(key), [failed]);
    render(<Popup />, { wrapper: test.Page });
    return { test, button: await screen.findByTestId('activate-wider') };
  }

  it('is asked for at the subscription by one click, once, and taken away', async () => {
    const { test, button } = await show();
    expect(button.textContent).toBe('Activate at Shop');
    fireEvent.click(button);
    fireEvent.click(button);
    await waitFor(() => expect(test.sentAs('dismissOutcomes')).toEqual([{ ids: [failed.id] }]));
    const { ask } = failed;
    expect(test.sentAs('activate').map(({ requests }) => requests)).toEqual([
      [{ key: owner.key, ask, target: { scope: shop, between: [] } }],
    ]);
  });

  it('stays, with the reason, where that cannot be asked for', async () => {
    const { test, button } = await show();
    test.answer = (command) =>
      command === 'activate' ? Promise.reject(new FailureError({ kind: 'roleVanished' })) : Promise.resolve();
    fireEvent.click(button);
    await waitFor(() => expect(screen.getAllByTestId('failure').length).toBe(2));
    expect(test.sentAs('dismissOutcomes')).toEqual([]);
  });

  it('is asked for again in the form at the same scope', async () => {
    await show();
    fireEvent.click(screen.getByTestId('ask-again'));
    expect((await screen.findByTestId('form-scope')).textContent).toBe(
      'ScopeResource group · rg in ShopChange',
    );
  });

  it('is not offered where the role is active at the subscription', async () => {
    const { test } = await show();
    const at = narrowedTo(owner, { scope: shop, between: [] })!;
    const end = new Date(noon + 60 * minute).toISOString();
    await test.write(journalItem(key), [failed, activation(at, { state: 'active', endsAt: end })]);
    await waitFor(() => expect(screen.queryByTestId('activate-wider')).toBeNull());
  });
});
