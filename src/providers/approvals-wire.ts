/** What Graph and ARM send of approvals, and what Hoist makes of it (pim-api.md E). */
import * as v from 'valibot';
import type { ApprovalStage, PendingApproval, Review } from '../domain/approval.ts';
import { type Source, trailingGuid } from '../domain/role.ts';
import { azureScope } from './azure-scope.ts';
import { entraScope } from './entra-scope.ts';
import { groupAccess, groupAccessNames } from './groups-wire.ts';
import { minutesAsked, scheduleInfo } from './schedule-wire.ts';
import { optionalInstant, optionalText, sameText } from './wire.ts';

const named = v.nullish(v.looseObject({ displayName: optionalText }));
const ticketInfo = v.nullish(v.looseObject({ ticketNumber: optionalText, ticketSystem: optionalText }));

const asked = {
  status: v.string(),
  principalId: v.string(),
  justification: optionalText,
  scheduleInfo,
  ticketInfo,
};
type Asked = v.InferOutput<v.LooseObjectSchema<typeof asked, undefined>>;

/** The members that every service gives alike. */
function askedOf(source: Source, requestId: string, row: Asked, name: string | undefined) {
  const minutes = minutesAsked(row.scheduleInfo);
  const { ticketNumber: number, ticketSystem: system } = row.ticketInfo ?? {};
  return {
    key: `${source}|${requestId}`.toLowerCase(),
    source,
    requestId,
    requester: { id: row.principalId, name: name ?? row.principalId },
    ...(row.justification ? { justification: row.justification } : {}),
    ...(minutes === undefined ? {} : { minutes }),
    ...(number ? { ticket: { number, system: system ?? '' } } : {}),
  };
}

const isPending = ({ status }: { status: string }): boolean => sameText(status, 'PendingApproval');

/** A row of `roleAssignmentScheduleRequests`; `undefined` for one that nobody has to decide any more. */
export const EntraApprovalRow = v.pipe(
  v.looseObject({
    ...asked,
    id: v.string(),
    approvalId: optionalText,
    createdDateTime: optionalInstant,
    roleDefinitionId: v.string(),
    directoryScopeId: optionalText,
    appScopeId: optionalText,
    roleDefinition: v.nullish(v.looseObject({ displayName: optionalText, templateId: optionalText })),
    directoryScope: named,
    appScope: named,
    principal: named,
  }),
  v.transform((row): PendingApproval | undefined => {
    const scope = entraScope({
      ...row,
      directoryScopeName: row.directoryScope?.displayName,
      appScopeName: row.appScope?.displayName,
    });
    if (!isPending(row) || !scope) return undefined;
    return {
      ...askedOf('entra', row.id, row, row.principal?.displayName),
      // Where it is left out it is the request's own (pim-api.md E).
      approvalId: row.approvalId ?? row.id,
      roleName: row.roleDefinition?.displayName ?? row.roleDefinitionId,
      templateId: (row.roleDefinition?.templateId ?? row.roleDefinitionId).toLowerCase(),
      scope,
      ...(row.createdDateTime ? { createdAt: row.createdDateTime } : {}),
    };
  }),
);

/** A row of `assignmentScheduleRequests`, of a member or an owner to be (pim-api.md D, E). */
export const GroupApprovalRow = v.pipe(
  v.looseObject({
    ...asked,
    id: v.string(),
    approvalId: optionalText,
    createdDateTime: optionalInstant,
    groupId: v.string(),
    accessId: groupAccess,
    group: named,
    principal: named,
  }),
  v.transform((row): PendingApproval | undefined => {
    if (!isPending(row)) return undefined;
    const { accessId, groupId, group } = row;
    return {
      ...askedOf('groups', row.id, row, row.principal?.displayName),
      approvalId: row.approvalId ?? row.id,
      roleName: groupAccessNames[accessId],
      templateId: accessId,
      scope: { kind: 'group', id: groupId, name: group?.displayName ?? groupId },
      ...(row.createdDateTime ? { createdAt: row.createdDateTime } : {}),
    };
  }),
);

/** A row of ARM's `roleAssignmentScheduleRequests`; absent members are omitted. */
export const AzureApprovalRow = v.pipe(
  v.looseObject({
    name: v.string(),
    properties: v.looseObject({
      ...asked,
      approvalId: optionalText,
      createdOn: optionalInstant,
      scope: v.pipe(v.string(), v.startsWith('/')),
      roleDefinitionId: v.string(),
      expandedProperties: v.nullish(v.looseObject({ principal: named, roleDefinition: named, scope: named })),
    }),
  }),
  v.transform(({ name, properties: row }): PendingApproval | undefined => {
    if (!isPending(row)) return undefined;
    const names = row.expandedProperties;
    const templateId = trailingGuid(row.roleDefinitionId);
    return {
      ...askedOf('azure', name, row, names?.principal?.displayName),
      // A GUID or a path with the GUID at its end; the GUID is what the path of the stages wants.
      approvalId: trailingGuid(row.approvalId ?? name),
      roleName: names?.roleDefinition?.displayName ?? templateId,
      templateId,
      scope: azureScope(row.scope, names?.scope?.displayName),
      ...(row.createdOn ? { createdAt: row.createdOn } : {}),
    };
  }),
);

const reviewed = {
  status: optionalText,
  assignedToMe: v.nullish(v.boolean()),
  reviewResult: optionalText,
};

/** A step (beta) or stage (v1.0) of Graph. */
export const GraphStage = v.pipe(
  v.looseObject({
    ...reviewed,
    id: v.string(),
    reviewedBy: v.nullish(v.looseObject({ id: optionalText, displayName: optionalText })),
  }),
  v.transform((stage) => ({
    ...stage,
    stageId: stage.id,
    by: { id: stage.reviewedBy?.id, name: stage.reviewedBy?.displayName },
  })),
);

export const AzureStage = v.pipe(
  v.looseObject({
    name: v.string(),
    properties: v.looseObject({
      ...reviewed,
      reviewedBy: v.nullish(v.looseObject({ principalId: optionalText, principalName: optionalText })),
    }),
  }),
  v.transform(({ name, properties }) => ({
    ...properties,
    stageId: name,
    by: { id: properties.reviewedBy?.principalId, name: properties.reviewedBy?.principalName },
  })),
);

export type Stage = Pick<
  v.InferOutput<typeof GraphStage>,
  'stageId' | 'status' | 'assignedToMe' | 'reviewResult' | 'by'
>;

/** What the stages say to this person: the one that is theirs to decide, else how it was decided. */
export function stageFor(stages: readonly Stage[]): ApprovalStage {
  const mine = stages.find(({ status, assignedToMe }) => sameText(status, 'InProgress') && assignedToMe);
  if (mine) return { state: 'open', stageId: mine.stageId };
  const decided = stages.find(({ reviewResult }) => reviewOf(reviewResult) !== undefined);
  if (decided) return { state: 'decided', review: reviewOf(decided.reviewResult), by: decided.by };
  return { state: 'gone' };
}

function reviewOf(result: string | undefined): Review | undefined {
  if (sameText(result, 'Approve')) return 'approve';
  if (sameText(result, 'Deny')) return 'deny';
  return undefined;
}

/** What a decision says, in the words that all services share (pim-api.md E). */
export function reviewBody({ review, justification }: { review: Review; justification: string }) {
  return { reviewResult: review === 'approve' ? 'Approve' : 'Deny', justification };
}
