/** What being a member of a group brings: the roles that the group holds, as far as the person may read them. */
import * as v from 'valibot';
import { ScopeSchema } from './role.ts';

/** The two places where a group may hold roles. */
export const groupRoleSides = ['entra', 'azure'] as const;
export type GroupRoleSide = (typeof groupRoleSides)[number];

export const BroughtRoleSchema = v.object({
  side: v.picklist(groupRoleSides),
  roleName: v.string(),
  scope: ScopeSchema,
});
export type BroughtRole = v.InferOutput<typeof BroughtRoleSchema>;

export const GroupRolesSchema = v.object({
  /** Ms since the epoch. */
  readAt: v.number(),
  roles: v.array(BroughtRoleSchema),
  /** Where nothing could be read. Azure counts as read when one subscription could be. */
  unread: v.array(v.picklist(groupRoleSides)),
});
export type GroupRoles = v.InferOutput<typeof GroupRolesSchema>;

/** By the group's id, lower case. */
export const GroupRolesBookSchema = v.record(v.string(), GroupRolesSchema);
export type GroupRolesBook = v.InferOutput<typeof GroupRolesBookSchema>;
