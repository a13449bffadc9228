import { describe, expect, it } from 'vitest';
import { roleIdsOf } from '../../src/auth/token-roles.ts';
import { roleKey, type Scope } from '../../src/domain/role.ts';
import { entraEffect } from '../../src/providers/entra-effect.ts';
import { eligibility } from './simulated-worker.ts';

const base64url = (text: string) => Buffer.from(text).toString('base64url');
const token = (claims: unknown) => `${base64url('{"alg":"RS256"}')}.${base64url(JSON.stringify(claims))}.sig`;

describe('the roles that a token names', () => {
  it('are its wids, in lower case, and nothing else of it', () => {
    expect(roleIdsOf(token({ wids: ['ABC-1', 'def-2'], name: 'Žofie', upn: 'z@contoso.com' }))).toEqual([
      'abc-1',
      'def-2',
    ]);
    expect(roleIdsOf(token({ wids: [] }))).toEqual([]);
  });

  it.each([
    ['one that says nothing of them', token({ oid: 'x' })],
    ['one that says something else', token({ wids: 'all' })],
    ['one of numbers', token({ wids: [1] })],
    ['an encrypted one', 'eyJhbGciOiJkaXIifQ..aaaa.bbbb.cccc'],
    ['an opaque one', 'EwBwA8l6BAAU'],
    ['an empty one', ''],
  ])('are not known of %s', (_, given) => expect(roleIdsOf(given)).toBeUndefined());
});

describe('an Entra role', () => {
  const role = eligibility('entra', 'owner');
  const unit: Scope = { kind: 'administrativeUnit', id: '/administrativeUnits/1', name: 'Zürich' };
  const scoped = { ...role, scope: unit, key: roleKey('entra', 'owner', unit.id) };

  it('is in effect when a new token names it, and not before', () => {
    expect(entraEffect(role, ['owner'], [role])).toBe('inEffect');
    expect(entraEffect(role, ['reader'], [role])).toBe('notYet');
    expect(entraEffect(role, [], [role])).toBe('notYet');
  });

  it('that is held on a narrower scope too cannot be told: the token does not say which it names', () => {
    expect(entraEffect(role, ['owner'], [role, scoped])).toBe('cannotTell');
    expect(entraEffect(scoped, ['owner'], [role, scoped])).toBe('cannotTell');
    expect(entraEffect(role, [], [role, scoped])).toBe('notYet');
  });

  it('of a narrower scope is told only where the token names it', () => {
    expect(entraEffect(scoped, ['owner'], [scoped])).toBe('inEffect');
    expect(entraEffect(scoped, ['reader'], [scoped])).toBe('cannotTell');
  });

  it('of the organisation’s own, or with a token that cannot be read, cannot be told', () => {
    expect(entraEffect({ ...role, isCustom: true }, ['reader'], [role])).toBe('cannotTell');
    expect(entraEffect(role, undefined, [role])).toBe('cannotTell');
  });
});
