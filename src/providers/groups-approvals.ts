/** Approving requests for memberships and ownerships of groups (pim-api.md D, E). */
import type { ApprovalService } from './approvals.ts';
import { GraphStage, GroupApprovalRow, reviewBody } from './approvals-wire.ts';

const groups = '/v1.0/identityGovernance/privilegedAccess/group';
const stagesOf = (approvalId: string) =>
  `${groups}/assignmentApprovals/${encodeURIComponent(approvalId)}/stages`;

export const groupsApprovals: ApprovalService = {
  source: 'groups',
  resource: 'graph',
  permission: 'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup',
  pendingUrl:
    `${groups}/assignmentScheduleRequests/filterByCurrentUser(on='approver')` +
    `?$filter=${encodeURIComponent("status eq 'PendingApproval'")}&$expand=group,principal`,
  row: GroupApprovalRow,
  stagesUrl: ({ approvalId }) => stagesOf(approvalId),
  stageUrl: ({ approvalId }, stageId) => `${stagesOf(approvalId)}/${encodeURIComponent(stageId)}`,
  stage: GraphStage,
  bodies: (decision) => [reviewBody(decision)],
};
