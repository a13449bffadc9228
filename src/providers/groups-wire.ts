/** What Graph sends of PIM for Groups, and what Hoist makes of it (pim-api.md D, B.1). */
import * as v from 'valibot';
import { type GroupAccess, groupAccesses, roleKey, type Scope } from '../domain/role.ts';
import { graphRequest } from './graph-requests.ts';
import { assignmentOf, eligibilityOf } from './instance-rows.ts';
import { assignmentType, memberType, optionalInstant, optionalText } from './wire.ts';

/** Lower case in the service's answers, upper in its pages (pim-api.md 0.1). Anything else is left out, never guessed. */
export const groupAccess = v.pipe(v.string(), v.toLowerCase(), v.picklist(groupAccesses));

const groupRow = {
  id: v.string(),
  groupId: v.pipe(v.string(), v.nonEmpty()),
  accessId: groupAccess,
  memberType,
  /** Expanded; often empty although it was asked for (pim-api.md D). */
  group: v.nullish(v.looseObject({ displayName: optionalText, isAssignableToRole: v.nullish(v.boolean()) })),
  endDateTime: optionalInstant,
};

type GroupRow = v.InferOutput<v.LooseObjectSchema<typeof groupRow, undefined>>;

export const GroupEligibilityRow = v.pipe(
  v.looseObject({ ...groupRow, eligibilityScheduleId: optionalText }),
  v.transform((row) => ({
    instanceId: row.id,
    role: eligibilityOf(roleOf(row), row.eligibilityScheduleId, row),
  })),
);

export const GroupAssignmentRow = v.pipe(
  v.looseObject({ ...groupRow, assignmentType, startDateTime: optionalInstant }),
  v.transform((row) => ({
    instanceId: row.id,
    role: assignmentOf(roleOf(row), row),
  })),
);

export const GroupRequest = v.looseObject({
  ...graphRequest,
  groupId: optionalText,
  accessId: optionalText,
});
export type GroupRequest = v.InferOutput<typeof GroupRequest>;

export const GroupPolicyRow = v.looseObject({
  scopeId: optionalText,
  roleDefinitionId: v.string(),
  policy: v.looseObject({ rules: v.array(v.unknown()) }),
});

/** A group of the directory, as far as its name and its rank go. */
export const GroupObject = v.looseObject({
  id: v.string(),
  displayName: optionalText,
  isAssignableToRole: v.nullish(v.boolean()),
});
export type GroupObject = v.InferOutput<typeof GroupObject>;

/** What Microsoft calls the two. */
export const groupAccessNames: Record<GroupAccess, string> = { member: 'Member', owner: 'Owner' };

function roleOf({ groupId, accessId: access, memberType: via, group }: GroupRow) {
  return {
    key: roleKey('groups', access, groupId),
    source: 'groups' as const,
    roleName: groupAccessNames[access],
    roleDefinitionId: access,
    templateId: access,
    scope: groupScope(groupId, group ?? undefined),
    memberType: via,
  };
}

/** Without a name the id stands in its place, which {@link isUnnamedGroup} tells. */
export function groupScope(
  id: string,
  group: Pick<GroupObject, 'displayName' | 'isAssignableToRole'> | undefined,
): Scope {
  const isAssignableToRole = group?.isAssignableToRole ?? undefined;
  return {
    kind: 'group',
    id,
    name: group?.displayName ?? id,
    ...(isAssignableToRole === undefined ? {} : { isAssignableToRole }),
  };
}
