/** What Graph sends of PIM for Entra roles, and what Hoist makes of it (pim-api.md A, B.1). */
import * as v from 'valibot';
import { roleKey } from '../domain/role.ts';
import { entraScope } from './entra-scope.ts';
import { graphRequest } from './graph-requests.ts';
import { assignmentOf, eligibilityOf } from './instance-rows.ts';
import { assignmentType, memberType, optionalInstant, optionalText } from './wire.ts';

const named = v.nullish(v.looseObject({ displayName: optionalText }));

const roleRow = {
  roleDefinitionId: v.string(),
  directoryScopeId: optionalText,
  appScopeId: optionalText,
  memberType,
  roleDefinition: v.nullish(
    v.looseObject({ displayName: optionalText, templateId: optionalText, isBuiltIn: v.nullish(v.boolean()) }),
  ),
  directoryScope: named,
  appScope: named,
};

type RoleRow = v.InferOutput<v.LooseObjectSchema<typeof roleRow, undefined>>;

export const EntraEligibilityRow = v.pipe(
  v.looseObject({
    ...roleRow,
    id: v.string(),
    roleEligibilityScheduleId: optionalText,
    endDateTime: optionalInstant,
  }),
  v.check((row) => scopeOf(row) !== undefined, 'No scope'),
  v.transform((row) => ({
    instanceId: row.id,
    role: eligibilityOf(roleOf(row), row.roleEligibilityScheduleId, row),
  })),
);

export const EntraAssignmentRow = v.pipe(
  v.looseObject({
    ...roleRow,
    id: v.string(),
    assignmentType,
    startDateTime: optionalInstant,
    endDateTime: optionalInstant,
  }),
  v.check((row) => scopeOf(row) !== undefined, 'No scope'),
  v.transform((row) => ({ instanceId: row.id, role: assignmentOf(roleOf(row), row) })),
);

export const EntraRequest = v.looseObject({
  ...graphRequest,
  roleDefinitionId: optionalText,
  directoryScopeId: optionalText,
  appScopeId: optionalText,
});
export type EntraRequest = v.InferOutput<typeof EntraRequest>;

/** A request with the role that it is for, to be listed. */
export const EntraRequestRow = v.pipe(
  v.looseObject({ ...roleRow, ...graphRequest }),
  v.check((row) => scopeOf(row) !== undefined, 'No scope'),
  v.transform((row) => ({
    requestId: row.id,
    status: row.status,
    action: row.action,
    schedule: row.scheduleInfo,
    justification: row.justification,
    role: roleOf(row),
  })),
);

export const EntraPolicyRow = v.looseObject({
  roleDefinitionId: v.string(),
  policy: v.looseObject({ rules: v.array(v.unknown()) }),
});

function scopeOf(row: RoleRow) {
  return entraScope({
    ...row,
    directoryScopeName: row.directoryScope?.displayName,
    appScopeName: row.appScope?.displayName,
  });
}

function roleOf(row: RoleRow) {
  const scope = scopeOf(row)!;
  const templateId = (row.roleDefinition?.templateId ?? row.roleDefinitionId).toLowerCase();
  return {
    key: roleKey('entra', templateId, scope.id),
    source: 'entra' as const,
    roleName: row.roleDefinition?.displayName ?? row.roleDefinitionId,
    roleDefinitionId: row.roleDefinitionId,
    templateId,
    scope,
    memberType: row.memberType,
    ...(row.roleDefinition?.isBuiltIn === false ? { isCustom: true } : {}),
  };
}
