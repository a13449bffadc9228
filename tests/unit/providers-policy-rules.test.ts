import { describe, expect, test } from 'vitest';
import { policyOf } from '../../src/providers/policy-rules.ts';

describe('a policy', () => {
  const expiration = { id: 'Expiration_EndUser_Assignment', maximumDuration: 'PT8H' };
  const enablement = { id: 'Enablement_EndUser_Assignment', enabledRules: ['justification', 'TICKETING'] };
  const approval = (isApprovalRequired: boolean) => ({
    id: 'Approval_EndUser_Assignment',
    setting: { isApprovalRequired, approvalMode: 'SingleStage', approvalStages: [{}] },
  });
  const context = (isEnabled: boolean, claimValue?: string | null) => ({
    id: 'AuthenticationContext_EndUser_Assignment',
    isEnabled,
    claimValue,
  });

  test('is read from its rules, in any case', () => {
    expect(policyOf([approval(true), context(true, 'c2'), expiration, enablement])).toEqual({
      maximumMinutes: 480,
      justificationRequired: true,
      ticketRequired: true,
      mfaRequired: false,
      approvalRequired: true,
      authenticationContext: 'c2',
    });
  });

  test.each([context(false, 'c2'), context(false, null), context(true, null), context(false)])(
    'asks for no authentication context with %j',
    (rule) => {
      expect(policyOf([expiration, enablement, rule])).not.toHaveProperty('authenticationContext');
    },
  );

  test('asks for no approval because of its mode alone', () => {
    expect(policyOf([expiration, enablement, approval(false)])?.approvalRequired).toBe(false);
  });

  const approvedBy = (...primaryApprovers: unknown[]) => ({
    id: 'Approval_EndUser_Assignment',
    setting: { isApprovalRequired: true, approvalStages: [{ primaryApprovers }] },
  });

  test.each([
    ['a person of Graph', { userId: 'u', description: 'Grace' }, { kind: 'person', name: 'Grace' }],
    ['a group of Graph', { groupId: 'g', description: 'Owners' }, { kind: 'group', name: 'Owners' }],
    ['nobody by name in Graph', { userId: 'u', description: null }, { kind: 'person' }],
    [
      'a person of ARM',
      { id: 'u', userType: 'User', description: 'Grace' },
      { kind: 'person', name: 'Grace' },
    ],
    [
      'a group of ARM',
      { id: 'g', userType: 'Group', description: 'Owners' },
      { kind: 'group', name: 'Owners' },
    ],
  ])('names %s as approver', (_, approver, expected) => {
    const policy = policyOf([expiration, enablement, approvedBy(7, {}, approver)]);
    expect(policy).toMatchObject({ approvalRequired: true, approvers: [expected] });
  });

  test.each([[undefined], [null], ['x'], [[{}]], [[{ primaryApprovers: null }]], [[7]]])(
    'asks for approval without names where the stages are %j',
    (approvalStages) => {
      const rule = { id: approval(true).id, setting: { isApprovalRequired: true, approvalStages } };
      const policy = policyOf([expiration, enablement, rule]);
      expect(policy?.approvalRequired).toBe(true);
      expect(policy).not.toHaveProperty('approvers');
    },
  );

  test('names no approvers where nobody has to approve', () => {
    const rule = approvedBy({ userId: 'u', description: 'Grace' });
    const off = { ...rule, setting: { ...rule.setting, isApprovalRequired: false } };
    expect(policyOf([expiration, enablement, off])).not.toHaveProperty('approvers');
  });

  test.each([
    [[]],
    [[expiration]],
    [[enablement]],
    [[enablement, { ...expiration, maximumDuration: 'PT0S' }]],
    [[enablement, { ...expiration, maximumDuration: null }]],
    [[{ ...enablement, enabledRules: 7 }, expiration]],
    [[null, 7, 'x']],
  ])('is not guessed from %j', (rules) => {
    expect(policyOf(rules)).toBeUndefined();
  });
});
