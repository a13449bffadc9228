import type { ActivationSeed, EligibilitySeed, Group, PolicySeed, StandingSeed } from '../pim/seed.ts';
import type { PolicySettings } from '../pim/policy.ts';
import { azureRoleId } from './azure-roles.ts';
import { platformEngineers } from './contoso-azure.ts';
import { contosoTenant, people } from './contoso-directory.ts';
import { subscriptionId } from './contoso-scopes.ts';
import { entraRoleId } from './entra-roles.ts';
import { seedId } from './ids.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const tenantId = contosoTenant.id;

function governed(number: number, displayName: string, more: Partial<Group> = {}): Group {
  const id = seedId('920095e1', number);
  return { id, tenantId, displayName, members: [], onboarded: true, isAssignableToRole: false, ...more };
}

/** The groups that PIM governs, each for a reason. */
export const pimGroups = {
  /** Holds Entra roles, and is eligible for one more. */
  identityOperators: governed(1, 'Identity Operators', { isAssignableToRole: true }),
  /** Holds Azure roles on one subscription that Ada sees and on one that she does not. */
  monitoringOperators: governed(2, 'Azure Monitoring Operators'),
  /** Ada may own it, and nobody else does. */
  payrollApplication: governed(3, 'Payroll App Owners'),
  /** Ada may be a member and an owner, by two policies; Grace owns it. */
  releaseManagers: governed(4, 'Release Managers'),
  /** Grace has to approve. */
  breakGlass: governed(5, 'Break-glass Operators', { isAssignableToRole: true }),
  /** Asks for the authentication context c1. */
  privilegedWorkstations: governed(6, 'Privileged Workstation Users'),
  /** A name that takes room. */
  launchControl: governed(
    7,
    '🚀 Launch Control – Zürich, Genève & São Paulo (production access for the release train, weekends included)',
  ),
  /** `$expand=group` is empty for it. */
  financeData: governed(8, 'Finance Data Readers', { expandsEmpty: true }),
  /** Platform Engineers, where Ada is, may be its members. */
  clusterAdministrators: governed(9, 'Cluster Administrators'),
  /** Ada has been in it for a while. */
  onCall: governed(10, 'On-call Responders'),
  /** Ada is a member of it for good. */
  administratorsNews: governed(11, 'Administrators’ News'),
} as const;

type Access = 'member' | 'owner';
type Row = readonly [group: Group, access: Access, principalId?: string, endsInMs?: number];

const rows: readonly Row[] = [
  [pimGroups.identityOperators, 'member'],
  [pimGroups.monitoringOperators, 'member'],
  [pimGroups.payrollApplication, 'owner'],
  [pimGroups.releaseManagers, 'member', people.ada.id, 180 * day],
  [pimGroups.releaseManagers, 'owner'],
  [pimGroups.breakGlass, 'member'],
  [pimGroups.privilegedWorkstations, 'member'],
  [pimGroups.launchControl, 'member'],
  [pimGroups.financeData, 'member'],
  [pimGroups.clusterAdministrators, 'member', platformEngineers.id],
  [pimGroups.onCall, 'member'],
  [pimGroups.releaseManagers, 'member', people.alan.id],
];

/** What Contoso changed; the rest keeps eight hours with a justification. */
const policies: readonly (readonly [group: Group, access: Access, settings: Partial<PolicySettings>])[] = [
  [pimGroups.releaseManagers, 'member', { maximumDuration: 'PT4H' }],
  [pimGroups.releaseManagers, 'owner', { maximumDuration: 'PT1H', ticketing: true, mfa: true }],
  [
    pimGroups.breakGlass,
    'member',
    {
      maximumDuration: 'PT2H',
      approvalRequired: true,
      approvers: [{ type: 'user', id: people.grace.id, displayName: people.grace.displayName }],
    },
  ],
  [pimGroups.privilegedWorkstations, 'member', { maximumDuration: 'PT1H', authenticationContext: 'c1' }],
  [pimGroups.launchControl, 'member', { maximumDuration: 'PT30M', justification: false }],
];

interface GroupsSeed {
  readonly groups: Group[];
  readonly eligibilities: EligibilitySeed[];
  readonly standing: StandingSeed[];
  readonly activations: ActivationSeed[];
  readonly policies: PolicySeed[];
}

type Grant = Pick<StandingSeed, 'kind' | 'roleId' | 'scope' | 'principalId'>;

/** Assignments for good: who owns and reads what, and what the groups bring. */
const grants: readonly Grant[] = [
  { kind: 'group', roleId: 'owner', scope: pimGroups.releaseManagers.id, principalId: people.grace.id },
  { kind: 'group', roleId: 'member', scope: pimGroups.administratorsNews.id, principalId: people.ada.id },
  ...['Authentication Administrator', 'Cloud Device Administrator'].map((role): Grant => ({
    kind: 'directory',
    roleId: entraRoleId(role),
    scope: '/',
    principalId: pimGroups.identityOperators.id,
  })),
  ...(
    [
      ['Contributor', 'Contoso Monitoring'],
      ['Network Contributor', 'Contoso Backup'],
    ] as const
  ).map(([role, subscription]): Grant => ({
    kind: 'azure',
    roleId: azureRoleId(role),
    scope: subscriptionId(subscription),
    principalId: pimGroups.monitoringOperators.id,
  })),
];

/** Contoso's groups; `now` is in milliseconds since the epoch. */
export function contosoGroups(now: number): GroupsSeed {
  const eligibilities = rows.map(([group, access, principalId = people.ada.id, endsInMs], index) => ({
    kind: 'group' as const,
    tenantId,
    principalId,
    roleId: access,
    scope: group.id,
    scheduleId: seedId('e11e9200', index + 1),
    instanceId: seedId('e11e9201', index + 1),
    start: now - (10 + index) * day - 4_321,
    end: endsInMs === undefined ? null : now + endsInMs,
    condition: null,
  }));
  const onCall = eligibilities.find(({ scope }) => scope === pimGroups.onCall.id);
  if (onCall === undefined) throw new Error('Ada is not eligible as On-call Responder');
  return {
    groups: Object.values(pimGroups),
    eligibilities: [
      ...eligibilities,
      {
        kind: 'directory',
        tenantId,
        principalId: pimGroups.identityOperators.id,
        roleId: entraRoleId('Hybrid Identity Administrator'),
        scope: '/',
        scheduleId: seedId('e11e9202', 1),
        instanceId: seedId('e11e9203', 1),
        start: now - 60 * day,
        end: null,
        condition: null,
      },
    ],
    standing: grants.map((grant, index) => ({
      ...grant,
      id: seedId('57a29200', index + 1),
      tenantId,
      start: now - 300 * day,
      end: null,
    })),
    activations: [
      {
        id: seedId('ac71ba7e', 3),
        personId: people.ada.id,
        eligibilityScheduleId: onCall.scheduleId,
        start: now - 40 * minute,
        duration: 'PT8H',
        justification: 'On call today',
      },
    ],
    policies: policies.map(([group, access, settings]) => ({
      tenantId,
      kind: 'group',
      roleId: access,
      scope: group.id,
      settings,
    })),
  };
}
