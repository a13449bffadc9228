/** Every item that Hoist keeps in `storage.local`: its key, schema, version and what stands there before it is written. */
import * as v from 'valibot';
import type { AccountKey } from '../domain/account.ts';
import {
  type ApprovalList,
  ApprovalListSchema,
  type Decision,
  type DecisionDraft,
  DecisionDraftSchema,
  DecisionSchema,
} from '../domain/approval.ts';
import { type ApprovalWatch, ApprovalWatchSchema, newApprovalWatch } from '../domain/approval-watch.ts';
import { ActivationSchema, type Activation } from '../domain/activation.ts';
import { type Check, CheckSchema } from '../domain/check.ts';
import { type ChildScopesBook, ChildScopesBookSchema } from '../domain/child-scopes.ts';
import { type Deactivation, DeactivationSchema } from '../domain/deactivation.ts';
import { type EligibilityExtension, EligibilityExtensionSchema } from '../domain/eligibility-extension.ts';
import { type GroupRolesBook, GroupRolesBookSchema } from '../domain/group-roles.ts';
import { type FollowOn, FollowOnSchema } from '../domain/follow-on.ts';
import { DraftSchema, type Draft, type Habits, HabitsSchema, newHabits } from '../domain/habits.ts';
import {
  type AssignmentList,
  AssignmentListSchema,
  type EligibilityList,
  EligibilityListSchema,
  type PolicyBook,
  PolicyBookSchema,
} from '../domain/lists.ts';
import { type PortalNews, PortalNewsSchema } from '../domain/portal.ts';
import { type Eligibility, EligibilitySchema, type Source } from '../domain/role.ts';
import { type RoleDraft, RoleDraftSchema } from '../domain/role-draft.ts';
import { noRoleMarks, type RoleMarks, RoleMarksSchema } from '../domain/role-marks.ts';
import { type Session, SessionSchema, signedOut } from '../domain/session.ts';
import { type SetupCheck, SetupCheckSchema } from '../domain/setup-check.ts';
import { defaultSettings, type Settings, SettingsSchema } from '../domain/settings.ts';
import { type WelcomeProgress, WelcomeProgressSchema } from '../domain/welcome.ts';
import { roleRows } from './role-rows.ts';
import type { ItemDefinition } from './stored-item.ts';

export const settingsItem: ItemDefinition<Settings> = {
  key: 'settings',
  version: 1,
  schema: SettingsSchema,
  fallback: defaultSettings,
};

export const sessionItem: ItemDefinition<Session> = {
  key: 'session',
  version: 1,
  schema: SessionSchema,
  fallback: signedOut,
};

/** How far the person has come on the welcome page, and what was typed there; the page keeps it by itself. */
export const welcomeItem: ItemDefinition<WelcomeProgress | null> = {
  key: 'welcome',
  version: 1,
  schema: v.nullable(WelcomeProgressSchema),
  fallback: null,
};

/** What the last check of the setup found. */
export const setupCheckItem: ItemDefinition<SetupCheck | null> = {
  key: 'setupCheck',
  version: 1,
  schema: v.nullable(SetupCheckSchema),
  fallback: null,
};

/** How far the clock of each service is ahead of the browser's, in ms. */
export const clockOffsetsItem: ItemDefinition<Readonly<Record<string, number>>> = {
  key: 'clockOffsets',
  version: 1,
  schema: v.record(v.string(), v.number()),
  fallback: {},
};

/** Lists of roles: until version 1 one item that held every row as it is. */
const inParts = {
  version: 2,
  migrations: [
    (data: unknown) => data,
    (data: unknown) => ({ ...(data as object), rows: { all: (data as { rows?: unknown } | null)?.rows } }),
  ],
  rows: roleRows,
};

export function eligibilitiesItem(account: AccountKey, source: Source): ItemDefinition<EligibilityList> {
  return {
    key: `eligibilities/${account}/${source}`,
    schema: EligibilityListSchema,
    fallback: { rows: [] },
    ...inParts,
  };
}

export function assignmentsItem(account: AccountKey, source: Source): ItemDefinition<AssignmentList> {
  return {
    key: `assignments/${account}/${source}`,
    schema: AssignmentListSchema,
    fallback: { rows: [] },
    ...inParts,
  };
}

export function policiesItem(account: AccountKey): ItemDefinition<PolicyBook> {
  return { key: `policies/${account}`, version: 1, schema: PolicyBookSchema, fallback: {} };
}

/** What groups bring, by the group's id in lower case. */
export function groupRolesItem(account: AccountKey): ItemDefinition<GroupRolesBook> {
  return { key: `groupRoles/${account}`, version: 1, schema: GroupRolesBookSchema, fallback: {} };
}

/** What lies below scopes of Azure, by scope. */
export function childScopesItem(account: AccountKey): ItemDefinition<ChildScopesBook> {
  return { key: `childScopes/${account}`, version: 1, schema: ChildScopesBookSchema, fallback: {} };
}

/** The journal of activations, oldest first. */
export function journalItem(account: AccountKey): ItemDefinition<Activation[]> {
  return { key: `journal/${account}`, version: 1, schema: v.array(ActivationSchema), fallback: [] };
}

/** The journal of deactivations, oldest first. */
export function deactivationsItem(account: AccountKey): ItemDefinition<Deactivation[]> {
  return {
    key: `deactivations/${account}`,
    version: 1,
    schema: v.array(DeactivationSchema),
    fallback: [],
  };
}

/** The journal of requests to extend eligibilities, oldest first. */
export function extensionsItem(account: AccountKey): ItemDefinition<EligibilityExtension[]> {
  return {
    key: `extensions/${account}`,
    version: 1,
    schema: v.array(EligibilityExtensionSchema),
    fallback: [],
  };
}

export function habitsItem(account: AccountKey): ItemDefinition<Habits> {
  return { key: `habits/${account}`, version: 1, schema: HabitsSchema, fallback: newHabits };
}

/** Favourites, aliases and uses, by the key of the eligibility. */
export function roleMarksItem(account: AccountKey): ItemDefinition<RoleMarks> {
  return { key: `roleMarks/${account}`, version: 1, schema: RoleMarksSchema, fallback: noRoleMarks };
}

export function draftItem(account: AccountKey): ItemDefinition<Draft | null> {
  return { key: `draft/${account}`, version: 1, schema: v.nullable(DraftSchema), fallback: null };
}

/** What is being typed for single roles, outside of the form. */
export function roleDraftsItem(account: AccountKey): ItemDefinition<RoleDraft[]> {
  return { key: `roleDrafts/${account}`, version: 1, schema: v.array(RoleDraftSchema), fallback: [] };
}

/** What the last check of the form said. */
export function checkItem(account: AccountKey): ItemDefinition<Check | null> {
  return { key: `check/${account}`, version: 1, schema: v.nullable(CheckSchema), fallback: null };
}

/** Requests of others that wait for this person's decision. */
export function approvalsItem(account: AccountKey, source: Source): ItemDefinition<ApprovalList> {
  return {
    key: `approvals/${account}/${source}`,
    version: 1,
    schema: ApprovalListSchema,
    fallback: { rows: [] },
  };
}

/** Which requests the approver was told of. */
export function approvalWatchItem(account: AccountKey): ItemDefinition<ApprovalWatch> {
  return {
    key: `approvalWatch/${account}`,
    version: 1,
    schema: ApprovalWatchSchema,
    fallback: newApprovalWatch,
  };
}

/** Eligibilities with an end that the lists have shown, also for a while after it. */
export function endingItem(account: AccountKey): ItemDefinition<Eligibility[]> {
  return { key: `ending/${account}`, version: 1, schema: v.array(EligibilitySchema), fallback: [] };
}

/** The journal of decisions, oldest first. */
export function decisionsItem(account: AccountKey): ItemDefinition<Decision[]> {
  return { key: `decisions/${account}`, version: 1, schema: v.array(DecisionSchema), fallback: [] };
}

export function decisionDraftItem(account: AccountKey): ItemDefinition<DecisionDraft | null> {
  return {
    key: `decisionDraft/${account}`,
    version: 1,
    schema: v.nullable(DecisionDraftSchema),
    fallback: null,
  };
}

/** What people asked to be offered again at its end. */
export function followOnsItem(account: AccountKey): ItemDefinition<FollowOn[]> {
  return { key: `followOns/${account}`, version: 1, schema: v.array(FollowOnSchema), fallback: [] };
}

/** What portal tabs are told of the last bulk of activations. */
export function portalNewsItem(account: AccountKey): ItemDefinition<PortalNews | null> {
  return { key: `portalNews/${account}`, version: 1, schema: v.nullable(PortalNewsSchema), fallback: null };
}
