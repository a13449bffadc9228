/** A refusal by a PIM service; Graph and ARM put it in their own envelopes. */
export class PimError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'PimError';
    this.status = status;
    this.code = code;
  }
}

/** The codes and words recorded on the real services (pim-api.md F.2). */
export const refusal = {
  exists: () => new PimError(400, 'RoleAssignmentExists', 'The Role assignment already exists.'),
  doesNotExist: () => new PimError(400, 'RoleAssignmentDoesNotExist', 'The Role assignment does not exist.'),
  tooShort: () =>
    new PimError(
      400,
      'ActiveDurationTooShort',
      'The Active duration is too short. Miniumum Required is 5 minutes.',
    ),
  overlaps: () =>
    new PimError(
      400,
      'OverlapsPendingRoleAssignmentRequests',
      'The requested time window overlaps existing role assignment requests.',
    ),
  open: (code: string) =>
    new PimError(400, code, 'There is already an existing pending Role assignment request.'),
  invalid: (message: string) => new PimError(400, 'InvalidRoleAssignmentRequest', message),
  invalidSchedule: (message: string) => new PimError(400, 'InvalidRoleAssignmentRequestSchedule', message),
  /** The code was recorded, its words were not (pim-api.md F.2). */
  lastOwner: () =>
    new PimError(400, 'CannotDeleteLastAdminAssignment', 'The last admin assignment cannot be deleted.'),
  /** UNCONFIRMED: what a request for a group that is not there is told. */
  groupNotFound: () => new PimError(404, 'ResourceNotFound', 'The resource could not be found.'),
  roleNotFound: () => new PimError(400, 'RoleNotFound', 'The role definition could not be found.'),
  insufficient: (oid: string) =>
    new PimError(
      403,
      'InsufficientPermissions',
      `The requestor ${oid} does not have permissions for this request.`,
    ),
  /** UNCONFIRMED code: what Graph says where a scope is not enough and a role is wanted. */
  unauthorizedAccess: () =>
    new PimError(403, 'UnauthorizedAccessException', 'Attempted to perform an unauthorized operation.'),
  insufficientUseAsTarget: (oid: string) =>
    new PimError(
      403,
      'InsufficientPermissions',
      `The requestor ${oid} does not have permissions for this request. ` +
        "Please use $filter=asTarget() to filter on the requestor's assignments.",
    ),
  authorizationFailed: (client: string, oid: string, action: string, scope: string) =>
    new PimError(
      403,
      'AuthorizationFailed',
      `The client '${client}' with object id '${oid}' does not have authorization to perform action '${action}' ` +
        `over scope '${scope}' or the scope is invalid. ` +
        'If access was recently granted, please refresh your credentials.',
    ),
  /** UNCONFIRMED codes and words from here on: the documents give the statuses alone (pim-api.md E and A.5). */
  approvalNotFound: () =>
    new PimError(404, 'ApprovalNotFound', 'The approval or its stage could not be found.'),
  alreadyDecided: (status: 400 | 409) =>
    new PimError(status, 'ApprovalAlreadyCompleted', 'The approval stage is no longer in progress.'),
  invalidReview: () =>
    new PimError(400, 'InvalidReviewResult', "The reviewResult must be 'Approve' or 'Deny'."),
  blankReview: () => new PimError(400, 'JustificationRequired', 'The approver has to give a justification.'),
  requestNotFound: () => new PimError(404, 'RequestNotFound', 'The request could not be found.'),
  notCancelable: (status: string) =>
    new PimError(400, 'RequestCannotBeCancelled', `A request whose status is ${status} cannot be cancelled.`),
  tooEarlyToExtend: () =>
    new PimError(
      400,
      'InvalidRoleAssignmentRequest',
      'An extension may be asked for within fourteen days of the end.',
    ),
};
