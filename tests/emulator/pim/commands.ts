import type { AccessToken, ServerClock } from '../types.ts';
import type { PimAccess } from './access.ts';
import { chooseEligibility, namedAbove } from './eligibility-choice.ts';
import { refusal } from './errors.ts';
import type { PimKnobs } from './knobs.ts';
import { lagsOf } from './lags.ts';
import { isLastOwner } from './last-owner.ts';
import { endOf, isRunning, provisionedAt, startOf, statusAt } from './lifecycle.ts';
import { inForce, type EligibleRow, type PimLists } from './lists.ts';
import type { PolicySettings } from './policy.ts';
import { acrsRefusal, failedRules, policyRefusal, satisfiesContext, windowsOverlap } from './rules.ts';
import type { Eligibility, ScheduleRequest, Ticket } from './rows.ts';
import { lengthOf, parseSchedule, type ParsedSchedule, type SentSchedule } from './schedule.ts';
import type { RoleTarget } from './seed.ts';
import { roleExists, sameId, sameScope, sameTarget, type PimStore } from './store.ts';

/** The claims of the caller that PIM looks at. */
export type Caller = Pick<AccessToken, 'oid' | 'tid' | 'amr' | 'acrs' | 'xms_cc'>;

/** A schedule request as either service hands it over, already in one form. */
export interface RequestCommand extends RoleTarget {
  /** The request's id: ARM's client chose it, Graph made it. */
  readonly id: string;
  readonly principalId: string;
  readonly linkedRoleEligibilityScheduleId: string | null;
  readonly justification: string | null;
  readonly ticket: Ticket | null;
  readonly schedule: SentSchedule | null;
  readonly customData: string | null;
  /** Check everything, change nothing. */
  readonly validationOnly: boolean;
}

export interface PimCommands {
  /** @throws PimError as the real service refuses (pim-api.md F.2). */
  activate(caller: Caller, command: RequestCommand): ScheduleRequest;
  /** @throws PimError as the real service refuses (pim-api.md F.2). */
  deactivate(caller: Caller, command: RequestCommand): ScheduleRequest;
}

interface Options {
  readonly store: PimStore;
  readonly lists: PimLists;
  readonly access: PimAccess;
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
}

export function createPimCommands({ store, lists, access, clock, knobs }: Options): PimCommands {
  function ownRequests(caller: Caller, target: RoleTarget): ScheduleRequest[] {
    return lists.requests(caller, target.kind).filter((request) => sameTarget(request, target));
  }

  function refuseCollisions(caller: Caller, command: RequestCommand, schedule: ParsedSchedule): void {
    const now = clock.now();
    const earlier = ownRequests(caller, command);
    const held = earlier.some((request) => isRunning(request, now, knobs));
    const standing = store.standing.some(
      (row) => inForce(row, now) && sameTarget(row, command) && sameId(row.principalId, caller.oid),
    );
    const blockedMs = command.kind === 'azure' ? knobs.arm.reactivateBlockMs : 0;
    const blocked = earlier.some(({ revokedAt }) => revokedAt !== null && now < revokedAt + blockedMs);
    if (held || standing || blocked) throw refusal.exists();

    const statusOf = (request: ScheduleRequest): string => statusAt(request, now, knobs);
    if (earlier.some((request) => statusOf(request) === 'PendingApproval')) {
      throw refusal.open(knobs.openRequestCode);
    }
    const start = Math.max(now, schedule.start ?? now);
    const length = lengthOf(schedule.expiration, start);
    const wanted = { start, end: length === null ? null : start + length };
    const overlaps = earlier
      .filter((request) => statusOf(request) === knobs.futureStatus)
      .map((request) => ({ start: startOf(request) ?? now, end: endOf(request, knobs.pastEligibilityEnd) }))
      .some((window) => windowsOverlap(window, wanted));
    if (overlaps) throw refusal.overlaps();
  }

  function policyOf(
    caller: Caller,
    command: RequestCommand,
    eligibility: Eligibility | null,
  ): PolicySettings {
    const fromAbove = command.kind === 'azure' && knobs.arm.narrowedPolicy === 'eligibility';
    return store.policy(caller.tid, fromAbove && eligibility !== null ? eligibility : command);
  }

  /** As one client saw it: a bare GUID that names an eligibility further up ends in a 403 (pim-api.md 0.9). */
  function refuseBareLink(caller: Caller, command: RequestCommand, rows: readonly EligibleRow[]): void {
    const { linkedRoleEligibilityScheduleId: linked, scope } = command;
    if (knobs.arm.bareLinkBelow !== 403 || linked === null || !namedAbove(rows, scope, linked)) return;
    const action = 'Microsoft.Authorization/roleAssignmentScheduleRequests/write';
    throw refusal.authorizationFailed(clientName(caller), caller.oid, action, scope);
  }

  function clientName({ oid }: Caller): string {
    return store.person(oid)?.userPrincipalName ?? oid;
  }

  function refusePolicy(
    caller: Caller,
    command: RequestCommand,
    schedule: ParsedSchedule,
    eligibility: Eligibility | null,
  ): void {
    const start = Math.max(clock.now(), schedule.start ?? 0);
    const policy = policyOf(caller, command, eligibility);
    const lengthMs = lengthOf(schedule.expiration, start);
    const eligibleUntil = eligibility?.end ?? Infinity;
    const failed = failedRules(policy, {
      eligible: eligibility !== null && (start < eligibleUntil || knobs.pastEligibilityEnd === 'keep'),
      lengthMs,
      outlasts: knobs.pastEligibilityEnd === 'refuse' && start + (lengthMs ?? Infinity) > eligibleUntil,
      justification: command.justification,
      ticket: command.ticket,
      amr: caller.amr,
    });
    const rules = failed.length === 0 ? null : policyRefusal(failed, knobs.policyMessages);
    const context =
      policy.authenticationContext === null || satisfiesContext(policy, caller, knobs.acrsRequiresCp1)
        ? null
        : acrsRefusal(policy.authenticationContext, knobs.acrsStatus);
    const first = knobs.acrsBeforeRules ? (context ?? rules) : (rules ?? context);
    if (first !== null) throw first;
  }

  /** Below a management group the caller needs to read the resource group (pim-api.md C.4). */
  function refuseUnreadable(caller: Caller, command: RequestCommand, eligibility: Eligibility | null): void {
    if (command.kind !== 'azure' || eligibility === null) return;
    const from = store.scopes.find(eligibility.scope)?.type;
    const to = store.scopes.find(command.scope)?.type;
    const isNarrowed = !sameScope(eligibility.scope, command.scope);
    const asks = knobs.arm.groupReadNeeded === 'belowAnything' ? isNarrowed : from === 'managementgroup';
    if (!asks || to === 'managementgroup' || to === 'subscription') return;
    const action = 'Microsoft.Resources/subscriptions/resourceGroups/read';
    if (access.mayAzure(caller.oid, command.scope, action)) return;
    throw refusal.authorizationFailed(clientName(caller), caller.oid, action, command.scope);
  }

  function refuseStrangers(caller: Caller, command: RequestCommand): void {
    if (!sameId(command.principalId, caller.oid)) throw refusal.insufficient(caller.oid);
    if (!roleExists(store, command.kind, command.roleId)) throw refusal.roleNotFound();
  }

  function build(
    caller: Caller,
    command: RequestCommand,
    action: ScheduleRequest['action'],
    schedule: ParsedSchedule,
    eligibility: Eligibility | null,
  ): ScheduleRequest {
    const isActivation = action === 'selfActivate';
    const named = command.kind === 'group' ? command.scope : command.roleId;
    const failing = knobs.failingRoles.some((id) => id === '*' || sameId(id, named));
    const { approvalRequired, approvers } = policyOf(caller, command, eligibility);
    const needsApproval = isActivation && approvalRequired;
    return {
      id: command.id,
      kind: command.kind,
      tenantId: caller.tid,
      action,
      principalId: caller.oid,
      roleId: command.roleId.toLowerCase(),
      scope: store.scopes.find(command.scope)?.id ?? command.scope,
      eligibility,
      justification: command.justification,
      ticket: command.ticket,
      askedStart: schedule.start,
      sentStart: schedule.sentStart,
      expiration: schedule.expiration,
      customData: command.customData,
      createdAt: clock.now(),
      provisionMs: lagsOf(knobs, command.kind).provisionMs,
      fails: isActivation && failing,
      approval: needsApproval ? { windowMs: knobs.approvalWindowMs, approvers } : null,
      extension: null,
      seeded: false,
      decision: null,
      canceledAt: null,
      revokedAt: null,
    };
  }

  return {
    activate(caller, command) {
      refuseStrangers(caller, command);
      const schedule = parseSchedule(command.schedule);
      const length = lengthOf(schedule.expiration, Math.max(clock.now(), schedule.start ?? 0));
      if (length !== null && length <= 0)
        throw refusal.invalidSchedule('The schedule ends before it starts.');
      refuseCollisions(caller, command, schedule);
      const rows = lists.eligible(caller, command.kind);
      refuseBareLink(caller, command, rows);
      const eligibility = chooseEligibility(store, rows, command, command.linkedRoleEligibilityScheduleId);
      refusePolicy(caller, command, schedule, eligibility);
      refuseUnreadable(caller, command, eligibility);
      const request = build(caller, command, 'selfActivate', schedule, eligibility);
      if (!command.validationOnly) store.requests.push(request);
      return request;
    },

    deactivate(caller, command) {
      refuseStrangers(caller, command);
      const now = clock.now();
      const running = ownRequests(caller, command).find((request) => isRunning(request, now, knobs));
      const provisioned = running === undefined ? null : provisionedAt(running);
      if (running === undefined || provisioned === null) throw refusal.doesNotExist();
      const propagation = command.kind === 'azure' ? knobs.arm.deactivatePropagationMs : 0;
      if (now < provisioned + propagation) throw refusal.doesNotExist();
      if (now < (startOf(running) ?? now) + knobs.minActiveMs) throw refusal.tooShort();
      if (isLastOwner(store, caller.oid, command, now, knobs)) throw refusal.lastOwner();
      const schedule: ParsedSchedule = { start: null, sentStart: null, expiration: null };
      const request = build(caller, command, 'selfDeactivate', schedule, null);
      if (!command.validationOnly) {
        running.revokedAt = now;
        store.requests.push(request);
      }
      return request;
    },
  };
}
