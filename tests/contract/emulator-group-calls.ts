/** PIM for Groups’ addresses and bodies as the tests of the embedded cloud spell them. */
import type { Group, RoleTarget } from '../emulator/pim/seed.ts';
import { people } from '../emulator/seeds/contoso-directory.ts';
import { rowsOf, type Answer, type Json, type Rig, type Sent } from './emulator-pim-rig.ts';

export const privileged = '/v1.0/identityGovernance/privilegedAccess/group';
export const groupRequests = `${privileged}/assignmentScheduleRequests`;

const mine = "filterByCurrentUser(on='principal')";
export const eligibleGroups = `${privileged}/eligibilityScheduleInstances/${mine}`;
export const activeGroups = `${privileged}/assignmentScheduleInstances/${mine}`;
export const ownGroupRequests = `${groupRequests}/${mine}`;

export type Access = 'member' | 'owner';

export function groupTarget(group: Group, access: Access): RoleTarget {
  return { kind: 'group', roleId: access, scope: group.id };
}

export function groupBody(group: Group, access: Access, change: Json = {}): Json {
  return {
    accessId: access,
    principalId: people.ada.id,
    groupId: group.id,
    action: 'selfActivate',
    justification: 'Release week',
    scheduleInfo: { expiration: { type: 'afterDuration', duration: 'PT30M' } },
    ...change,
  };
}

export function activateGroup(
  rig: Rig,
  group: Group,
  access: Access,
  change: Json = {},
  sent: Sent = {},
): Promise<Answer> {
  return rig.graph('POST', groupRequests, { body: groupBody(group, access, change), ...sent });
}

export function deactivateGroup(rig: Rig, group: Group, access: Access): Promise<Answer> {
  const { accessId, principalId, groupId } = groupBody(group, access);
  return rig.graph('POST', groupRequests, {
    body: { accessId, principalId, groupId, action: 'selfDeactivate' },
  });
}

/** The rows of a list that belong to the group, by the kind of access. */
export function ofGroup(answer: Answer, group: Group): Json[] {
  return rowsOf(answer).filter(({ groupId }) => groupId === group.id);
}
