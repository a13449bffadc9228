/** Schedule requests of Entra roles: the body that asks, and how one's own is told among others (pim-api.md A.3, A.5). */
import type { Account } from '../domain/account.ts';
import type { Activation } from '../domain/activation.ts';
import type { Deactivation } from '../domain/deactivation.ts';
import { epochMs, isoDuration } from '../domain/duration.ts';
import type { Eligibility } from '../domain/role.ts';
import { entraScopeMember } from './entra-scope.ts';
import type { EntraRequest } from './entra-wire.ts';
import { minutesAsked, scheduleFrom } from './schedule-wire.ts';
import { sameText } from './wire.ts';

/** How much earlier than sent a request may have been created by the service's clock. */
const clockToleranceMs = 2 * 60_000;

/** @param startMs the service's time, ms since the epoch: a start by a clock that runs ahead would lie in the future */
export function entraActivation(account: Account, { role, ask }: Activation, startMs: number) {
  return {
    action: 'selfActivate',
    principalId: account.objectId,
    roleDefinitionId: role.roleDefinitionId,
    ...entraScopeMember(role.scope),
    ...(ask.justification ? { justification: ask.justification } : {}),
    scheduleInfo: scheduleFrom(startMs, isoDuration(ask.minutes)),
    ...(ask.ticket
      ? { ticketInfo: { ticketNumber: ask.ticket.number, ticketSystem: ask.ticket.system } }
      : {}),
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

/**
 * The request that an entry became, among the person's own: same role, scope, justification and length, created
 * after it was sent, and not what an earlier entry became. Graph gives the id itself, so nothing more exact is to be
 * had; the newest is taken, because nothing was sent after it.
 *
 * @param sentAt by the service's clock, ms since the epoch
 */
export function findOwnRequest(
  requests: readonly EntraRequest[],
  account: Account,
  { role, ask, earlierRequestIds = [] }: Activation,
  sentAt: number,
): EntraRequest | undefined {
  return newestOf(requests, account, role, 'selfActivate', sentAt, (request) => {
    return (
      !earlierRequestIds.includes(request.id) &&
      (request.justification ?? '').trim() === ask.justification.trim() &&
      minutesAsked(request.scheduleInfo) === ask.minutes
    );
  });
}

/**
 * The request that a deactivation became. No other of the same role can be meant: between two of them lie five
 * minutes of being active.
 *
 * @param sentAt by the service's clock, ms since the epoch
 */
export function findOwnDeactivation(
  requests: readonly EntraRequest[],
  account: Account,
  { role }: Deactivation,
  sentAt: number,
): EntraRequest | undefined {
  return newestOf(requests, account, role, 'selfDeactivate', sentAt, () => true);
}

function newestOf(
  requests: readonly EntraRequest[],
  account: Account,
  role: Pick<Eligibility, 'roleDefinitionId' | 'scope'>,
  action: string,
  sentAt: number,
  matches: (request: EntraRequest) => boolean,
): EntraRequest | undefined {
  const createdAt = (request: EntraRequest) => epochMs(request.createdDateTime) ?? -Infinity;
  return requests
    .filter(
      (request) =>
        sameText(request.action, action) &&
        !request.isValidationOnly &&
        (request.principalId === undefined || sameText(request.principalId, account.objectId)) &&
        sameText(request.roleDefinitionId, role.roleDefinitionId) &&
        sameText(request.appScopeId ?? request.directoryScopeId, role.scope.id) &&
        createdAt(request) >= sentAt - clockToleranceMs &&
        matches(request),
    )
    .toSorted((a, b) => createdAt(b) - createdAt(a))[0];
}
