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
import { createTexts } from '../../src/platform/i18n.ts';
import { failureText } from '../../src/platform/failure-text.ts';
import type { FaultSpec } from '../emulator/faults.ts';
import type { DeepPartial, Knobs } from '../emulator/knobs.ts';
import { contosoTenant, hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { getMessage } from '../unit/ui-harness.tsx';
import { armHost, graphHost } from './providers-rig.ts';
import { createWorkerRig, type WorkerRig } from './worker-rig.ts';

// A test outlasts the waits in it.
vi.setConfig({ testTimeout: 60_000 });

const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 30_000, interval: 5 });
const texts = createTexts(getMessage, 'en');
const minute = 60_000;

type Role = readonly [source: Source, roleName: string, scopeName?: string];

async function signedIn(knobs: DeepPartial<Knobs> = {}, before: (rig: WorkerRig) => void = () => {}) {
  const rig = await createWorkerRig({ knobs });
  before(rig);
  await rig.send('signIn', {});
  await eventually(async () => (await rig.session()).status).toBe('signedIn');
  const own = rig.state().of(await rig.account());
  for (const source of ['entra', 'azure'] as const) {
    await eventually(async () => {
      const { readAt, readingSince, failure } = await own.eligibilities(source).read();
      return readingSince === undefined && (readAt ?? failure) !== undefined;
    }).toBe(true);
  }
  return rig;
}

/** Asks for a role as the form does, and gives what it failed with. */
async function activate(rig: WorkerRig, [, name, scope]: Role, own: Partial<Ask> = {}): Promise<Failure> {
  const { key } = await rig.role(name, scope);
  const ask = { minutes: 30, justification: 'Release', ...own };
  await rig.send('activate', { bulkId: crypto.randomUUID(), requests: [{ key, ask }] });
  await eventually(async () => (await rig.journal())[0]?.state).toBe('failed');
  const [entry] = await rig.journal();
  return entry!.failure!;
}

/** Has a role checked: an activation that lacks nothing but proof need not end there. */
async function check(rig: WorkerRig, [, name, scope]: Role, own: Partial<Ask> = {}): Promise<Failure> {
  const { key } = await rig.role(name, scope);
  const ask = { minutes: 30, justification: 'Release', ...own };
  await rig.send('check', { checkId: crypto.randomUUID(), requests: [{ key, ask }] });
  const item = rig.state().of(await rig.account()).check;
  const result = async () => (await item.read())?.rows[key];
  await eventually(async () => (await result())?.result).toBe('refused');
  const refused = await result();
  if (refused?.result !== 'refused') throw new Error('Not refused');
  return refused.failure;
}

/** Reads the eligible roles of a source anew, and gives what that failed with. */
async function refresh(rig: WorkerRig, source: Source): Promise<Failure> {
  const item = rig
    .state()
    .of(await rig.account())
    .eligibilities(source);
  await rig.send('refreshRoles', { sources: [source] });
  await eventually(async () => (await item.read()).failure).toBeDefined();
  return (await item.read()).failure!;
}

const hosts = { entra: graphHost, azure: armHost } as const;
const user: Role = ['entra', 'User Administrator'];
const shop: Role = ['azure', 'Contributor', 'Contoso Web Shop'];

type Said = Pick<Extract<FaultSpec, { kind: 'refusal' }>, 'status' | 'code' | 'message'>;

/** The service refuses the activation with these words. */
function refuse(rig: WorkerRig, source: Source, said: Said): void {
  const path = /roleAssignmentScheduleRequests(\/[\w-]+)?$/;
  rig.emulator.faults.add({ kind: 'refusal', ...said, host: hosts[source as 'entra'], path, times: 1 });
}

/** Code and words are kept; the sentences are there, are no fallback, and are not those of another kind. */
function expectSaid(failure: Failure, code: string, kind: Failure['kind'], about: 'activation' | 'roles') {
  expect(failure).toMatchObject({ kind, code });
  expect(failure.status).toBeGreaterThanOrEqual(400);
  expect(failure.message).toBeTruthy();
  const { what, means, next } = failureText(failure, about, texts);
  for (const sentence of [what, means, next]) expect(sentence).toMatch(/^[A-Z“].*[.?]$/);
  if (kind !== 'refused') {
    const { what: fallback } = failureText({ kind: 'refused' }, about, texts);
    expect(what).not.toBe(fallback);
  }
}

/** Codes that were met, so that none is forgotten. */
const met = new Set<string>();

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

/** A request of Ada's that Hoist knows nothing of. */
async function asAda(rig: WorkerRig, api: 'graph' | 'arm', method: string, url: string, body: unknown) {
  const upn = people.ada.userPrincipalName;
  const token = await rig.emulator.tokens.issue({ upn, clientId: hoistClientId, api });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return rig.emulator.fetch(new Request(url, { method, headers, body: JSON.stringify(body) }));
}

async function sendElsewhere(rig: WorkerRig, schedule: object): Promise<void> {
  const role = await rig.role(user[1]);
  const url = `https://${graphHost}/v1.0/roleManagement/directory/roleAssignmentScheduleRequests`;
  const sent = await asAda(rig, 'graph', 'POST', url, {
    action: 'selfActivate',
    principalId: people.ada.id,
    roleDefinitionId: role.roleDefinitionId,
    directoryScopeId: role.scope.id,
    justification: 'From the portal',
    scheduleInfo: { ...schedule, expiration: { type: 'AfterDuration', duration: 'PT1H' } },
  });
  expect(sent.status).toBe(201);
}
