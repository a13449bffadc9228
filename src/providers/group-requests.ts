/** Schedule requests of groups: the body that asks, and which access a request is for (pim-api.md D). */
import type { Account } from '../domain/account.ts';
import type { Activation } from '../domain/activation.ts';
import type { Deactivation } from '../domain/deactivation.ts';
import { isoDuration } from '../domain/duration.ts';
import type { Eligibility } from '../domain/role.ts';
import type { IsFor } from './graph-requests.ts';
import type { GroupRequest } from './groups-wire.ts';
import { reasonsOf, scheduleFrom, startOf } from './schedule-wire.ts';
import { sameText } from './wire.ts';

function accessOf(
  account: Account,
  { roleDefinitionId, scope }: Pick<Eligibility, 'roleDefinitionId' | 'scope'>,
) {
  // The person herself, even where another group is what is eligible (pim-api.md 0.8).
  return { accessId: roleDefinitionId, principalId: account.objectId, groupId: scope.id };
}

/** @param startMs the service's time, ms since the epoch: a start by a clock that runs ahead would lie in the future */
export function groupActivation(account: Account, { role, ask }: Activation, startMs: number) {
  return {
    ...accessOf(account, role),
    action: 'selfActivate',
    ...reasonsOf(ask),
    scheduleInfo: scheduleFrom(startOf(ask, startMs), isoDuration(ask.minutes), 'afterDuration'),
  };
}

export function groupDeactivation(account: Account, { role }: Deactivation) {
  return { ...accessOf(account, role), action: 'selfDeactivate' };
}

export const isForGroup: IsFor<GroupRequest> = (request, role) =>
  sameText(request.accessId, role.roleDefinitionId) && sameText(request.groupId, role.scope.id);
