/** What the use cases share: the stored items of whoever is signed in. */
import { type Account, accountKey, type AccountKey } from '../domain/account.ts';
import type { ApprovalList, Decision, DecisionDraft } from '../domain/approval.ts';
import type { Activation } from '../domain/activation.ts';
import type { Deactivation } from '../domain/deactivation.ts';
import { FailureError } from '../domain/failure.ts';
import type { Draft, Habits } from '../domain/habits.ts';
import type { AssignmentList, EligibilityList, PolicyBook } from '../domain/lists.ts';
import type { Source } from '../domain/role.ts';
import type { Session } from '../domain/session.ts';
import type { Settings } from '../domain/settings.ts';
import {
  approvalsItem,
  assignmentsItem,
  decisionDraftItem,
  decisionsItem,
  deactivationsItem,
  draftItem,
  eligibilitiesItem,
  habitsItem,
  journalItem,
  policiesItem,
  sessionItem,
  settingsItem,
} from '../platform/items.ts';
import type { ItemStore, StoredItem } from '../platform/stored-item.ts';

export interface WorkerState {
  readonly store: ItemStore;
  readonly settings: StoredItem<Settings>;
  readonly session: StoredItem<Session>;
  of(account: Account): AccountState;
  /** The account that is signed in, or whose session only needs renewing. */
  account(): Promise<Account | undefined>;
  /** @throws FailureError `signInNeeded` when nobody is signed in */
  requireAccount(): Promise<Account>;
}

export interface AccountState {
  readonly key: AccountKey;
  readonly journal: StoredItem<Activation[]>;
  readonly deactivations: StoredItem<Deactivation[]>;
  readonly habits: StoredItem<Habits>;
  readonly draft: StoredItem<Draft | null>;
  readonly policies: StoredItem<PolicyBook>;
  readonly decisions: StoredItem<Decision[]>;
  readonly decisionDraft: StoredItem<DecisionDraft | null>;
  eligibilities(source: Source): StoredItem<EligibilityList>;
  assignments(source: Source): StoredItem<AssignmentList>;
  approvals(source: Source): StoredItem<ApprovalList>;
}

export function createWorkerState(store: ItemStore): WorkerState {
  const session = store.item(sessionItem);
  const account = async () => {
    const { status, account: known } = await session.read();
    return status === 'signedOut' ? undefined : known;
  };
  return {
    store,
    settings: store.item(settingsItem),
    session,
    account,
    async requireAccount() {
      const known = await account();
      if (!known) throw new FailureError({ kind: 'signInNeeded' });
      return known;
    },
    of(owner) {
      const key = accountKey(owner);
      return {
        key,
        journal: store.item(journalItem(key)),
        deactivations: store.item(deactivationsItem(key)),
        habits: store.item(habitsItem(key)),
        draft: store.item(draftItem(key)),
        policies: store.item(policiesItem(key)),
        decisions: store.item(decisionsItem(key)),
        decisionDraft: store.item(decisionDraftItem(key)),
        eligibilities: (source) => store.item(eligibilitiesItem(key, source)),
        assignments: (source) => store.item(assignmentsItem(key, source)),
        approvals: (source) => store.item(approvalsItem(key, source)),
      };
    },
  };
}
