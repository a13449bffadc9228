import { describe, expect, it } from 'vitest';
import { failureKinds } from '../../src/domain/failure.ts';
import { createTexts } from '../../src/platform/i18n.ts';
import { type FailureAbout, failureText } from '../../src/platform/failure-text.ts';
import { getMessage } from './ui-harness.tsx';

const missing: string[] = [];
const texts = createTexts((key, substitutions) => {
  const message = getMessage(key, substitutions);
  if (!message) missing.push(key);
  return message;
}, 'en');
const abouts: FailureAbout[] = ['activation', 'check', 'rules', 'roles', 'signIn'];
const facts = {
  clientId: 'the-client-id',
  redirectUri: 'https://hoist.test/',
  tenant: 'contoso.com',
  consentUrl: 'https://consent.test/',
  seconds: '24',
  rules: 'JustificationRule, TicketingRule',
  maximum: '90',
  scope: 'RoleManagementPolicy.Read.Directory',
  context: 'c1',
};

describe.each(failureKinds)('%s', (kind) => {
  it.each(abouts)('has its sentences about %s, with and without facts', (about) => {
    for (const failure of [{ kind }, { kind, facts }]) {
      missing.length = 0;
      const { what, means, next } = failureText(failure, about, texts);
      expect(missing).toEqual([]);
      for (const sentence of [what, means, next]) {
        expect(sentence).toMatch(/^[A-Z“].*[.?]$/);
        expect(sentence).not.toMatch(/\$|undefined|NaN|failure/);
      }
    }
  });
});

describe('facts', () => {
  it.each([
    ['wrongClient', 'the-client-id'],
    ['wrongTenant', 'contoso.com'],
    ['tooLong', '1 hour 30 minutes'],
    ['policyRefused', 'JustificationRule, TicketingRule'],
    ['permissionMissing', 'RoleManagementPolicy.Read.Directory'],
    ['authenticationContextRequired', 'c1'],
    ['timeout', '24 seconds'],
    ['throttled', '24 seconds'],
  ] as const)('of %s are in its sentences', (kind, expected) => {
    const { what, next } = failureText({ kind, facts }, 'activation', texts);
    expect(`${what} ${next}`).toContain(expected);
  });

  it.each([
    ['1', 'Try again in 1 second.'],
    ['119', 'Try again in 119 seconds.'],
    ['121', 'Try again in 3 minutes.'],
    ['5400', 'Try again in 1 hour 30 minutes.'],
  ])('of a service that asks to wait %s s: %s', (seconds, expected) => {
    const { next } = failureText({ kind: 'throttled', facts: { seconds } }, 'roles', texts);
    expect(next).toBe(expected);
  });

  it('give the consent link and the redirect URI only where they help', () => {
    expect(failureText({ kind: 'consentMissing', facts }, 'roles', texts).consentUrl).toBe(facts.consentUrl);
    expect(failureText({ kind: 'redirectMissing', facts }, 'signIn', texts).redirectUri).toBe(
      facts.redirectUri,
    );
    const blocked = failureText({ kind: 'signInBlocked', facts }, 'signIn', texts);
    expect(blocked.consentUrl).toBeUndefined();
    expect(blocked.redirectUri).toBeUndefined();
  });
});

describe('the service’s own words', () => {
  const message = 'Said by Microsoft';
  it.each([
    ['refused', 'SomethingNew', true],
    ['refused', 'ActiveDurationTooShort', true],
    ['refused', undefined, true],
    ['forbidden', 'SomethingNew', true],
    ['notFound', 'SomethingNew', true],
    ['forbidden', 'AuthorizationFailed', false],
    ['tooLong', 'RoleAssignmentRequestPolicyValidationFailed', false],
    ['signInOther', 'AADSTS1', false],
  ] as const)('of %s, %s are shown beside the sentences: %s', (kind, code, shown) => {
    const failure = { kind, message, ...(code ? { code } : {}) };
    expect(failureText(failure, 'activation', texts).said).toBe(
      shown ? 'Microsoft says: “Said by Microsoft”' : undefined,
    );
  });

  it('are left out where there are none', () => {
    expect(failureText({ kind: 'refused', code: 'SomethingNew' }, 'activation', texts).said).toBeUndefined();
  });
});

it('never says that access is unchanged where nobody knows', () => {
  const { means } = failureText({ kind: 'outcomeUnknown' }, 'activation', texts);
  expect(means).toContain('may be active');
  expect(means).not.toContain('not changed');
});
