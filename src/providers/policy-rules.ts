/** The rules of a role's policy that bind the person who activates; the same ids in Graph and ARM (pim-api.md B). */
import * as v from 'valibot';
import { minutesOf } from '../domain/duration.ts';
import type { ActivationPolicy, Approver } from '../domain/policy.ts';
import { optionalText, sameText } from './wire.ts';

const flag = v.nullish(v.boolean(), false);

const rules = {
  Expiration_EndUser_Assignment: v.looseObject({
    maximumDuration: v.pipe(v.string(), v.transform(minutesOf), v.number('Not a length')),
  }),
  Enablement_EndUser_Assignment: v.looseObject({
    enabledRules: v.pipe(
      v.nullish(v.array(v.string()), []),
      v.transform((names) => new Set(names.map((name) => name.toLowerCase()))),
    ),
  }),
  AuthenticationContext_EndUser_Assignment: v.looseObject({ isEnabled: flag, claimValue: optionalText }),
  // The approval mode says "SingleStage" even where nobody has to approve.
  Approval_EndUser_Assignment: v.looseObject({
    setting: v.nullish(v.looseObject({ isApprovalRequired: flag, approvalStages: v.unknown() })),
  }),
} as const;

/**
 * The policy in a list of rules, unparsed; other rules are passed over.
 *
 * `undefined` when the length or what must be given with a request cannot be read: a guess would be checked against
 * as if the administrator had said it.
 */
export function policyOf(wire: readonly unknown[]): ActivationPolicy | undefined {
  const length = find(wire, 'Expiration_EndUser_Assignment');
  const enablement = find(wire, 'Enablement_EndUser_Assignment');
  if (!length || !enablement) return undefined;
  const context = find(wire, 'AuthenticationContext_EndUser_Assignment');
  const authenticationContext = context?.isEnabled ? context.claimValue : undefined;
  const approval = find(wire, 'Approval_EndUser_Assignment')?.setting;
  const approvalRequired = approval?.isApprovalRequired ?? false;
  const approvers = approvalRequired ? approversIn(approval?.approvalStages) : [];
  return {
    maximumMinutes: length.maximumDuration,
    justificationRequired: enablement.enabledRules.has('justification'),
    ticketRequired: enablement.enabledRules.has('ticketing'),
    mfaRequired: enablement.enabledRules.has('multifactorauthentication'),
    approvalRequired,
    ...(approvers.length > 0 ? { approvers } : {}),
    ...(authenticationContext === undefined ? {} : { authenticationContext }),
  };
}

const Stages = v.array(v.looseObject({ primaryApprovers: v.nullish(v.array(v.unknown()), []) }));

/** Graph has a type a kind of approver, ARM a member; `description` is the display name (pim-api.md B.1, B.2). */
const ApproverRow = v.looseObject({
  userType: optionalText,
  userId: optionalText,
  groupId: optionalText,
  id: optionalText,
  description: optionalText,
});

/** Names are for showing alone: what cannot be understood takes nothing else of the policy with it. */
function approversIn(stages: unknown): Approver[] {
  const parsed = v.safeParse(Stages, stages);
  if (!parsed.success) return [];
  return parsed.output
    .flatMap(({ primaryApprovers }) => primaryApprovers)
    .flatMap((wire): Approver[] => {
      const row = v.safeParse(ApproverRow, wire);
      if (!row.success) return [];
      const { userType, userId, groupId, id, description: name } = row.output;
      if (!userId && !groupId && !id) return [];
      const isGroup = groupId !== undefined || sameText(userType, 'group');
      return [{ kind: isGroup ? 'group' : 'person', ...(name ? { name } : {}) }];
    });
}

function find<K extends keyof typeof rules>(
  wire: readonly unknown[],
  id: K,
): v.InferOutput<(typeof rules)[K]> | undefined {
  const rule = wire.find((one) => idOf(one)?.toLowerCase() === id.toLowerCase());
  const parsed = v.safeParse(rules[id], rule);
  return parsed.success ? parsed.output : undefined;
}

function idOf(rule: unknown): string | undefined {
  const parsed = v.safeParse(v.looseObject({ id: v.string() }), rule);
  return parsed.success ? parsed.output.id : undefined;
}
