/**
 * What PIM lets a person have: an eligibility (may be activated) and an assignment (is held now), for Entra
 * directory roles, Azure resource roles, and being a member or an owner of a group.
 */
import * as v from 'valibot';
import { epochMs } from './duration.ts';

export const sources = ['entra', 'azure', 'groups'] as const;
/** Which PIM service a role comes from. */
export type Source = (typeof sources)[number];

export const scopeKinds = [
  'directory',
  'administrativeUnit',
  'directoryObject',
  'appScope',
  'managementGroup',
  'subscription',
  'resourceGroup',
  'resource',
  'group',
] as const;
export type ScopeKind = (typeof scopeKinds)[number];

export const ScopeSchema = v.object({
  kind: v.picklist(scopeKinds),
  /** The service's own id, verbatim, because requests must echo it: `/`, `/administrativeUnits/{id}`, `/subscriptions/{id}`, … */
  id: v.string(),
  /** Display name; for a resource its own name. The last part of the id where the service gives no name. */
  name: v.string(),
  /** Of a group: whether it can hold Entra roles, which its members then have. Absent where that is not known. */
  isAssignableToRole: v.optional(v.boolean()),
  /** The name is the id's last part, because the service gave no name: the person may not read the object. */
  isNameless: v.optional(v.boolean()),
});
export type Scope = v.InferOutput<typeof ScopeSchema>;

/** What PIM for Groups grants. Two things: an owner is no member, and the other way round (pim-api.md D). */
export const groupAccesses = ['member', 'owner'] as const;
export type GroupAccess = (typeof groupAccesses)[number];

/**
 * Identifies a role at a scope, whoever reports it: `entra|{template id}|{scope id}`, lower case, and
 * `groups|{access}|{group id}`. A scope id may hold the separator itself: Azure allows it in the names of some resources.
 */
export type RoleKey = string & { readonly __brand: 'RoleKey' };
export const RoleKeySchema = v.custom<RoleKey>(
  (value) => typeof value === 'string' && value.split('|').length >= 3,
);

const roleEntries = {
  key: RoleKeySchema,
  source: v.picklist(sources),
  roleName: v.string(),
  /** The service's own id of the role definition, verbatim; in Azure qualified by a scope. Of a group, the access. */
  roleDefinitionId: v.string(),
  /** Lower-case GUID that names the role in every scope and in a token's `wids`; of a group, the access. */
  templateId: v.string(),
  scope: ScopeSchema,
  memberType: v.picklist(['direct', 'group', 'inherited']),
  /** An Entra role of the organisation's own; tokens do not name it. */
  isCustom: v.optional(v.boolean()),
};

/** A scope below an eligible one, to activate at. */
export const TargetSchema = v.object({
  scope: ScopeSchema,
  /** The scopes on the way from the eligible one, outermost first, without either end. */
  between: v.array(ScopeSchema),
});
export type Target = v.InferOutput<typeof TargetSchema>;

/** Key and scope of the eligibility that a role below it is asked for by, and the scopes on the way down. */
export const NarrowedSchema = v.object({
  key: RoleKeySchema,
  scope: ScopeSchema,
  between: v.array(ScopeSchema),
});

export const EligibilitySchema = v.object({
  ...roleEntries,
  /** Set where it is asked for below the scope it was given at. */
  narrowed: v.optional(NarrowedSchema),
  /** The schedule behind the eligibility; Azure wants its full path when the eligibility came by a group. */
  eligibilityScheduleId: v.optional(v.string()),
  /** End of the eligibility itself, ISO 8601 instant; absent when permanent. */
  endsAt: v.optional(v.string()),
});
export type Eligibility = v.InferOutput<typeof EligibilitySchema>;

export const AssignmentSchema = v.object({
  ...roleEntries,
  /** `activated` through PIM, or `assigned` by an administrator and not ours to end. */
  assignmentType: v.picklist(['activated', 'assigned']),
  startsAt: v.optional(v.string()),
  /** ISO 8601 instant; absent when permanent. */
  endsAt: v.optional(v.string()),
});
export type Assignment = v.InferOutput<typeof AssignmentSchema>;

export function roleKey(source: Source, templateId: string, scopeId: string): RoleKey {
  return `${source}|${templateId}|${scopeId}`.toLowerCase() as RoleKey;
}

/** The service that a key's role belongs to. */
export function sourceOfKey(key: RoleKey): Source {
  return sources.find((source) => key.startsWith(`${source}|`))!;
}

/** One row a key: PIM reports a role once directly and once per group that brings it; the direct row wins. */
export function mergeByKey<T extends Row>(
  rows: readonly T[],
  wins: (row: T, known: T) => boolean = isDirectOf,
): T[] {
  const merged = new Map<RoleKey, T>();
  for (const row of rows) {
    const known = merged.get(row.key);
    if (!known || wins(row, known)) merged.set(row.key, row);
  }
  return [...merged.values()];
}

/** One row a key, the one that lasts longest, because until then the person is eligible; of equals the direct one. */
export function mergeEligibilities(rows: readonly Eligibility[]): Eligibility[] {
  const end = ({ endsAt }: Eligibility) => epochMs(endsAt) ?? Infinity;
  return mergeByKey(rows, (row, known) =>
    end(row) === end(known) ? isDirectOf(row, known) : end(row) > end(known),
  );
}

type Row = Pick<Eligibility, 'key' | 'memberType'>;

function isDirectOf(row: Row, known: Row): boolean {
  return row.memberType === 'direct' && known.memberType !== 'direct';
}

/** The GUID at the end of an id, lower case; Azure role definitions are the same role in every scope (pim-api.md C.1). */
export function trailingGuid(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}

/** Whether nobody could tell the group's name, and its id stands in its place. */
export function isUnnamedGroup({ kind, id, name }: Scope): boolean {
  return kind === 'group' && id === name;
}

/** Whether a key names access to a group, as against a role at a scope. */
export function isGroupKey(key: RoleKey): boolean {
  return key.startsWith('groups|');
}
