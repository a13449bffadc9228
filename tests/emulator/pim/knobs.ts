import { defaultGroupKnobs, measuredGroupLags, type GroupPimKnobs } from './group-knobs.ts';

/**
 * What may be turned on the PIM services while they run (pim-api.md K). Every fact that nobody could confirm is
 * a knob here, so that a client can be tried both ways. Times are in milliseconds.
 */
export interface GraphPimKnobs {
  /** From acceptance to Provisioned; above zero the first answer is PendingProvisioning. */
  provisionMs: number;
  /** From Provisioned until the instance shows in lists. */
  listLagMs: number;
  /** From acceptance until the request shows in lists of requests; reading it by its id is not delayed. */
  requestListLagMs: number;
  /** From Provisioned until new tokens carry the role. */
  effectLagMs: number;
  /** From a deactivation until new tokens no longer carry the role. */
  deactivationEffectLagMs: number;
  /** `filterByCurrentUser` stops silently after this many rows (pim-api.md 0.5). */
  filterByCurrentUserCap: number;
  /** Rows a page of an ordinary collection. */
  pageSize: number;
  /** Wrap PIM errors as `UnknownError` with the real one as JSON text inside (pim-api.md F.1). */
  doubleEncodeErrors: boolean;
  /** UNCONFIRMED: whether a start in the past or present comes back as it was sent, or as the server's own. */
  echoStartDateTime: boolean;
  /** UNCONFIRMED: whether the client's `customData` comes back. */
  echoCustomData: boolean;
  /** Rewrite durations as the service's own type does, `PT480M` as `PT8H` (pim-api.md I). */
  canonicalDurations: boolean;
  /** UNCONFIRMED: whose id a group-derived eligibility carries. */
  groupRowPrincipal: 'group' | 'user';
  /** UNCONFIRMED: what `$expand=directoryScope` does without a permission to read that object. */
  directoryScopeUnreadable: 'null' | 'refuse' | 'open';
  /** UNCONFIRMED: whether `wids` names roles held only on a narrower scope than the directory. */
  widsIncludeScoped: boolean;
  /** UNCONFIRMED: whether a person without an administrator's role may page through a collection of their own rows. */
  collectionsForbidden: boolean;
  /** UNCONFIRMED: whether a person without an administrator's role may read the policies (pim-api.md B.1). */
  policyForbidden: boolean;
  /** A cancelled request's schedule still shows for this long: up to 30 000 (pim-api.md A.5). */
  canceledScheduleMs: number;
  /** UNCONFIRMED: the id that a validation-only request answers with. */
  validationOnlyId: 'zero' | 'new';
  /** UNCONFIRMED: the HTTP status of a validation-only request that would be accepted (pim-api.md A.5). */
  validationOnlyHttp: 200 | 201;
  /** UNCONFIRMED: what such a request's own status reads where no approver is wanted. */
  validationOnlyStatus: 'Granted' | 'asIfSent';
}

export interface ArmPimKnobs {
  provisionMs: number;
  /** From Provisioned until the row shows in lists of active assignments: 0 to 270 000. */
  listLagMs: number;
  /** From acceptance until GET finds the request by its GUID. */
  requestReadLagMs: number;
  /** From Provisioned until the role lets anything through. */
  effectLagMs: number;
  /** From a deactivation until the role lets nothing through any more. */
  deactivationEffectLagMs: number;
  /** After a deactivation the row stays this long as `Assigned`, without an end (pim-api.md 0.7). */
  ghostAssignedMs: number;
  /** After an activation, deactivating answers RoleAssignmentDoesNotExist for this long. */
  deactivatePropagationMs: number;
  /** After a deactivation, activating answers RoleAssignmentExists for this long. */
  reactivateBlockMs: number;
  /** The tenant-wide list of active assignments leaves rows out, other ones at each call (pim-api.md 0.6). */
  tenantListDropRows: boolean;
  /** Rows a page. */
  pageSize: number;
  /** UNCONFIRMED: whether ARM reads `selfActivate` and `afterDuration` as it documents them, or in any casing. */
  enumCasing: 'exact' | 'any';
  /** UNCONFIRMED: the answer to the same PUT sent twice. */
  identicalPut: 'refuse' | 'same';
  /** Lists and policies write some GUIDs in upper case (pim-api.md C.1). */
  mixedIdCasing: boolean;
  /** Ids of 2022 carried `/providers/Microsoft.Subscription` in front (pim-api.md C.1). */
  idForm: '2022' | '2024';
  /** UNCONFIRMED: whether an eligible person may read the policies. */
  policyForbidden: boolean;
  /** UNCONFIRMED: `permissions` at subscriptions and management groups. */
  permissionsElsewhere: 'notFound' | 'answer';
  /** UNCONFIRMED: `permissions` where the caller has no access at all. */
  permissionsWithoutAccess: 'forbidden' | 'empty';
  /** UNCONFIRMED: whether a batch takes anything but reads (pim-api.md C.5). */
  batchWrites: 'refuse' | 'accept';
  /** UNCONFIRMED: `validate` stands in the swagger, and nobody was seen to use it (pim-api.md C.3). */
  validate: 'answer' | 'notFound';
  /** UNCONFIRMED: whether child resources are also those that merely hold something eligible further down. */
  eligibleChildren: 'eligible' | 'alsoAbove';
  /** UNCONFIRMED: which scope's policy governs an activation below the eligibility (pim-api.md B.2). */
  narrowedPolicy: 'target' | 'eligibility';
  /** A bare GUID as the link of an activation at a child scope: 400 and 403 were both seen (pim-api.md 0.9). */
  bareLinkBelow: 400 | 403;
  /** UNCONFIRMED: whether only an eligibility of a management group asks for reading the resource group (C.4). */
  groupReadNeeded: 'belowManagementGroup' | 'belowAnything';
  /** UNCONFIRMED: an approver's decision lies flat in the body, or inside `properties`. */
  decisionBody: 'flat' | 'nested';
  /** UNCONFIRMED: what answers a decision, nothing or the stage. */
  decisionAnswer: 'empty' | 'stage';
  /** UNCONFIRMED: `roleDefinitions` where nothing in effect allows reading them. */
  definitionsWithoutAccess: 'forbidden' | 'answer';
  /** Azure's mandatory MFA: writes with a token without it are refused (pim-api.md F.2). */
  mandatoryMfa: boolean;
}

export interface PimKnobs {
  graph: GraphPimKnobs;
  arm: ArmPimKnobs;
  group: GroupPimKnobs;
  /** A role must have been active this long before it may be deactivated. */
  minActiveMs: number;
  /** An approval nobody decides times out after this. */
  approvalWindowMs: number;
  /** Status of an accepted request whose start lies ahead: the first was recorded, both mean success (A.6). */
  futureStatus: 'Granted' | 'ScheduleCreated';
  /** UNCONFIRMED: the collection that takes the extension of an expiring eligibility (pim-api.md A.5). */
  extensionResource: 'eligibility' | 'assignment';
  /** UNCONFIRMED: whether the services, like the portal, refuse an extension before the last fourteen days. */
  extensionWindow: 'lastFortnight' | 'always';
  /** UNCONFIRMED: whether somebody who is named as approver may decide a request of their own. */
  ownApproval: 'refuse' | 'allow';
  /** UNCONFIRMED: what becomes of a decision without a justification. */
  blankReview: 'refuse' | 'accept';
  /** UNCONFIRMED: the status for a decision that comes after the window or a cancellation. */
  closedStageStatus: 400 | 409;
  /** UNCONFIRMED: whether a request that waits for its approver may be cancelled; the portal offers it. */
  cancelPending: 'cancel' | 'refuse';
  /** The two recorded wordings of RoleAssignmentRequestPolicyValidationFailed. */
  policyMessages: 'old' | 'new';
  /** An `acrs` claim counts only in a token that also has `xms_cc` cp1 (pim-api.md 0.4). */
  acrsRequiresCp1: boolean;
  /** Status of an authentication-context challenge: 400 was recorded, one client expects 403 (pim-api.md F.2). */
  acrsStatus: 400 | 403;
  /** UNCONFIRMED: which is checked first, the authentication context or the other rules. */
  acrsBeforeRules: boolean;
  /** Codes seen for "an earlier request is still open" (pim-api.md F.2). */
  openRequestCode:
    | 'RoleAssignmentRequestExists'
    | 'RoleAssignmentScheduleRequestExists'
    | 'PendingRoleAssignmentRequest';
  /** UNCONFIRMED: how lists of requests are ordered. */
  requestOrder: 'newestFirst' | 'oldestFirst';
  /**
   * UNCONFIRMED: what becomes of an activation that would outlast its eligibility: it ends with it, it goes on, or it is
   * refused. One that would only start after it is taken where it would go on, and nowhere else.
   */
  pastEligibilityEnd: 'clip' | 'keep' | 'refuse';
  /** UNCONFIRMED: what an activation's own request reads once the role has been deactivated. */
  statusAfterDeactivation: 'Provisioned' | 'Revoked';
  /** Role GUIDs, or ids of groups, whose provisioning ends in Failed; `*` is every role. */
  failingRoles: string[];
}

/** No lag at all: what a test starts from and turns up where it needs to. */
export function defaultPimKnobs(): PimKnobs {
  return {
    graph: {
      provisionMs: 0,
      listLagMs: 0,
      requestListLagMs: 0,
      effectLagMs: 0,
      deactivationEffectLagMs: 0,
      filterByCurrentUserCap: 50,
      pageSize: 100,
      doubleEncodeErrors: false,
      echoStartDateTime: false,
      echoCustomData: false,
      canonicalDurations: true,
      groupRowPrincipal: 'group',
      directoryScopeUnreadable: 'null',
      widsIncludeScoped: false,
      collectionsForbidden: false,
      policyForbidden: false,
      canceledScheduleMs: 0,
      validationOnlyId: 'zero',
      validationOnlyHttp: 201,
      validationOnlyStatus: 'Granted',
    },
    arm: {
      provisionMs: 0,
      listLagMs: 0,
      requestReadLagMs: 0,
      effectLagMs: 0,
      deactivationEffectLagMs: 0,
      ghostAssignedMs: 0,
      deactivatePropagationMs: 0,
      reactivateBlockMs: 0,
      tenantListDropRows: false,
      pageSize: 500,
      enumCasing: 'exact',
      identicalPut: 'refuse',
      mixedIdCasing: true,
      idForm: '2024',
      policyForbidden: false,
      permissionsElsewhere: 'notFound',
      permissionsWithoutAccess: 'forbidden',
      batchWrites: 'refuse',
      validate: 'answer',
      eligibleChildren: 'eligible',
      narrowedPolicy: 'target',
      bareLinkBelow: 400,
      groupReadNeeded: 'belowManagementGroup',
      decisionBody: 'flat',
      decisionAnswer: 'empty',
      definitionsWithoutAccess: 'forbidden',
      mandatoryMfa: false,
    },
    group: defaultGroupKnobs(),
    minActiveMs: 300_000,
    approvalWindowMs: 86_400_000,
    futureStatus: 'Granted',
    extensionResource: 'eligibility',
    extensionWindow: 'lastFortnight',
    ownApproval: 'refuse',
    blankReview: 'refuse',
    closedStageStatus: 409,
    cancelPending: 'cancel',
    policyMessages: 'new',
    acrsRequiresCp1: true,
    acrsStatus: 400,
    acrsBeforeRules: false,
    openRequestCode: 'RoleAssignmentRequestExists',
    requestOrder: 'newestFirst',
    pastEligibilityEnd: 'clip',
    statusAfterDeactivation: 'Provisioned',
    failingRoles: [],
  };
}

/** The lags that people measured on the real services (pim-api.md I), for trying a client as it will be used. */
export function measuredPimKnobs(): PimKnobs {
  const knobs = defaultPimKnobs();
  Object.assign(knobs.graph, { provisionMs: 11_000, requestListLagMs: 5_000, effectLagMs: 180_000 });
  Object.assign(knobs.group, measuredGroupLags);
  Object.assign(knobs.arm, {
    listLagMs: 120_000,
    effectLagMs: 300_000,
    ghostAssignedMs: 180_000,
    deactivatePropagationMs: 90_000,
    reactivateBlockMs: 117_000,
    tenantListDropRows: true,
  });
  return knobs;
}
