/** Schedule requests of Entra roles: the body that asks, and which role a request is for (pim-api.md A.3, A.4). */
import type { Account } from '../domain/account.ts';
import type { Activation } from '../domain/activation.ts';
import type { Deactivation } from '../domain/deactivation.ts';
import type { EligibilityExtension } from '../domain/eligibility-extension.ts';
import { isoDuration } from '../domain/duration.ts';
import { entraScopeMember } from './entra-scope.ts';
import type { EntraRequest } from './entra-wire.ts';
import type { IsFor } from './graph-requests.ts';
import { reasonsOf, scheduleFrom, scheduleUntil, startOf } from './schedule-wire.ts';
import { sameText } from './wire.ts';

/** @param startMs the service's time, ms since the epoch: a start by a clock that runs ahead would lie in the future */
export function entraActivation(account: Account, { role, ask }: Activation, startMs: number) {
  return {
    action: 'selfActivate',
    principalId: account.objectId,
    roleDefinitionId: role.roleDefinitionId,
    ...entraScopeMember(role.scope),
    ...reasonsOf(ask),
    scheduleInfo: scheduleFrom(startOf(ask, startMs), isoDuration(ask.minutes)),
  };
}

/** No schedule: what is active ends now (pim-api.md A.4). */
export function entraDeactivation(account: Account, { role }: Deactivation) {
  return {
    action: 'selfDeactivate',
    principalId: account.objectId,
    roleDefinitionId: role.roleDefinitionId,
    ...entraScopeMember(role.scope),
  };
}

/** @param startMs the service's time, ms since the epoch (pim-api.md A.5) */
export function entraExtension(account: Account, entry: EligibilityExtension, startMs: number) {
  const { role, justification, until, renews } = entry;
  return {
    action: renews ? 'selfRenew' : 'selfExtend',
    principalId: account.objectId,
    roleDefinitionId: role.roleDefinitionId,
    ...entraScopeMember(role.scope),
    justification,
    scheduleInfo: scheduleUntil(startMs, until),
  };
}

export const isForEntraRole: IsFor<EntraRequest> = (request, role) =>
  sameText(request.roleDefinitionId, role.roleDefinitionId) &&
  sameText(request.appScopeId ?? request.directoryScopeId, role.scope.id);
