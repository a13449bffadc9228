import type { Emulator } from '../emulator.ts';
import type { FaultHandle } from '../faults.ts';
import type { RoleTarget } from '../pim/seed.ts';
import { azureRoleId } from './azure-roles.ts';
import { pimGroups } from './contoso-groups.ts';
import { contosoTenant, people } from './contoso-directory.ts';
import { resourceGroups, subscriptionId } from './contoso-scopes.ts';
import { entraRoleId } from './entra-roles.ts';

/** What is to become of a role of the bulk. */
export type MixedOutcome = 'active' | 'waitingForApproval' | 'already' | 'overPolicy';

export interface MixedRole {
  readonly name: string;
  readonly target: RoleTarget;
  /** As Hoist names the role. */
  readonly key: string;
  readonly outcome: MixedOutcome;
  /** The authentication context that its policy asks for. */
  readonly context?: 'c1' | 'c2';
}

type More = Partial<Pick<MixedRole, 'outcome' | 'context'>>;

function role(name: string, target: RoleTarget, more: More = {}): MixedRole {
  const source = target.kind === 'directory' ? 'entra' : target.kind === 'group' ? 'groups' : 'azure';
  const key = `${source}|${target.roleId}|${target.scope}`.toLowerCase();
  return { name, target, key, outcome: 'active', ...more };
}

const entra = (name: string, more?: More) =>
  role(name, { kind: 'directory', roleId: entraRoleId(name), scope: '/' }, more);
const azure = (name: string, scope: string, more?: More) =>
  role(name, { kind: 'azure', roleId: azureRoleId(name), scope }, more);
const group = (access: 'member' | 'owner', { id, displayName }: (typeof pimGroups)['onCall'], more?: More) =>
  role(displayName, { kind: 'group', roleId: access, scope: id }, more);

const throttled = entra('User Administrator');
const already = entra('Groups Administrator', { outcome: 'already' });
const overPolicy = azure('Contributor', subscriptionId('Contoso Staging'), { outcome: 'overPolicy' });

/** Twelve roles of Ada over the three services, four of a kind, with everything that can come between. */
export const mixedBulk: readonly MixedRole[] = [
  entra('Privileged Role Administrator', { context: 'c1' }),
  group('member', pimGroups.privilegedWorkstations, { context: 'c1' }),
  azure('Owner', subscriptionId('Contoso Production'), { context: 'c1' }),
  entra('Security Administrator', { context: 'c2' }),
  azure('Key Vault Administrator', resourceGroups.payroll.id, { context: 'c2' }),
  group('member', pimGroups.breakGlass, { outcome: 'waitingForApproval' }),
  throttled,
  already,
  overPolicy,
  group('owner', pimGroups.payrollApplication),
  group('member', pimGroups.monitoringOperators),
  azure('Monitoring Reader', subscriptionId('Contoso Security Operations')),
];

/**
 * What happens in the cloud behind the back of whoever has read lists and rules: one role is activated elsewhere, the
 * longest time of another shrinks to half an hour, and the requests for a third are throttled twice, with
 * `Retry-After` in seconds.
 */
export function troubleMixedBulk({ pim, faults }: Emulator, retryAfter: number): FaultHandle {
  pim.activateAs(people.ada.id, { target: already.target, justification: 'From the portal' });
  pim.changePolicy(contosoTenant.id, overPolicy.target, { maximumDuration: 'PT30M' });
  return faults.add({
    host: 'graph.microsoft.com',
    method: 'POST',
    path: /roleAssignmentScheduleRequests$/,
    where: ({ body }) => JSON.stringify(body).includes(throttled.target.roleId),
    kind: 'status',
    status: 429,
    retryAfter,
    times: 2,
  });
}

/** How often the cloud accepted a request for each of the twelve, in their order. */
export const acceptedOfMixedBulk = ({ pim }: Emulator): number[] =>
  mixedBulk.map(({ target }) => pim.accepted(target).length);

/** How often it is to have accepted one: what is active already and what breaks a rule is not accepted at all. */
export const acceptableOfMixedBulk: readonly number[] = mixedBulk.map(({ outcome }) =>
  outcome === 'active' || outcome === 'waitingForApproval' ? 1 : 0,
);
