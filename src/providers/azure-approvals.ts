/** Approving requests for Azure resource roles (pim-api.md E). */
import type { ApprovalService } from './approvals.ts';
import { AzureApprovalRow, AzureStage, reviewBody } from './approvals-wire.ts';
import { authorizationAt } from './azure-scope.ts';

// An approver need not be able to see the scope that is asked for, so the path is the tenant's.
const tenant = authorizationAt('/');
const stagesOf = (approvalId: string) =>
  `${tenant}/roleAssignmentApprovals/${encodeURIComponent(approvalId)}/stages`;
const stagesVersion = 'api-version=2021-01-01-preview';

export const azureApprovals: ApprovalService = {
  source: 'azure',
  resource: 'arm',
  pendingUrl: `${tenant}/roleAssignmentScheduleRequests?api-version=2020-10-01&$filter=asApprover()`,
  row: AzureApprovalRow,
  stagesUrl: ({ approvalId }) => `${stagesOf(approvalId)}?${stagesVersion}`,
  stageUrl: ({ approvalId }, stageId) =>
    `${stagesOf(approvalId)}/${encodeURIComponent(stageId)}?${stagesVersion}`,
  stage: AzureStage,
  // The schema says flat, its own example nests: which is read is UNCONFIRMED.
  bodies: (decision) => [reviewBody(decision), { properties: reviewBody(decision) }],
};
