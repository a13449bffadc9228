import { describe, expect, test } from 'vitest';
import type { Ask } from '../../src/domain/policy.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import {
  createRig,
  type Named,
  type Rig,
  type RigOptions,
  sendNamed,
  start,
  type TokenClaims,
} from './providers-rig.ts';

const hour = 3_600_000;
const iso = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toString();

interface Refusal {
  readonly named: Named;
  readonly ask?: Partial<Ask>;
  readonly claims?: TokenClaims;
  readonly before?: (rig: Rig) => void;
  readonly failure: object;
}

const claimsFor = (context: string) => `{"access_token":{"acrs":{"essential":true, "value":"${context}"}}}`;

const refusals: Record<string, Refusal> = {
  'Entra: too long': {
    named: ['entra', 'Intune Administrator'],
    ask: { minutes: 31 },
    failure: { kind: 'tooLong', code: 'RoleAssignmentRequestPolicyValidationFailed', status: 400 },
  },
  'Entra: no justification': {
    named: ['entra', 'User Administrator'],
    ask: { justification: '' },
    failure: { kind: 'justificationRequired' },
  },
  'Entra: no ticket': { named: ['entra', 'Exchange Administrator'], failure: { kind: 'ticketRequired' } },
  'Entra: no second factor': {
    named: ['entra', 'Conditional Access Administrator'],
    failure: { kind: 'mfaRequired' },
  },
  'Entra: several rules': {
    named: ['entra', 'Conditional Access Administrator'],
    ask: { justification: '', minutes: 600 },
    failure: { kind: 'policyRefused', facts: { rules: 'ExpirationRule, JustificationRule, MfaRule' } },
  },
  'Entra: authentication context': {
    named: ['entra', 'Privileged Role Administrator'],
    failure: {
      kind: 'authenticationContextRequired',
      code: 'RoleAssignmentRequestAcrsValidationFailed',
      facts: { context: 'c1', claims: claimsFor('c1') },
    },
  },
  'Entra: authentication context in a token that is not capable of CAE': {
    named: ['entra', 'Privileged Role Administrator'],
    claims: { acrs: ['c1'] },
    failure: { kind: 'authenticationContextRequired' },
  },
  'Entra: no longer eligible': {
    named: ['entra', 'User Administrator'],
    before: (rig) =>
      void rig.emulator.pim.revokeEligibility({ kind: 'directory', principalId: people.ada.id }),
    failure: { kind: 'roleVanished' },
  },
  'Entra: no permission to write': {
    named: ['entra', 'User Administrator'],
    before: (rig) => {
      rig.claims.scp = ['RoleEligibilitySchedule.Read.Directory'];
    },
    failure: {
      kind: 'permissionMissing',
      facts: { scope: 'RoleAssignmentSchedule.ReadWrite.Directory' },
    },
  },
  'Azure: too long': {
    named: ['azure', 'Contributor', 'Contoso Payroll'],
    failure: { kind: 'tooLong' },
  },
  'Azure: no justification': {
    named: ['azure', 'Contributor', 'MySubscription'],
    ask: { justification: '' },
    failure: { kind: 'justificationRequired' },
  },
  'Azure: no ticket': {
    named: ['azure', 'Contributor', 'Contoso Production'],
    failure: { kind: 'ticketRequired' },
  },
  'Azure: no second factor': {
    named: ['azure', 'Contoso Deployment Operator'],
    failure: { kind: 'mfaRequired' },
  },
  'Azure: authentication context': {
    named: ['azure', 'Owner', 'Contoso Production'],
    failure: { kind: 'authenticationContextRequired', facts: { context: 'c1', claims: claimsFor('c1') } },
  },
  'Azure: no longer eligible': {
    named: ['azure', 'Contributor', 'MySubscription'],
    before: (rig) => void rig.emulator.pim.revokeEligibility({ kind: 'azure', principalId: people.ada.id }),
    failure: { kind: 'roleVanished' },
  },
  'Azure: mandatory second factor': {
    named: ['azure', 'Contributor', 'MySubscription'],
    before: (rig) => {
      rig.emulator.knobs.pim.arm.mandatoryMfa = true;
    },
    failure: { kind: 'mfaRequired', code: 'RequestDisallowedByAzure', status: 403 },
  },
};

const wordings: Record<string, NonNullable<RigOptions['knobs']>> = {
  'new wording': { pim: { policyMessages: 'new' } },
  'old wording': { pim: { policyMessages: 'old' } },
  'double envelope': { pim: { policyMessages: 'new', graph: { doubleEncodeErrors: true } } },
  'a challenge by 403': { pim: { acrsStatus: 403 } },
  'double envelope, old wording': { pim: { policyMessages: 'old', graph: { doubleEncodeErrors: true } } },
};

describe.each(Object.entries(wordings))('a refusal (%s)', (_wording, knobs) => {
  test.each(Object.entries(refusals))('%s', async (_name, { named, ask, claims = {}, before, failure }) => {
    const rig = createRig({ knobs });
    Object.assign(rig.claims, claims);
    const entry = rig.entry(await rig.role(...named), ask);
    before?.(rig);
    rig.emulator.journal.clear();
    await expect(rig.send(entry)).rejects.toMatchObject({ failure });
    expect(rig.emulator.journal.requests()).toHaveLength(1);
    expect(rig.emulator.pim.accepted()).toEqual([]);
  });
});

describe('another request that is still open', () => {
  test.each([
    'RoleAssignmentRequestExists',
    'RoleAssignmentScheduleRequestExists',
    'PendingRoleAssignmentRequest',
  ] as const)('is said to be: %s', async (openRequestCode) => {
    const rig = createRig({ knobs: { pim: { openRequestCode } } });
    const named: Named = ['azure', 'User Access Administrator', 'Contoso Production'];
    await sendNamed(rig, named);
    await expect(sendNamed(rig, named)).rejects.toMatchObject({
      failure: { kind: 'pendingRequest', code: openRequestCode },
    });
  });

  test('in the future overlaps', async () => {
    const rig = createRig();
    const entry = rig.entry(await rig.role('azure', 'Owner', 'IT'));
    // Somebody planned it elsewhere, to begin while ours would run.
    rig.emulator.pim.activate(
      { oid: people.ada.id, tid: rig.account.tenantId, amr: [], acrs: [], xms_cc: [] },
      {
        id: crypto.randomUUID(),
        kind: 'azure',
        roleId: entry.role.templateId,
        scope: entry.role.scope.id,
        principalId: people.ada.id,
        linkedRoleEligibilityScheduleId: null,
        justification: 'Later',
        ticket: null,
        schedule: {
          startDateTime: iso(start + hour / 2),
          expiration: { type: 'AfterDuration', duration: 'PT1H' },
        },
        customData: null,
        validationOnly: false,
      },
    );
    await expect(rig.send(entry)).rejects.toMatchObject({ failure: { kind: 'overlaps' } });
  });
});
