import { describe, expect, it } from 'vitest';
import { holdsClaims } from '../../src/auth/claims-held.ts';
import {
  contextClaims,
  mergedClaims,
  mfaClaims,
  proofByPolicy,
  proofByRefusal,
} from '../../src/domain/proof.ts';
import { serviceFailure } from '../../src/domain/service-errors.ts';

describe('what a policy is known to ask for', () => {
  it('is its authentication context, multifactor authentication, or nothing', () => {
    expect(proofByPolicy({ authenticationContext: 'c7', mfaRequired: false })).toEqual({
      claims: '{"access_token":{"acrs":{"essential":true,"value":"c7"}}}',
      about: 'context',
      context: 'c7',
    });
    expect(proofByPolicy({ mfaRequired: true })).toEqual({ claims: mfaClaims, about: 'mfa' });
    expect(proofByPolicy({ mfaRequired: false })).toBeUndefined();
  });
});

describe('what a refusal asks for', () => {
  it('is the same for a context whether the policy or the service tells of it', () => {
    const refused = serviceFailure({
      status: 400,
      code: 'RoleAssignmentRequestAcrsValidationFailed',
      claims: '{"access_token":{"acrs":{"essential":true, "value":"c1"}}}',
    });
    expect(proofByRefusal(refused)?.claims).toBe(
      proofByPolicy({ authenticationContext: 'c1', mfaRequired: false })?.claims,
    );
  });

  it.each([
    [
      'the MFA rule alone',
      {
        status: 400,
        code: 'RoleAssignmentRequestPolicyValidationFailed',
        message: 'The following policy rules failed: ["MfaRule"]',
      },
    ],
    [
      'Azure for every write',
      { status: 403, code: 'RequestDisallowedByAzure', message: 'You must authenticate through MFA' },
    ],
  ])('is multifactor authentication: %s', (_, error) => {
    expect(proofByRefusal(serviceFailure(error))).toEqual({
      claims: mfaClaims,
      about: 'mfa',
      challenged: true,
    });
  });

  it.each([
    [
      'another rule',
      {
        status: 400,
        code: 'RoleAssignmentRequestPolicyValidationFailed',
        message: 'The following policy rules failed: ["MfaRule","TicketingRule"]',
      },
    ],
    [
      'Azure, not for multifactor authentication',
      { status: 403, code: 'RequestDisallowedByAzure', message: 'Not in this region' },
    ],
    ['a token without claims', { status: 401, code: 'InvalidAuthenticationToken' }],
    ['a context that it does not name', { status: 400, code: 'RoleAssignmentRequestAcrsValidationFailed' }],
  ])('is nothing a person could prove: %s', (_, error) => {
    expect(proofByRefusal(serviceFailure(error))).toBeUndefined();
  });
});

describe('claims of two challenges', () => {
  it('are asked for together, and what cannot be read asks for nothing', () => {
    expect(JSON.parse(mergedClaims(contextClaims('c1'), mfaClaims)!)).toEqual({
      access_token: { acrs: { essential: true, value: 'c1' }, amr: { values: ['ngcmfa'] } },
    });
    expect(mergedClaims(undefined, mfaClaims)).toBe(mfaClaims);
    expect(mergedClaims(mfaClaims, undefined)).toBe(mfaClaims);
    expect(mergedClaims(undefined, undefined)).toBeUndefined();
    expect(JSON.parse(mergedClaims(mfaClaims, 'not JSON')!)).toEqual(JSON.parse(mfaClaims));
  });
});

describe('whether a token has the claims', () => {
  const token = (payload: object) =>
    `header.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.signature`;
  const c1 = contextClaims('c1');

  it.each([
    [true, 'the context, of a capable client', { acrs: ['p1', 'c1'], xms_cc: ['CP1'] }, c1],
    [false, 'the context, of a client without the capability', { acrs: ['c1'] }, c1],
    [false, 'another context', { acrs: ['c2'], xms_cc: ['cp1'] }, c1],
    [true, 'multifactor authentication', { amr: ['pwd', 'mfa'] }, mfaClaims],
    [true, 'a security key', { amr: ['fido'] }, mfaClaims],
    [false, 'a password alone', { amr: ['pwd'] }, mfaClaims],
    [false, 'something that this cannot judge', { nbf: 1 }, '{"access_token":{"nbf":{"value":"1"}}}'],
    [false, 'nothing that can be read', {}, '{}'],
    [false, 'claims of the wrong shape', { acrs: 'c1', xms_cc: 'cp1' }, c1],
  ])('is %s: %s', (holds, _, payload, claims) => {
    expect(holdsClaims(token(payload), claims)).toBe(holds);
  });

  it('is false for a token that nobody can read', () => {
    for (const opaque of ['', 'opaque', 'a.b.c', 'a.bnVsbA.c']) expect(holdsClaims(opaque, c1)).toBe(false);
  });
});
