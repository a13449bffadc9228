/** What ARM sends of PIM for Azure resources, and what Hoist makes of it (pim-api.md B.2, C). Absent members are omitted. */
import * as v from 'valibot';
import { roleKey, trailingGuid } from '../domain/role.ts';
import { azureScope } from './azure-scope.ts';
import { assignmentOf, eligibilityOf } from './instance-rows.ts';
import { scheduleInfo } from './schedule-wire.ts';
import { assignmentType, memberType, optionalInstant, optionalText } from './wire.ts';

const named = v.nullish(v.looseObject({ displayName: optionalText }));

const roleProperties = {
  scope: v.pipe(v.string(), v.startsWith('/')),
  roleDefinitionId: v.string(),
  memberType,
  endDateTime: optionalInstant,
  expandedProperties: v.nullish(v.looseObject({ roleDefinition: named, scope: named })),
};

type RoleProperties = v.InferOutput<v.LooseObjectSchema<typeof roleProperties, undefined>>;

export const AzureEligibilityRow = v.pipe(
  v.looseObject({
    properties: v.looseObject({ ...roleProperties, roleEligibilityScheduleId: optionalText }),
  }),
  v.transform(({ properties }) =>
    eligibilityOf(roleOf(properties), properties.roleEligibilityScheduleId, properties),
  ),
);

export const AzureAssignmentRow = v.pipe(
  v.looseObject({
    properties: v.looseObject({ ...roleProperties, assignmentType, startDateTime: optionalInstant }),
  }),
  v.transform(({ properties }) => assignmentOf(roleOf(properties), properties)),
);

export const AzureRequest = v.looseObject({
  /** The GUID that we gave it. */
  name: v.string(),
  properties: v.looseObject({ status: v.string(), scheduleInfo }),
});
export type AzureRequest = v.InferOutput<typeof AzureRequest>;

/** A request with the role that it is for, to be listed. */
export const AzureRequestRow = v.pipe(
  v.looseObject({
    name: v.string(),
    properties: v.looseObject({
      ...roleProperties,
      status: v.string(),
      requestType: optionalText,
      justification: optionalText,
      scheduleInfo,
    }),
  }),
  v.transform(({ name, properties }) => ({
    requestId: name,
    status: properties.status,
    action: properties.requestType,
    schedule: properties.scheduleInfo,
    justification: properties.justification,
    role: eligibilityOf(roleOf(properties), undefined, properties),
  })),
);

export const AzurePolicyRow = v.looseObject({
  properties: v.looseObject({ roleDefinitionId: v.string(), effectiveRules: v.array(v.unknown()) }),
});

function roleOf(row: RoleProperties) {
  const { scope: scopeId, roleDefinitionId, expandedProperties: names } = row;
  const scope = azureScope(scopeId, names?.scope?.displayName);
  const templateId = trailingGuid(roleDefinitionId);
  return {
    key: roleKey('azure', templateId, scopeId),
    source: 'azure' as const,
    roleName: names?.roleDefinition?.displayName ?? templateId,
    roleDefinitionId,
    templateId,
    scope,
    memberType: row.memberType,
  };
}
