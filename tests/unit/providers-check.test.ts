import { describe, expect, it } from 'vitest';
import { FailureError } from '../../src/domain/failure.ts';
import { azureCheckOutcome, graphCheckOutcome, isNotOffered } from '../../src/providers/check.ts';

const checked = (members: object = {}) => ({ id: 'r', isValidationOnly: true, ...members });

describe('Graph’s answer to a check', () => {
  it.each([
    ['without a body', undefined, { type: 'accepted', waits: false }],
    ['without a status', checked(), { type: 'accepted', waits: false }],
    ['Granted', checked({ status: 'Granted' }), { type: 'accepted', waits: false }],
    ['as if it were done', checked({ status: 'Provisioned' }), { type: 'accepted', waits: false }],
    ['of a new word', checked({ status: 'Wonderful' }), { type: 'accepted', waits: false }],
    ['that somebody must approve', checked({ status: 'pendingApproval' }), { type: 'accepted', waits: true }],
    ['of a real request', { id: 'r', status: 'Provisioned', isValidationOnly: false }, { type: 'unclear' }],
    ['that says nothing of checking', { id: 'r', status: 'Granted' }, { type: 'unclear' }],
    ['that is no object', 'Granted', { type: 'unclear' }],
  ])('%s', (_, body, expected) => {
    expect(graphCheckOutcome(body)).toEqual(expected);
  });

  it.each(['Failed', 'FailedAsResourceIsLocked', 'Invalid', 'Denied', 'AdminDenied', 'Canceled', 'TimedOut'])(
    'with the status %s is a refusal',
    (status) => {
      expect(() => graphCheckOutcome(checked({ status }))).toThrow(FailureError);
    },
  );
});

it.each([
  [undefined, false],
  [{ properties: { status: 'Provisioned' } }, false],
  [{ properties: { status: 'PendingApproval' } }, true],
  [{ anything: 1 }, false],
])('ARM’s answer %j is a success, whether it waits: %s', (body, waits) => {
  expect(azureCheckOutcome(body)).toEqual({ type: 'accepted', waits });
});

it.each([
  [404, undefined, true],
  [404, 'NotFound', true],
  [405, 'MethodNotAllowed', true],
  [404, 'SubscriptionNotFound', false],
  [404, 'ResourceGroupNotFound', false],
  [400, 'RoleAssignmentRequestPolicyValidationFailed', false],
])('%s %s says that there is no such call: %s', (status, code, expected) => {
  const failure = { kind: 'notFound', status, ...(code ? { code } : {}) } as const;
  expect(isNotOffered(new FailureError(failure))).toBe(expected);
});
