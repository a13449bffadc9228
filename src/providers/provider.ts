/** One PIM service, as the use cases see it. */
import type { Account } from '../domain/account.ts';
import type { Activation } from '../domain/activation.ts';
import type { Deactivation, EarlyReason } from '../domain/deactivation.ts';
import type { EligibilityExtension } from '../domain/eligibility-extension.ts';
import type { EffectAnswer } from '../domain/effect.ts';
import type { RequestSnapshot } from '../domain/request-entry.ts';
import type { ActivationPolicy } from '../domain/policy.ts';
import type { CheckOutcome } from './check.ts';
import type { Assignment, Eligibility, RoleKey, Scope, Source } from '../domain/role.ts';

/** How sending a schedule request ended, when the service said so. */
export type SendOutcome =
  | { readonly type: 'accepted'; readonly snapshot: RequestSnapshot }
  /** `RoleAssignmentExists`: the role is held already, which is what was wanted. */
  | { readonly type: 'alreadyActive' }
  /**
   * Refused with 429, or kept back because another was: nothing was carried out, and the caller may send it again at
   * `notBefore`, in ms since the epoch by the browser's clock.
   */
  | { readonly type: 'throttled'; readonly notBefore: number }
  /** The connection broke or the answer could not be read: the request may have been carried out. */
  | { readonly type: 'lost' };

/** How sending a deactivation ended, when the service said so. */
export type EndOutcome =
  | Exclude<SendOutcome, { type: 'alreadyActive' }>
  /** `RoleAssignmentDoesNotExist`: the role is not held, which is what was wanted. `serverNow` in ms since the epoch. */
  | { readonly type: 'notHeld'; readonly serverNow: number }
  /**
   * `ActiveDurationTooShort`, or `RoleAssignmentDoesNotExist` so soon after activation that the role is held all
   * the same (pim-api.md F.2). It will work in `inMs` milliseconds, by the service's clock.
   */
  | { readonly type: 'tooEarly'; readonly inMs: number; readonly early: EarlyReason };

/** How asking for an extension ended, when the service said so. */
export type ExtensionOutcome = Exclude<SendOutcome, { type: 'alreadyActive' }>;

/** Requests to extend eligibilities, which stand in a collection of their own (pim-api.md A.5). */
export interface EligibilityExtensions {
  /** Sends the request of a journal entry, once; the caller writes the entry first. */
  ask(account: Account, entry: EligibilityExtension): Promise<ExtensionOutcome>;
  read(
    account: Account,
    entry: { readonly role: Pick<Eligibility, 'scope'>; readonly requestId: string },
  ): Promise<RequestSnapshot | undefined>;
  /** Looks for the request of an entry whose answer was lost. */
  find(account: Account, entry: EligibilityExtension): Promise<RequestSnapshot | undefined>;
}

/** An activation that was accepted for a later start, wherever it was asked for. */
export interface ScheduledRequest {
  readonly role: Eligibility;
  readonly snapshot: RequestSnapshot;
  /** Whole minutes, where a length was asked for. */
  readonly minutes?: number | undefined;
  readonly justification: string;
}

/** What a probe must know of the other roles that a person holds. */
export type HeldRole = Pick<Eligibility, 'key' | 'templateId'>;

/**
 * Every method throws a `FailureError` when the service refuses, cannot be reached or cannot be understood. What a
 * provider of one service takes and gives is in that service's time; `inBrowserTime` moves it to the browser's, in
 * which everybody else has it.
 */
export interface PimProvider {
  readonly source: Source;
  /** Absent where the service takes none: groups. */
  readonly extensions?: EligibilityExtensions;
  listEligibilities(account: Account): Promise<Eligibility[]>;
  /** Roles held now, activated or assigned; may lag behind requests by minutes (pim-api.md I). */
  listAssignments(account: Account): Promise<Assignment[]>;
  /** The person's own activations that start later; those of other ways to ask, such as the portal, among them. */
  listScheduled?(account: Account): Promise<ScheduledRequest[]>;
  /**
   * Whether a role that is missing from the list of assignments is held after all, by a read at its own scope.
   * Only where the list is known to drop rows (Azure, pim-api.md 0.6).
   */
  isHeld?(account: Account, assignment: Assignment): Promise<boolean>;
  /**
   * What lies right below a scope and the person is eligible for. Azure only, and slow at a management group
   * (pim-api.md C.4: over 15 s).
   */
  listChildScopes?(account: Account, scopeId: string): Promise<Scope[]>;
  /** Policies of these roles; a role whose policy could not be read is left out. One request where the service allows. */
  readPolicies(account: Account, roles: readonly Eligibility[]): Promise<Map<RoleKey, ActivationPolicy>>;
  /** Sends the schedule request of a journal entry, once; the caller writes the entry first. */
  activate(account: Account, entry: Activation): Promise<SendOutcome>;
  /**
   * Has the service judge the request that an entry would become, and activates nothing. The entry is in no journal.
   * @throws FailureError what the service would refuse with, or why it could not be asked
   */
  check(account: Account, entry: Activation): Promise<CheckOutcome>;
  /** Sends the deactivation of a journal entry, once; the caller writes the entry first. */
  deactivate(account: Account, entry: Deactivation): Promise<EndOutcome>;
  /** Reads a request back by the id that the service knows it by. `undefined` when there is none. */
  readRequest(
    account: Account,
    entry: { readonly role: Pick<Eligibility, 'scope'>; readonly requestId: string },
  ): Promise<RequestSnapshot | undefined>;
  /**
   * Takes back a request that waits for approval or for its start. Doing so twice does it once.
   * @throws FailureError when the service refused: it is decided, active, or over
   */
  cancel(
    account: Account,
    entry: { readonly role: Pick<Eligibility, 'scope'>; readonly requestId: string },
  ): Promise<void>;
  /**
   * Looks for the request of an entry whose answer was lost: Azure by our own GUID, Graph among the person's own
   * requests (design: match role, scope, justification, length and a creation time ≥ sent − 2 min).
   */
  findRequest(account: Account, entry: Activation): Promise<RequestSnapshot | undefined>;
  /** Looks for the deactivation of an entry whose answer was lost. */
  findDeactivation(account: Account, entry: Deactivation): Promise<RequestSnapshot | undefined>;
  /**
   * Whether active roles are in effect, as far as anybody can see it from outside. Never says so early. All roles of
   * an account are asked about together; one that could not be asked about now is left out.
   * @param held the roles that the person is known to hold, these among them
   */
  probeEffect(
    account: Account,
    roles: readonly Eligibility[],
    held: readonly HeldRole[],
  ): Promise<Map<RoleKey, EffectAnswer>>;
  /**
   * Whether "no such request" proves that sending the same entry again cannot make a second one. True where the
   * request's name is ours.
   */
  readonly resendIsSafe: boolean;
}
