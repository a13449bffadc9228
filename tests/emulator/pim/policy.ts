/** Who may approve an activation. */
export interface Approver {
  readonly type: 'user' | 'group';
  readonly id: string;
  readonly displayName: string;
}

/** What a role management policy asks of a person who activates (the `*_EndUser_Assignment` rules). */
export interface PolicySettings {
  /** ISO 8601 duration. */
  readonly maximumDuration: string;
  readonly justification: boolean;
  readonly ticketing: boolean;
  readonly mfa: boolean;
  /** An authentication context such as `c1`; never together with `mfa` (pim-api.md B.1, MfaAndAcrsConflict). */
  readonly authenticationContext: string | null;
  readonly approvalRequired: boolean;
  readonly approvers: readonly Approver[];
}

/** Microsoft's settings for a role nobody has configured: eight hours, a justification, nothing else. */
export const defaultPolicy: PolicySettings = {
  maximumDuration: 'PT8H',
  justification: true,
  ticketing: false,
  mfa: false,
  authenticationContext: null,
  approvalRequired: false,
  approvers: [],
};

type Caller = 'Admin' | 'EndUser';
type Level = 'Eligibility' | 'Assignment';
type Recipient = 'Admin' | 'Requestor' | 'Approver';

interface RuleBase {
  readonly id: string;
  readonly caller: Caller;
  readonly level: Level;
}

/** One of the seventeen rules, before Graph or ARM writes it down in its own way. */
export type PolicyRule = RuleBase &
  (
    | {
        readonly kind: 'Expiration';
        readonly isExpirationRequired: boolean;
        readonly maximumDuration: string;
      }
    | { readonly kind: 'Enablement'; readonly enabledRules: readonly string[] }
    | { readonly kind: 'Notification'; readonly recipient: Recipient }
    | {
        readonly kind: 'Approval';
        readonly isApprovalRequired: boolean;
        readonly approvers: readonly Approver[];
      }
    | { readonly kind: 'AuthenticationContext'; readonly claimValue: string | null }
  );

function expiration(caller: Caller, level: Level, required: boolean, maximumDuration: string): PolicyRule {
  const id = `Expiration_${caller}_${level}`;
  return { id, caller, level, kind: 'Expiration', isExpirationRequired: required, maximumDuration };
}

function enablement(caller: Caller, level: Level, enabledRules: readonly string[]): PolicyRule {
  return { id: `Enablement_${caller}_${level}`, caller, level, kind: 'Enablement', enabledRules };
}

function notifications(caller: Caller, level: Level): PolicyRule[] {
  const recipients: readonly Recipient[] = ['Admin', 'Requestor', 'Approver'];
  return recipients.map((recipient) => ({
    id: `Notification_${recipient}_${caller}_${level}`,
    caller,
    level,
    kind: 'Notification',
    recipient,
  }));
}

/** All seventeen rules of a policy, in the order of Microsoft's example (pim-api.md B.1). */
export function policyRules(settings: PolicySettings): PolicyRule[] {
  const enabled: string[] = [];
  if (settings.mfa) enabled.push('MultiFactorAuthentication');
  if (settings.justification) enabled.push('Justification');
  if (settings.ticketing) enabled.push('Ticketing');
  const user = { caller: 'EndUser', level: 'Assignment' } as const;
  return [
    expiration('Admin', 'Eligibility', false, 'P365D'),
    enablement('Admin', 'Eligibility', []),
    ...notifications('Admin', 'Eligibility'),
    expiration('Admin', 'Assignment', false, 'P180D'),
    enablement('Admin', 'Assignment', ['Justification']),
    ...notifications('Admin', 'Assignment'),
    expiration('EndUser', 'Assignment', true, settings.maximumDuration),
    enablement('EndUser', 'Assignment', enabled),
    {
      ...user,
      id: 'Approval_EndUser_Assignment',
      kind: 'Approval',
      isApprovalRequired: settings.approvalRequired,
      approvers: settings.approvers,
    },
    {
      ...user,
      id: 'AuthenticationContext_EndUser_Assignment',
      kind: 'AuthenticationContext',
      claimValue: settings.authenticationContext,
    },
    ...notifications('EndUser', 'Assignment'),
  ];
}
