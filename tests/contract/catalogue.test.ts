/**
 * Every code of pim-api.md F.2 that the services were seen to send, met by the real worker: what becomes of it is the
 * catalogue's kind, with its own sentences, and with code and message kept for the details. What the cloud has a
 * state for comes of that state; the rest is said in its place.
 */
import { describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../src/domain/failure.ts';
import type { Ask } from '../../src/domain/policy.ts';
import type { Source } from '../../src/domain/role.ts';
import { serviceErrorKinds } from '../../src/domain/service-errors.ts';
import { failureText } from '../../src/platform/failure-text.ts';
import { contosoTenant, hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { armHost } from './providers-rig.ts';
import {
  activate,
  asAda,
  check,
  expectSaid,
  hosts,
  met,
  refresh,
  refuse,
  type Role,
  type Said,
  sendElsewhere,
  signedIn,
  texts,
  user,
} from './catalogue-rig.ts';

// A test outlasts the waits in it.
vi.setConfig({ testTimeout: 60_000 });

const minute = 60_000;
const shop: Role = ['azure', 'Contributor', 'Contoso Web Shop'];

describe('refused for a state of the cloud', () => {
  const policy = 'RoleAssignmentRequestPolicyValidationFailed';
  const acrs = 'RoleAssignmentRequestAcrsValidationFailed';
  const approved: Role = ['azure', 'User Access Administrator', 'Contoso Production'];

  const rules: [kind: Failure['kind'], role: Role, ask?: Partial<Ask>][] = [
    ['tooLong', ['entra', 'Intune Administrator'], { minutes: 31 }],
    ['justificationRequired', user, { justification: '' }],
    ['ticketRequired', ['entra', 'Exchange Administrator']],
    ['mfaRequired', ['entra', 'Conditional Access Administrator']],
    ['policyRefused', ['entra', 'Conditional Access Administrator'], { justification: '', minutes: 600 }],
    ['tooLong', shop, { minutes: 600 }],
    ['justificationRequired', shop, { justification: '' }],
    ['ticketRequired', ['azure', 'Contributor', 'Contoso Production']],
  ];
  describe.each(['old', 'new'] as const)('in the %s wording of policies', (policyMessages) => {
    it.each(rules)('%s %j', async (kind, role, ask) => {
      const rig = await signedIn({ pim: { policyMessages } });
      met.add(policy);
      const judge = kind === 'mfaRequired' || kind === 'policyRefused' ? check : activate;
      expectSaid(await judge(rig, role, ask), policy, kind, 'activation');
    });
  });

  it('an eligibility that is gone', async () => {
    const rig = await signedIn();
    rig.emulator.pim.revokeEligibility({ kind: 'directory', principalId: people.ada.id });
    expectSaid(await activate(rig, user), policy, 'roleVanished', 'activation');
  });

  it.each([['entra', 'Security Administrator'] as const, ['azure', 'Owner', 'Contoso Production'] as const])(
    'an authentication context (%s)',
    async (...role) => {
      const rig = await signedIn();
      met.add(acrs);
      const failure = await check(rig, role);
      expectSaid(failure, acrs, 'authenticationContextRequired', 'activation');
      expect(failure.facts?.['context']).toMatch(/^c\d$/);
    },
  );

  it('a window that overlaps another one', async () => {
    const rig = await signedIn();
    await sendElsewhere(rig, { startDateTime: new Date(rig.now() + 10 * minute).toISOString() });
    const code = 'OverlapsPendingRoleAssignmentRequests';
    met.add(code);
    expectSaid(await activate(rig, user), code, 'overlaps', 'activation');
  });

  it.each([
    'RoleAssignmentRequestExists',
    'RoleAssignmentScheduleRequestExists',
    'PendingRoleAssignmentRequest',
  ] as const)('a request that is still open: %s', async (openRequestCode) => {
    const rig = await signedIn({ pim: { openRequestCode } });
    const role = await rig.role(approved[1], approved[2]);
    // Asked for from another computer.
    const put = `https://${armHost}${role.scope.id}/providers/Microsoft.Authorization/roleAssignmentScheduleRequests/`;
    const sent = await asAda(rig, 'arm', 'PUT', `${put}${crypto.randomUUID()}?api-version=2020-10-01`, {
      properties: {
        principalId: people.ada.id,
        roleDefinitionId: role.roleDefinitionId,
        requestType: 'SelfActivate',
        justification: 'From the portal',
        scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'PT1H' } },
      },
    });
    expect(sent.status).toBe(201);
    met.add(openRequestCode);
    expectSaid(await activate(rig, approved), openRequestCode, 'pendingRequest', 'activation');
  });

  it('Azure’s mandatory second factor', async () => {
    const rig = await signedIn({ pim: { arm: { mandatoryMfa: true } } });
    met.add('RequestDisallowedByAzure');
    expectSaid(await check(rig, shop), 'RequestDisallowedByAzure', 'mfaRequired', 'activation');
  });

  it.each([false, true])(
    'a permission that was not consented to, in a second envelope: %s',
    async (twice) => {
      const rig = await signedIn({ pim: { graph: { doubleEncodeErrors: twice } } }, ({ emulator }) =>
        emulator.directory.withdrawConsent(hoistClientId, contosoTenant.id, 'graph', [
          'RoleEligibilitySchedule.Read.Directory',
        ]),
      );
      met.add('PermissionScopeNotGranted');
      expectSaid(await refresh(rig, 'entra'), 'PermissionScopeNotGranted', 'permissionMissing', 'roles');
    },
  );

  it('too many requests', async () => {
    const rig = await signedIn();
    rig.emulator.faults.add({ kind: 'status', status: 429, retryAfter: 60, host: armHost });
    met.add('TooManyRequests');
    expectSaid(await refresh(rig, 'azure'), 'TooManyRequests', 'throttled', 'roles');
  });
});

describe('refused in words that the cloud has no state for', () => {
  const words: [source: Source, said: Said][] = [
    [
      'entra',
      { status: 400, code: 'RoleAssignmentDoesNotExist', message: 'The Role assignment does not exist.' },
    ],
    [
      'azure',
      {
        status: 400,
        code: 'ActiveDurationTooShort',
        message: 'The Active duration is too short. Miniumum Required is 5 minutes.',
      },
    ],
    ['entra', { status: 400, code: 'InvalidRoleAssignmentRequest', message: 'The start time is not valid.' }],
    [
      'azure',
      { status: 400, code: 'InvalidRoleAssignmentRequestSchedule', message: 'The schedule is not valid.' },
    ],
    ['entra', { status: 400, code: 'CannotDeleteLastAdminAssignment', message: 'The last one cannot go.' }],
    ['azure', { status: 400, code: 'SubjectNotFound', message: 'The subject is not found.' }],
    ['entra', { status: 400, code: 'RoleNotFound', message: 'The role is not found.' }],
    ['azure', { status: 400, code: 'ResourceIsLocked', message: 'The resource is locked.' }],
    [
      'azure',
      {
        status: 403,
        code: 'AuthorizationFailed',
        message:
          "The client 'ada' with object id 'o' does not have authorization to perform action 'Microsoft.Resources/subscriptions/resourceGroups/read' over scope '/subscriptions/s' or the scope is invalid.",
      },
    ],
    ['entra', { status: 403, code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' }],
    [
      'entra',
      {
        status: 400,
        code: 'AadPremiumLicenseRequired',
        message: 'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.',
      },
    ],
    [
      'entra',
      {
        status: 400,
        code: 'Request_BadRequest',
        message: 'The given built-in role is not supported to be assigned to a single resource scope.',
      },
    ],
  ];

  it.each(words)('%s %j', async (source, said) => {
    const rig = await signedIn();
    refuse(rig, source, said);
    met.add(said.code);
    const failure = await activate(rig, source === 'entra' ? user : shop);
    expectSaid(failure, said.code, serviceErrorKinds[said.code]!, 'activation');
    expect(failure).toMatchObject(said);
  });

  it('a role that is assigned already, though no list has it', async () => {
    const rig = await signedIn();
    const code = 'RoleAssignmentExists';
    refuse(rig, 'azure', { status: 400, code, message: 'The Role assignment already exists.' });
    met.add(code);
    const failure = await activate(rig, shop);
    expect(failure).toMatchObject({ kind: 'existsUnlisted', code });
    expect(failureText(failure, 'activation', texts).what).toMatch(/\.$/);
  });

  it.each<[Source, Said]>([
    ['entra', { status: 401, code: 'InvalidAuthenticationToken', message: 'Access token has expired.' }],
    [
      'azure',
      {
        status: 401,
        code: 'ExpiredAuthenticationToken',
        message: 'The access token expiry UTC time is over.',
      },
    ],
    ['azure', { status: 401, code: 'InvalidAuthenticationTokenTenant', message: 'The wrong issuer.' }],
    ['azure', { status: 401, code: 'InvalidAuthenticationTokenAudience', message: 'The wrong audience.' }],
    ['azure', { status: 403, code: 'InsufficientPermissions', message: 'Use $filter=asTarget().' }],
  ])('of a list: %s %j', async (source, said) => {
    const rig = await signedIn();
    rig.emulator.faults.add({ kind: 'refusal', ...said, host: hosts[source as 'entra'], method: 'GET' });
    met.add(said.code);
    const failure = await refresh(rig, source);
    expectSaid(failure, said.code, serviceErrorKinds[said.code]!, 'roles');
    expect(failure).toMatchObject(said);
  });
});

describe('a code that nobody documented', () => {
  it.each([
    ['entra', 400, 'refused'],
    ['azure', 403, 'forbidden'],
    ['entra', 404, 'notFound'],
  ] as const)('of %s with %i shows Microsoft’s own message', async (source, status, kind) => {
    const rig = await signedIn();
    const said = { status, code: 'SomethingNew', message: 'Said by Microsoft.' };
    refuse(rig, source, said);
    const failure = await activate(rig, source === 'entra' ? user : shop);
    expect(failure).toMatchObject({ kind, ...said });
    expect(failureText(failure, 'activation', texts).said).toBe('Microsoft says: “Said by Microsoft.”');
  });
});

it('no code of the catalogue was left out', () => {
  expect(Object.keys(serviceErrorKinds).filter((code) => !met.has(code))).toEqual([]);
});

it('kinds have sentences of their own', () => {
  const kinds = [...new Set(Object.values(serviceErrorKinds))];
  const sentences = kinds.map((kind) => failureText({ kind }, 'activation', texts));
  expect(new Set(sentences.map(({ what }) => what)).size).toBe(kinds.length);
});
