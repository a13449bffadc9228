import {
  type AuthenticationResult,
  AuthError,
  InteractionRequiredAuthError,
  ServerError,
} from '@azure/msal-browser';
import { describe, expect, it } from 'vitest';
import { toFailureError } from '../../src/auth/msal-failure.ts';
import { NetworkFailure } from '../../src/auth/network-client.ts';
import { accountOf, assertSameAccount } from '../../src/auth/token-answer.ts';
import { FailureError } from '../../src/domain/failure.ts';
import { context } from './auth-context.ts';

const failureFor = (thrown: unknown) => toFailureError(thrown, context).failure;

describe('failures from MSAL', () => {
  const description = 'AADSTS99999: Something new.\r\nTrace ID: 1 - 2\r\nCorrelation ID: 3';

  it('are told in Microsoft’s own words, without the line that MSAL wraps them in', () => {
    const wrapped = `Error(s): 99999 - Timestamp: 2026-03-04 - Description: ${description} - Correlation ID: 3 - Trace ID: 1`;
    expect(failureFor(new ServerError('invalid_grant', '', wrapped))).toMatchObject({
      kind: 'signInOther',
      code: 'AADSTS99999',
      message: description,
    });
  });

  it('find the code in the error’s number where the description has none', () => {
    const thrown = new InteractionRequiredAuthError(
      'interaction_required',
      '',
      'Prove it.',
      '',
      '',
      '',
      '',
      '50076',
    );
    expect(failureFor(thrown)).toMatchObject({
      kind: 'moreProofNeeded',
      code: 'AADSTS50076',
      message: 'Prove it.',
    });
  });

  it.each([
    ['access_denied', 'signInCancelled'],
    ['login_required', 'signInNeeded'],
    ['consent_required', 'consentMissing'],
    ['temporarily_unavailable', 'serverError'],
    ['never_heard_of', 'signInOther'],
  ])('without any number, %s is %s', (error, kind) => {
    expect(failureFor(new ServerError(error, '', 'No number here.'))).toMatchObject({
      kind,
      code: error,
      message: 'No number here.',
      facts: { clientId: context.clientId },
    });
  });

  it('hand on what Hoist itself threw', () => {
    const own = new FailureError({ kind: 'signInCancelled' });
    expect(toFailureError(own, context)).toBe(own);
    expect(failureFor(new NetworkFailure({ kind: 'timeout' }))).toEqual({ kind: 'timeout' });
  });

  it('call a defect a defect', () => {
    expect(failureFor(new TypeError('x is undefined'))).toEqual({
      kind: 'internal',
      message: 'x is undefined',
    });
  });

  it('keep the claims that were asked for', () => {
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    const asked = new InteractionRequiredAuthError('interaction_required', '', '', '', '', '', claims);
    expect(failureFor(asked).facts?.['claims']).toBe(claims);
    expect(failureFor(new AuthError('x', '')).facts).not.toHaveProperty('claims');
  });
});

describe('who an answer is for', () => {
  const answer = (claims: Record<string, string>) =>
    ({
      idTokenClaims: claims,
      account: { username: 'ada@contoso.com', name: 'Ada', homeAccountId: 'u.t' },
    }) as unknown as AuthenticationResult;

  it('is read from the id token', () => {
    expect(accountOf('public', answer({ oid: 'ADA', tid: 'Contoso' }))).toEqual({
      cloud: 'public',
      objectId: 'ada',
      tenantId: 'contoso',
      homeAccountId: 'u.t',
      username: 'ada@contoso.com',
      name: 'Ada',
    });
  });

  it('is refused for a personal account, and for nobody', () => {
    const personal = answer({ oid: 'ada', tid: '9188040d-6c67-4c5b-b112-36a304b66dad' });
    expect(() => accountOf('public', personal)).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ kind: 'personalAccount' }) }),
    );
    expect(() => accountOf('public', answer({}))).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ kind: 'signInOther' }) }),
    );
  });

  it('must be the one that was expected, in the tenant that was expected', () => {
    const ada = accountOf('public', answer({ oid: 'ada', tid: 'contoso' }));
    expect(() => assertSameAccount({ ...ada, objectId: 'ADA' }, ada)).not.toThrow();
    expect(() => assertSameAccount({ ...ada, objectId: 'alan' }, ada)).toThrow(FailureError);
    expect(() => assertSameAccount({ ...ada, tenantId: 'fabrikam' }, ada)).toThrow(FailureError);
  });
});
