import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { failureKinds } from '../../src/domain/failure.ts';
import {
  codeWithin,
  failedRules,
  isVagueCode,
  policyRuleKinds,
  serviceErrorKinds,
  serviceFailure,
  unconfirmedErrorKinds,
} from '../../src/domain/service-errors.ts';

const policyCode = 'RoleAssignmentRequestPolicyValidationFailed';
const acrs = '{"access_token":{"acrs":{"essential":true, "value":"c1"}}}';

/** Every code with the status and the words it was seen with, and what it must become. */
const recorded: [status: number, code: string, message: string, expected: object][] = [
  [400, 'RoleAssignmentExists', 'The Role assignment already exists.', { kind: 'refused' }],
  [400, 'RoleAssignmentDoesNotExist', 'The Role assignment does not exist.', { kind: 'notFound' }],
  [
    400,
    'ActiveDurationTooShort',
    'The Active duration is too short. Miniumum Required is 5 minutes.',
    { kind: 'refused' },
  ],
  [400, policyCode, 'The following policy rules failed: ["ExpirationRule"]', { kind: 'tooLong' }],
  [400, policyCode, 'The following policy rules failed: ExpirationRule', { kind: 'tooLong' }],
  [
    400,
    policyCode,
    'The following policy rules failed: ["JustificationRule"]',
    { kind: 'justificationRequired' },
  ],
  [
    400,
    policyCode,
    'The following policy rules failed: JustificationRule - Justification is required',
    { kind: 'justificationRequired' },
  ],
  [400, policyCode, 'The following policy rules failed: ["TicketingRule"]', { kind: 'ticketRequired' }],
  [
    400,
    policyCode,
    'The following policy rules failed: TicketingRule - Ticket information is required',
    { kind: 'ticketRequired' },
  ],
  [400, policyCode, 'The following policy rules failed: ["MfaRule"]', { kind: 'mfaRequired' }],
  [400, policyCode, 'The following policy rules failed: MfaRule', { kind: 'mfaRequired' }],
  [400, policyCode, 'The following policy rules failed: ["EligibilityRule"]', { kind: 'roleVanished' }],
  [400, policyCode, 'The following policy rules failed: EligibilityRule', { kind: 'roleVanished' }],
  [
    400,
    policyCode,
    'The following policy rules failed: ["ExpirationRule","JustificationRule"]',
    { kind: 'policyRefused', facts: { rules: 'ExpirationRule, JustificationRule' } },
  ],
  [
    400,
    policyCode,
    'The following policy rules failed: TicketingRule - Ticket information is required, JustificationRule - Justification is required',
    { kind: 'policyRefused', facts: { rules: 'TicketingRule, JustificationRule' } },
  ],
  [
    400,
    policyCode,
    'The following policy rules failed: ["NewRule"]',
    { kind: 'policyRefused', facts: { rules: 'NewRule' } },
  ],
  [400, policyCode, 'Something else entirely', { kind: 'policyRefused', facts: { rules: '' } }],
  [
    400,
    'RoleAssignmentRequestAcrsValidationFailed',
    `&claims=${encodeURIComponent(acrs)}`,
    { kind: 'authenticationContextRequired' },
  ],
  [
    403,
    'RoleAssignmentRequestAcrsValidationFailed',
    `&claims=${encodeURIComponent(acrs)}`,
    { kind: 'authenticationContextRequired' },
  ],
  [
    400,
    'OverlapsPendingRoleAssignmentRequests',
    '… overlaps existing role assignment requests',
    { kind: 'overlaps' },
  ],
  [400, 'RoleAssignmentRequestExists', '', { kind: 'pendingRequest' }],
  [400, 'RoleAssignmentScheduleRequestExists', '', { kind: 'pendingRequest' }],
  [400, 'PendingRoleAssignmentRequest', '', { kind: 'pendingRequest' }],
  [400, 'InvalidRoleAssignmentRequest', '', { kind: 'badSchedule' }],
  [400, 'InvalidRoleAssignmentRequestSchedule', '', { kind: 'badSchedule' }],
  [400, 'CannotDeleteLastAdminAssignment', '', { kind: 'lastOwner' }],
  [400, 'SubjectNotFound', '', { kind: 'notFound' }],
  [400, 'RoleNotFound', '', { kind: 'roleVanished' }],
  [400, 'ResourceIsLocked', '', { kind: 'resourceLocked' }],
  [403, 'InsufficientPermissions', 'Please use $filter=asTarget()', { kind: 'forbidden' }],
  [
    403,
    'AuthorizationFailed',
    "The client 'a@b' with object id 'o' does not have authorization to perform action 'Microsoft.Resources/subscriptions/resourceGroups/read' over scope '/subscriptions/s/resourceGroups/r' or the scope is invalid.",
    {
      kind: 'forbidden',
      facts: {
        action: 'Microsoft.Resources/subscriptions/resourceGroups/read',
        resource: '/subscriptions/s/resourceGroups/r',
      },
    },
  ],
  [
    403,
    'PermissionScopeNotGranted',
    'Authorization failed due to missing permission scope PrivilegedAssignmentSchedule.Read.AzureADGroup.',
    { kind: 'permissionMissing', facts: { scope: 'PrivilegedAssignmentSchedule.Read.AzureADGroup' } },
  ],
  [
    403,
    'PermissionScopeNotGranted',
    'Authorization failed due to missing permission scope RoleManagement.Read.All,RoleEligibilitySchedule.Read.Directory.',
    { kind: 'permissionMissing', facts: { scope: 'RoleEligibilitySchedule.Read.Directory' } },
  ],
  [403, 'PermissionScopeNotGranted', 'Without a name.', { kind: 'permissionMissing' }],
  [
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
    { kind: 'forbidden' },
  ],
  [
    400,
    'AadPremiumLicenseRequired',
    'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.',
    { kind: 'licenseMissing' },
  ],
  [403, 'AadPremiumLicenseRequired', '', { kind: 'licenseMissing' }],
  [
    400,
    'Request_BadRequest',
    'The given built-in role is not supported to be assigned to a single resource scope.',
    { kind: 'refused' },
  ],
  [
    403,
    'RequestDisallowedByAzure',
    'Not allowed without authenticating through MFA.',
    { kind: 'mfaRequired' },
  ],
  [403, 'RequestDisallowedByAzure', 'Not allowed in this region.', { kind: 'forbidden' }],
  [401, 'InvalidAuthenticationToken', 'Access token has expired.', { kind: 'signInNeeded' }],
  [401, 'ExpiredAuthenticationToken', 'The access token expiry UTC time is over.', { kind: 'signInNeeded' }],
  [401, 'InvalidAuthenticationTokenTenant', '', { kind: 'signInNeeded' }],
  [401, 'InvalidAuthenticationTokenAudience', '', { kind: 'signInNeeded' }],
  [429, 'TooManyRequests', '', { kind: 'throttled' }],
  [429, 'UnknownError', '', { kind: 'throttled' }],
];

describe('the catalogue', () => {
  test.each(recorded)('%i %s "%s"', (status, code, message, expected) => {
    expect(serviceFailure({ status, code, message })).toMatchObject({ status, code, ...expected });
  });

  test('is gone through whole: every confirmed code was tried above', () => {
    const tried = new Set(recorded.map(([, code]) => code));
    expect(Object.keys(serviceErrorKinds).filter((code) => !tried.has(code))).toEqual([]);
  });

  test.each(Object.entries(unconfirmedErrorKinds))('knows the unconfirmed %s', (code, kind) => {
    expect(serviceFailure({ status: 400, code }).kind).toBe(kind);
    expect(serviceErrorKinds).not.toHaveProperty(code);
  });

  test('names kinds that have a sentence', () => {
    const kinds = [serviceErrorKinds, unconfirmedErrorKinds, policyRuleKinds].flatMap((table) =>
      Object.values(table),
    );
    expect(kinds.filter((kind) => !failureKinds.includes(kind))).toEqual([]);
  });

  test('reads a code in any case', () => {
    expect(serviceFailure({ status: 400, code: 'roleassignmentrequestexists' }).kind).toBe('pendingRequest');
  });
});

describe('a code that nobody documented', () => {
  test.each([
    [400, 'refused'],
    [401, 'signInNeeded'],
    [403, 'forbidden'],
    [404, 'notFound'],
    [408, 'timeout'],
    [409, 'refused'],
    [422, 'refused'],
    [429, 'throttled'],
    [500, 'serverError'],
    [503, 'serverError'],
  ] as const)('with %i is %s, in Microsoft’s own words', (status, kind) => {
    const said = { status, code: 'SomethingNew', message: 'Said by Microsoft' };
    expect(serviceFailure(said)).toEqual({ ...said, kind });
  });

  test('with claims asks for what they ask for', () => {
    const code = 'UnknownError';
    expect(serviceFailure({ status: 400, code, claims: acrs })).toMatchObject({
      kind: 'authenticationContextRequired',
      facts: { claims: acrs, context: 'c1' },
    });
    const mfa = '{"access_token":{"amr":{"values":["ngcmfa"]}}}';
    expect(serviceFailure({ status: 400, code, claims: mfa })).toMatchObject({
      kind: 'mfaRequired',
      facts: { claims: mfa },
    });
    expect(serviceFailure({ status: 400, code, claims: '{}' }).kind).toBe('refused');
    expect(serviceFailure({ status: 400, code, claims: 'null' }).kind).toBe('refused');
  });
});

test('a server that failed has judged nothing, whatever code it sends', () => {
  expect(serviceFailure({ status: 500, code: 'RoleNotFound' }).kind).toBe('serverError');
});

test('the longest length is taken from the message where it stands there', () => {
  const message = 'The following policy rules failed: ExpirationRule - The maximum duration is PT1H30M';
  expect(serviceFailure({ status: 400, code: policyCode, message }).facts).toEqual({ maximum: '90' });
});

test('rules are named once, and the code’s own name is none', () => {
  expect(failedRules('The following policy rules failed: MfaRule, MfaRule - again')).toEqual(['MfaRule']);
  expect(failedRules(policyCode)).toEqual([]);
});

test('a code is found in a text as a word, a generic one is not', () => {
  expect(codeWithin('{"a":"RoleAssignmentExists"}')).toBe('RoleAssignmentExists');
  expect(codeWithin('NoRoleAssignmentExistsHere')).toBeUndefined();
  expect(codeWithin('Request_BadRequest')).toBeUndefined();
  expect(isVagueCode('UnknownError')).toBe(true);
  expect(isVagueCode('RoleAssignmentExists')).toBe(false);
});

const errors = fileURLToPath(new URL('../../../shared/specs/observed/arm-errors-400.jsonl', import.meta.url));
const isThere = existsSync(errors);
if (!isThere)
  console.warn('SKIPPED: no recorded ARM errors at ../shared/specs/observed, so none were checked');

describe.skipIf(!isThere)('recorded ARM errors (../shared/specs/observed/arm-errors-400.jsonl)', () => {
  const lines = isThere ? readFileSync(errors, 'utf8').trim().split('\n') : [];

  test.each(lines)('%s', (line) => {
    const { error } = JSON.parse(line) as { error: { code: string; message: string } };
    expect(serviceErrorKinds).toHaveProperty(error.code);
    expect(serviceFailure({ status: 400, ...error })).toMatchObject(error);
  });
});
