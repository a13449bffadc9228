/** PIM for Groups, by Microsoft Graph v1.0: members and owners, kept apart (pim-api.md D, B.1). */
import type * as v from 'valibot';
import type { Account } from '../domain/account.ts';
import { FailureError } from '../domain/failure.ts';
import { groupPermissions, isGranted, optionalPermissions } from '../domain/permissions.ts';
import type { Assignment, Eligibility } from '../domain/role.ts';
import type { HttpClient } from '../http/client.ts';
import { createGraphActivations } from './graph-activations.ts';
import { createGraphLists, type Row } from './graph-lists.ts';
import { createGraphRequests } from './graph-requests.ts';
import { groupEffect } from './group-effect.ts';
import { createGroupNames } from './group-names.ts';
import { readGroupPolicies } from './group-policies.ts';
import { groupActivation, groupDeactivation, isForGroup } from './group-requests.ts';
import { GroupAssignmentRow, GroupEligibilityRow, GroupRequest } from './groups-wire.ts';
import type { OnListGap } from './list-gap.ts';
import type { PimProvider } from './provider.ts';

export interface GroupsProviderOptions {
  readonly http: HttpClient;
  /** The browser's clock, ms since the epoch. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Short names of what was consented to for Graph; `undefined` where nobody knows. */
  readonly granted: () => Promise<readonly string[] | undefined>;
  /** The link on which an administrator consents. */
  readonly consentUrl: () => Promise<string>;
  /**
   * Ids of the groups that a token minted now names its holder a member of; `undefined` where it tells none. Costs a
   * round to the token service. @throws FailureError when there is no token
   */
  readonly groupIdsInNewToken: (account: Account) => Promise<readonly string[] | undefined>;
  readonly onListGap?: OnListGap;
}

const groups = '/v1.0/identityGovernance/privilegedAccess/group';

/** The permissions are younger than those for roles: where they were not consented to, nothing is asked of Graph. */
export function createGroupsProvider(options: GroupsProviderOptions): PimProvider {
  const { http, now, sleep, granted, consentUrl, groupIdsInNewToken, onListGap = () => {} } = options;
  const source = 'groups';
  const lists = createGraphLists(http, onListGap, {
    source,
    root: groups,
    eligibilities: 'eligibilityScheduleInstances',
    assignments: 'assignmentScheduleInstances',
    expand: { wanted: 'group', modest: undefined },
    ownPermissions: /^Privileged/,
  });
  const requests = createGraphRequests({
    http,
    now,
    onListGap,
    source,
    path: `${groups}/assignmentScheduleRequests`,
    schema: GroupRequest,
    isFor: isForGroup,
  });
  const names = createGroupNames(http, async () =>
    isGranted(await granted(), optionalPermissions.groupNames),
  );

  /** @throws FailureError `permissionMissing` with the facts `scope` and `consentUrl` */
  async function requireConsent(...needed: string[]): Promise<void> {
    const scopes = await granted();
    const missing = needed.find((permission) => !isGranted(scopes, permission));
    if (!missing) return;
    const facts = { scope: missing, consentUrl: await consentUrl() };
    throw new FailureError({ kind: 'permissionMissing', facts });
  }

  async function list<T extends Pick<Eligibility, 'scope'>>(
    account: Account,
    which: 'eligibilities' | 'assignments',
    schema: v.GenericSchema<unknown, Row<T>>,
  ): Promise<T[]> {
    // A list of what nobody may activate is of no use.
    if (which === 'eligibilities')
      await requireConsent(groupPermissions.eligibilities, groupPermissions.assignments);
    else await requireConsent(groupPermissions.assignments);
    return names.fill(account, await lists.read(account, which, schema));
  }

  return {
    source,
    ...createGraphActivations({
      http,
      requests,
      activation: groupActivation,
      deactivation: groupDeactivation,
    }),

    listEligibilities: (account) => list<Eligibility>(account, 'eligibilities', GroupEligibilityRow),
    listAssignments: (account) => list<Assignment>(account, 'assignments', GroupAssignmentRow),

    async readPolicies(account, roles) {
      if (roles.length === 0) return new Map();
      await requireConsent(groupPermissions.policies);
      return readGroupPolicies(http.as(account), roles, sleep);
    },

    async probeEffect(account, roles) {
      const rows = await lists.read(account, 'assignments', GroupAssignmentRow);
      const listed = new Set(rows.map(({ key }) => key));
      // A token costs a round: none for what is not even listed, nor for owners, whom no token names.
      const isToldByToken = roles.some((role) => role.templateId === 'member' && listed.has(role.key));
      const ids = isToldByToken ? await groupIdsInNewToken(account) : undefined;
      return new Map(roles.map((role) => [role.key, groupEffect(role, listed, ids)]));
    },
  };
}
