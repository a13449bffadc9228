/** What the use cases share: the stored items of whoever is signed in. */
import { type Account, accountKey, type AccountKey } from '../domain/account.ts';
import type { ApprovalList, Decision, DecisionDraft } from '../domain/approval.ts';
import type { ApprovalWatch } from '../domain/approval-watch.ts';
import type { Activation } from '../domain/activation.ts';
import type { Check } from '../domain/check.ts';
import type { ChildScopesBook } from '../domain/child-scopes.ts';
import type { Deactivation } from '../domain/deactivation.ts';
import type { EligibilityExtension } from '../domain/eligibility-extension.ts';
import { firstRows, firstScreenRows } from '../domain/first-rows.ts';
import { FailureError } from '../domain/failure.ts';
import type { GroupRolesBook } from '../domain/group-roles.ts';
import type { FollowOn } from '../domain/follow-on.ts';
import type { Draft, Habits } from '../domain/habits.ts';
import type { AssignmentList, EligibilityList, PolicyBook } from '../domain/lists.ts';
import type { PortalNews } from '../domain/portal.ts';
import { type Eligibility, type Source, sources } from '../domain/role.ts';
import type { RoleDraft } from '../domain/role-draft.ts';
import type { RoleMarks } from '../domain/role-marks.ts';
import type { Session } from '../domain/session.ts';
import type { Settings } from '../domain/settings.ts';
import type { SetupCheck } from '../domain/setup-check.ts';
import {
  approvalsItem,
  approvalWatchItem,
  assignmentsItem,
  checkItem,
  childScopesItem,
  decisionDraftItem,
  decisionsItem,
  deactivationsItem,
  draftItem,
  eligibilitiesItem,
  endingItem,
  extensionsItem,
  groupRolesItem,
  followOnsItem,
  habitsItem,
  journalItem,
  policiesItem,
  portalNewsItem,
  roleDraftsItem,
  roleMarksItem,
  sessionItem,
  settingsItem,
  setupCheckItem,
} from '../platform/items.ts';
import type { ItemStore } from '../platform/item-store.ts';
import type { StoredItem } from '../platform/stored-item.ts';

export interface WorkerState {
  readonly store: ItemStore;
  readonly settings: StoredItem<Settings>;
  readonly session: StoredItem<Session>;
  readonly setupCheck: StoredItem<SetupCheck | null>;
  of(account: Account): AccountState;
  /** The account that is signed in, or whose session only needs renewing. */
  account(): Promise<Account | undefined>;
  /** @throws FailureError `signInNeeded` when nobody is signed in */
  requireAccount(): Promise<Account>;
  /**
   * Whether it is this account that is signed in, or needs its session renewed. What belongs to an account is not
   * written, nor sent, while another is there: it waits for the account's next sign-in.
   */
  isSignedIn(account: Account): Promise<boolean>;
}

/**
 * Lists, policies, drafts and portal news are written only while their account is signed in, whoever still works on
 * them: they went with its sign-out. The journals, the habits and the marks of roles stay.
 */
export interface AccountState {
  readonly key: AccountKey;
  readonly journal: StoredItem<Activation[]>;
  readonly deactivations: StoredItem<Deactivation[]>;
  readonly extensions: StoredItem<EligibilityExtension[]>;
  readonly ending: StoredItem<Eligibility[]>;
  readonly habits: StoredItem<Habits>;
  readonly roleMarks: StoredItem<RoleMarks>;
  readonly draft: StoredItem<Draft | null>;
  readonly roleDrafts: StoredItem<RoleDraft[]>;
  readonly check: StoredItem<Check | null>;
  readonly policies: StoredItem<PolicyBook>;
  readonly childScopes: StoredItem<ChildScopesBook>;
  readonly portalNews: StoredItem<PortalNews | null>;
  readonly followOns: StoredItem<FollowOn[]>;
  readonly decisions: StoredItem<Decision[]>;
  readonly approvalWatch: StoredItem<ApprovalWatch>;
  readonly decisionDraft: StoredItem<DecisionDraft | null>;
  readonly groupRoles: StoredItem<GroupRolesBook>;
  eligibilities(source: Source): StoredItem<EligibilityList>;
  assignments(source: Source): StoredItem<AssignmentList>;
  approvals(source: Source): StoredItem<ApprovalList>;
  /** Says anew which rows of a long list of eligibilities pages have first, after what that depends on changed. */
  arrange(source: Source): Promise<void>;
  /** Removes what goes with a sign-out. */
  forget(): Promise<void>;
}

export function createWorkerState(store: ItemStore): WorkerState {
  const session = store.item(sessionItem);
  const account = async () => {
    const { status, account: known } = await session.read();
    return status === 'signedOut' ? undefined : known;
  };
  const isCurrent = async (owner: Account) => {
    const current = await account();
    return current !== undefined && accountKey(current) === accountKey(owner);
  };
  return {
    store,
    settings: store.item(settingsItem),
    session,
    setupCheck: store.item(setupCheckItem),
    account,
    isSignedIn: isCurrent,
    async requireAccount() {
      const known = await account();
      if (!known) throw new FailureError({ kind: 'signInNeeded' });
      return known;
    },
    of(owner) {
      const key = accountKey(owner);
      const isSignedIn = () => isCurrent(owner);
      const rooms = {
        draft: store.item(draftItem(key), { mayWrite: isSignedIn }),
        roleDrafts: store.item(roleDraftsItem(key), { mayWrite: isSignedIn }),
        check: store.item(checkItem(key), { mayWrite: isSignedIn }),
        policies: store.item(policiesItem(key), { mayWrite: isSignedIn }),
        groupRoles: store.item(groupRolesItem(key), { mayWrite: isSignedIn }),
        childScopes: store.item(childScopesItem(key), { mayWrite: isSignedIn }),
        portalNews: store.item(portalNewsItem(key), { mayWrite: isSignedIn }),
        followOns: store.item(followOnsItem(key), { mayWrite: isSignedIn }),
        approvalWatch: store.item(approvalWatchItem(key), { mayWrite: isSignedIn }),
        decisionDraft: store.item(decisionDraftItem(key), { mayWrite: isSignedIn }),
        ending: store.item(endingItem(key), { mayWrite: isSignedIn }),
      };
      const roleMarks = store.item(roleMarksItem(key));
      const assignments = (source: Source) =>
        store.item(assignmentsItem(key, source), { mayWrite: isSignedIn });
      const eligibilities = (source: Source) =>
        store.item(eligibilitiesItem(key, source), {
          mayWrite: isSignedIn,
          firstRows: async (rows) =>
            firstRows(rows, await roleMarks.read(), (await assignments(source).read()).rows),
        });
      const approvals = (source: Source) => store.item(approvalsItem(key, source), { mayWrite: isSignedIn });
      return {
        ...rooms,
        eligibilities,
        assignments,
        approvals,
        async arrange(source) {
          await eligibilities(source).update((list) =>
            list.rows.length > firstScreenRows ? { ...list } : list,
          );
        },
        async forget() {
          const lists = sources.flatMap((source) => [
            eligibilities(source),
            assignments(source),
            approvals(source),
          ]);
          // In the turn of each: a writing that began before is over by then, and none begins after.
          await Promise.all([...Object.values(rooms), ...lists].map((item) => item.remove()));
        },
        key,
        journal: store.item(journalItem(key)),
        deactivations: store.item(deactivationsItem(key)),
        extensions: store.item(extensionsItem(key)),
        habits: store.item(habitsItem(key)),
        roleMarks,
        decisions: store.item(decisionsItem(key)),
      };
    },
  };
}
