/** Approving requests for Entra directory roles. The steps exist in Graph's beta only (pim-api.md E). */
import type { ApprovalService } from './approvals.ts';
import { EntraApprovalRow, GraphStage, reviewBody } from './approvals-wire.ts';

const stepsOf = (approvalId: string) =>
  `/beta/roleManagement/directory/roleAssignmentApprovals/${encodeURIComponent(approvalId)}/steps`;

export const entraApprovals: ApprovalService = {
  source: 'entra',
  resource: 'graph',
  pendingUrl:
    "/v1.0/roleManagement/directory/roleAssignmentScheduleRequests/filterByCurrentUser(on='approver')" +
    `?$filter=${encodeURIComponent("status eq 'PendingApproval'")}&$expand=roleDefinition,principal`,
  row: EntraApprovalRow,
  stagesUrl: ({ approvalId }) => stepsOf(approvalId),
  stageUrl: ({ approvalId }, stepId) => `${stepsOf(approvalId)}/${encodeURIComponent(stepId)}`,
  stage: GraphStage,
  bodies: (decision) => [reviewBody(decision)],
};
