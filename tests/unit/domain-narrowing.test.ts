import { describe, expect, it } from 'vitest';
import { type ChildScopesBook, withLevel } from '../../src/domain/child-scopes.ts';
import type { LastRole } from '../../src/domain/habits.ts';
import {
  canBeBelow,
  canNarrow,
  eligibleKeyOf,
  narrowedTo,
  stricterOf,
  targetOf,
  widerThanGroup,
} from '../../src/domain/narrowing.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { quickForm } from '../../src/domain/quick-ways.ts';
import { type Eligibility, roleKey, type Scope } from '../../src/domain/role.ts';

const management = '/providers/Microsoft.Management/managementGroups';
const group: Scope = { kind: 'managementGroup', id: `${management}/mg`, name: 'Landing Zones' };
const inner: Scope = { kind: 'managementGroup', id: `${management}/mg-inner`, name: 'Inner' };
const subscription: Scope = { kind: 'subscription', id: '/subscriptions/S1', name: 'Shop' };
const rg: Scope = { kind: 'resourceGroup', id: '/subscriptions/s1/resourceGroups/rg', name: 'rg' };
const vault: Scope = { kind: 'resource', id: `${rg.id}/providers/Microsoft.KeyVault/vaults/kv`, name: 'kv' };
const directory: Scope = { kind: 'directory', id: '/', name: 'Directory' };

const owner = (scope: Scope, source: Eligibility['source'] = 'azure'): Eligibility => ({
  key: roleKey(source, 'owner', scope.id),
  source,
  roleName: 'Owner',
  roleDefinitionId: '/providers/Microsoft.Authorization/roleDefinitions/owner',
  templateId: 'owner',
  scope,
  memberType: 'group',
  eligibilityScheduleId: `${scope.id}/schedules/1`,
});

describe('a narrower scope', () => {
  it.each([
    [inner, group, true],
    [subscription, group, true],
    [vault, group, true],
    [rg, subscription, true],
    [vault, subscription, true],
    [vault, rg, true],
    [group, group, false],
    [subscription, subscription, false],
    [{ ...rg, id: '/subscriptions/s10/resourceGroups/rg' }, subscription, false],
    [subscription, rg, false],
    [group, subscription, false],
    [directory, group, false],
    [rg, { ...subscription, id: '/providers/Microsoft.Subscription/subscriptions/s1' }, true],
  ] as const)('%# can be below or not', (scope, above, expected) => {
    expect(canBeBelow(scope, above)).toBe(expected);
  });

  it('is for Azure alone, and not below a resource', () => {
    expect([group, subscription, rg].map((scope) => canNarrow(owner(scope)))).toEqual([true, true, true]);
    expect(canNarrow(owner(vault))).toBe(false);
    expect(canNarrow(owner(directory, 'entra'))).toBe(false);
    expect(narrowedTo(owner(vault), { scope: rg, between: [] })).toBeUndefined();
  });

  it('makes a role of its own that names the eligibility above', () => {
    const above = owner(group);
    const role = narrowedTo(above, { scope: rg, between: [subscription] })!;
    expect(role).toEqual({
      ...above,
      key: 'azure|owner|/subscriptions/s1/resourcegroups/rg',
      scope: rg,
      narrowed: { key: above.key, scope: group, between: [subscription] },
    });
    expect([eligibleKeyOf(role), eligibleKeyOf(above)]).toEqual([above.key, above.key]);
    expect([targetOf(role), targetOf(above)]).toEqual([{ scope: rg, between: [subscription] }, undefined]);
  });

  it('that a resource group’s reading forbids is left for its subscription', () => {
    const at = (above: Scope, scope: Scope, ...between: Scope[]) =>
      widerThanGroup(narrowedTo(owner(above), { scope, between })!);
    expect(at(group, vault, inner, subscription, rg)).toEqual({
      scope: subscription,
      key: 'azure|owner|/subscriptions/s1',
      target: { scope: subscription, between: [inner] },
    });
    expect(at(subscription, vault, rg)).toEqual({
      scope: subscription,
      key: 'azure|owner|/subscriptions/s1',
      target: undefined,
    });
    expect(at(rg, vault)).toBeUndefined();
    expect(at(group, subscription)).toBeUndefined();
    expect(widerThanGroup(owner(rg))).toBeUndefined();
  });
});

describe('the rules of a narrower scope', () => {
  it('are the stricter of both', () => {
    const one = { ...defaultPolicy, maximumMinutes: 240, justificationRequired: false, ticketRequired: true };
    const other = {
      ...defaultPolicy,
      mfaRequired: true,
      approvalRequired: true,
      authenticationContext: 'c1',
    };
    const both = {
      maximumMinutes: 240,
      justificationRequired: true,
      ticketRequired: true,
      approvalRequired: true,
      mfaRequired: true,
      authenticationContext: 'c1',
    };
    expect([stricterOf(one, other), stricterOf(other, one)]).toEqual([both, both]);
  });

  it('are those that are known', () => {
    expect(stricterOf(undefined, defaultPolicy)).toBe(defaultPolicy);
    expect(stricterOf(defaultPolicy, undefined)).toBe(defaultPolicy);
    expect(stricterOf(undefined, undefined)).toBeUndefined();
  });
});

it('the form of a quick way keeps the narrower scope', () => {
  const eligible = owner(group);
  const role = narrowedTo(eligible, { scope: rg, between: [subscription] })!;
  const target = targetOf(role)!;
  const last: LastRole = {
    key: role.key,
    source: 'azure',
    roleName: 'Owner',
    scopeName: 'rg',
    narrowed: { key: eligible.key, target },
    minutes: 60,
    justification: 'x',
  };
  const rules = { policy: undefined, eligibility: eligible, now: 1, privilegedWithoutAsking: false };
  expect(quickForm(last, rules, null, 1)).toEqual({
    keys: [eligible.key],
    minutes: { [eligible.key]: 60 },
    targets: { [eligible.key]: target },
    justification: 'x',
    askedAt: 1,
  });
});

describe('the book of levels', () => {
  const level = (readAt: number, count: number) => ({
    readAt,
    rows: Array.from({ length: count }, (_, at) => ({ ...rg, id: `${rg.id}${at}` })),
  });

  it('forgets what was read longest ago when it grows too big, never what was read just now', () => {
    const book: ChildScopesBook = { '/a': level(1, 700), '/b': level(2, 700) };
    expect(Object.keys(withLevel(book, '/C', level(3, 200)))).toEqual(['/b', '/c']);
    expect(Object.keys(withLevel(book, '/c', level(3, 2_000)))).toEqual(['/c']);
    expect(Object.keys(withLevel(book, '/A', level(3, 10)))).toEqual(['/b', '/a']);
  });
});
