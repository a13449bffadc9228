import type {
  ActivationSeed,
  DirectoryObject,
  EligibilitySeed,
  Group,
  PolicySeed,
  StandingSeed,
} from '../pim/seed.ts';
import type { PolicySettings } from '../pim/policy.ts';
import { contosoTenant, fabrikamTenant, people } from './contoso-directory.ts';
import { entraRoleId } from './entra-roles.ts';
import { seedId } from './ids.ts';

const hour = 3_600_000;
const day = 24 * hour;
const tenantId = contosoTenant.id;

export const zurichBranch: DirectoryObject = {
  id: 'ad3171e0-2c41-4d0b-9a77-8001000000c4',
  tenantId,
  type: 'administrativeUnit',
  displayName: 'Zürich branch',
};

export const payrollApplication: DirectoryObject = {
  id: 'a9971e00-5e1f-4a63-8b1d-0000000b0b0b',
  tenantId,
  type: 'application',
  displayName: 'Payroll API',
};

/** A role-assignable group; who is in it is eligible through it. */
export const collaborationOperators: Group = {
  id: '920095e0-c011-4ab0-8a70-00000000c011',
  tenantId,
  displayName: 'Collaboration Operators',
  members: [people.ada.id, people.alan.id],
};

interface EntraSeed {
  readonly eligibilities: EligibilitySeed[];
  readonly standing: StandingSeed[];
  readonly activations: ActivationSeed[];
  readonly policies: PolicySeed[];
}

const approvedByGrace: Partial<PolicySettings> = {
  approvalRequired: true,
  approvers: [{ type: 'user', id: people.grace.id, displayName: people.grace.displayName }],
};

/** What Contoso changed; every role not named here keeps eight hours with a justification. */
const policies: readonly (readonly [role: string, settings: Partial<PolicySettings>])[] = [
  ['Global Administrator', { maximumDuration: 'PT2H', mfa: true, ...approvedByGrace }],
  ['Privileged Role Administrator', { maximumDuration: 'PT1H', authenticationContext: 'c1' }],
  ['Security Administrator', { maximumDuration: 'PT4H', authenticationContext: 'c2' }],
  ['Conditional Access Administrator', { maximumDuration: 'PT1H', mfa: true }],
  ['Exchange Administrator', { maximumDuration: 'P1D', ticketing: true }],
  ['Intune Administrator', { maximumDuration: 'PT30M' }],
  ['Security Reader', { justification: false }],
  ['Billing Administrator', { maximumDuration: 'P1D', justification: false }],
];

type Row = readonly [role: string, principalId: string, scope?: string, endsInMs?: number];

const rows: readonly Row[] = [
  ['Global Administrator', people.ada.id],
  ['User Administrator', people.ada.id],
  ['Privileged Role Administrator', people.ada.id, '/', 180 * day],
  ['Security Reader', people.ada.id],
  ['Security Administrator', people.ada.id],
  ['Exchange Administrator', people.ada.id, '/', 365 * day],
  ['Intune Administrator', people.ada.id],
  ['Helpdesk Administrator', people.ada.id, `/administrativeUnits/${zurichBranch.id}`],
  ['Application Administrator', people.ada.id, `/${payrollApplication.id}`],
  ['Conditional Access Administrator', people.ada.id],
  ['SharePoint Administrator', people.ada.id, '/', 3 * hour],
  ['Teams Administrator', collaborationOperators.id],
  ['Groups Administrator', people.ada.id],
  ['Billing Administrator', people.ada.id],
  ['Global Reader', people.ada.id],
  ['Reports Reader', people.ada.id],
  ['Global Reader', people.grace.id],
  ['User Administrator', people.alan.id],
  ['License Administrator', people.alan.id],
];

/** Contoso's Entra roles; `now` is in milliseconds since the epoch. */
export function contosoEntra(now: number): EntraSeed {
  const eligibilities = rows.map(([role, principalId, scope = '/', endsInMs], index): EligibilitySeed => ({
    kind: 'directory',
    tenantId,
    principalId,
    roleId: entraRoleId(role),
    scope,
    scheduleId: seedId('e11e0a10', index + 1),
    instanceId: seedId('e11e0a11', index + 1),
    start: now - (30 + index) * day - 12_345,
    end: endsInMs === undefined ? null : now + endsInMs,
    condition: null,
  }));
  const barbara: EligibilitySeed = {
    kind: 'directory',
    tenantId: fabrikamTenant.id,
    principalId: people.barbara.id,
    roleId: entraRoleId('User Administrator'),
    scope: '/',
    scheduleId: seedId('fab0e110', 1),
    instanceId: seedId('fab0e111', 1),
    start: now - 30 * day,
    end: null,
    condition: null,
  };
  const globalReader = eligibilities[rows.findIndex(([role]) => role === 'Global Reader')];
  if (globalReader === undefined) throw new Error('Ada is not eligible as Global Reader');
  return {
    eligibilities: [...eligibilities, barbara],
    standing: [
      {
        id: seedId('57a2d100', 1),
        kind: 'directory',
        tenantId,
        principalId: people.ada.id,
        roleId: entraRoleId('Directory Readers'),
        scope: '/',
        start: now - 400 * day,
        end: null,
      },
    ],
    activations: [
      {
        id: seedId('ac71ba7e', 1),
        personId: people.ada.id,
        eligibilityScheduleId: globalReader.scheduleId,
        start: now - 2 * hour,
        duration: 'PT8H',
        justification: 'Morning review',
      },
    ],
    policies: policies.map(([role, settings]) => ({
      tenantId,
      kind: 'directory',
      roleId: entraRoleId(role),
      scope: '/',
      settings,
    })),
  };
}
