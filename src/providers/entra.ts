/** PIM for Entra directory roles, by Microsoft Graph v1.0 (pim-api.md A, B.1). */
import type { Account } from '../domain/account.ts';
import type { HttpClient } from '../http/client.ts';
import { readPages } from '../http/pages.ts';
import { entraEffects } from './entra-effect.ts';
import { entraActivation, entraDeactivation, entraExtension, isForEntraRole } from './entra-requests.ts';
import {
  EntraAssignmentRow,
  EntraEligibilityRow,
  EntraPolicyRow,
  EntraRequest,
  EntraRequestRow,
} from './entra-wire.ts';
import { createNameUnits } from './entra-unit-names.ts';
import { createGraphActivations } from './graph-activations.ts';
import { createGraphLists } from './graph-lists.ts';
import { createGraphRequests } from './graph-requests.ts';
import type { OnListGap } from './list-gap.ts';
import { policyOf } from './policy-rules.ts';
import type { PimProvider } from './provider.ts';
import { scheduledAmong } from './schedule-wire.ts';
import { sent } from './send.ts';
import { readRows } from './wire.ts';

export interface EntraProviderOptions {
  readonly http: HttpClient;
  /** The browser's clock, ms since the epoch. */
  readonly now: () => number;
  /**
   * Template ids of the directory roles that a token minted now names; `undefined` where it tells none. Costs a
   * round to the token service. @throws FailureError when there is no token
   */
  readonly roleIdsInNewToken: (account: Account) => Promise<readonly string[] | undefined>;
  /** Permissions of Graph that were consented to, short names; names that need more are not asked for. */
  readonly granted?: () => Promise<readonly string[] | undefined>;
  readonly onListGap?: OnListGap;
}

const directory = '/v1.0/roleManagement/directory';
// By the status that an accepted later start was seen to have: the history of all requests would end at row 50.
const scheduledPath =
  `${directory}/roleAssignmentScheduleRequests/filterByCurrentUser(on='principal')` +
  `?$filter=${encodeURIComponent("status eq 'Granted'")}&$expand=roleDefinition`;
// One policy a role and tenant: it stands at the directory even for a role on an administrative unit.
const policiesPath =
  `/v1.0/policies/roleManagementPolicyAssignments` +
  `?$filter=${encodeURIComponent("scopeId eq '/' and scopeType eq 'DirectoryRole'")}&$expand=policy($expand=rules)`;

export function createEntraProvider({
  http,
  now,
  roleIdsInNewToken,
  granted = async () => undefined,
  onListGap = () => {},
}: EntraProviderOptions): PimProvider {
  const source = 'entra';
  const lists = createGraphLists(http, onListGap, {
    source,
    root: directory,
    eligibilities: 'roleEligibilityScheduleInstances',
    assignments: 'roleAssignmentScheduleInstances',
    expand: { wanted: 'roleDefinition,directoryScope', modest: 'roleDefinition' },
    ownPermissions: /^Role[A-Z]/,
  });
  const nameUnits = createNameUnits({ http, granted });
  const requestsIn = (collection: string) =>
    createGraphRequests({
      http,
      now,
      onListGap,
      source,
      path: `${directory}/${collection}`,
      schema: EntraRequest,
      isFor: isForEntraRole,
    });
  const requests = requestsIn('roleAssignmentScheduleRequests');
  const extensions = requestsIn('roleEligibilityScheduleRequests');

  return {
    source,
    ...createGraphActivations({
      http,
      requests,
      activation: entraActivation,
      deactivation: entraDeactivation,
    }),
    extensions: {
      ask: (account, entry) =>
        sent(() => extensions.post(account, entraExtension(account, entry, http.serverNow('graph')))),
      read: (account, { requestId }) => extensions.read(account, requestId),
      find: extensions.findExtension,
    },

    listEligibilities: async (account) =>
      nameUnits(account, await lists.read(account, 'eligibilities', EntraEligibilityRow)),
    listAssignments: async (account) =>
      nameUnits(account, await lists.read(account, 'assignments', EntraAssignmentRow)),

    async listScheduled(account) {
      const { rows, serverNow } = await readPages(http.as(account), {
        resource: 'graph',
        url: scheduledPath,
      });
      return scheduledAmong(readRows(EntraRequestRow, rows).rows, serverNow);
    },

    async readPolicies(account, roles) {
      if (roles.length === 0) return new Map();
      const { rows } = await readPages(http.as(account), { resource: 'graph', url: policiesPath });
      const byRole = new Map(
        readRows(EntraPolicyRow, rows).rows.map((row) => [
          row.roleDefinitionId.toLowerCase(),
          policyOf(row.policy.rules),
        ]),
      );
      return new Map(
        roles.flatMap(({ key, roleDefinitionId, templateId }) => {
          const policy = byRole.get(roleDefinitionId.toLowerCase()) ?? byRole.get(templateId);
          return policy ? [[key, policy] as const] : [];
        }),
      );
    },

    probeEffect: async (account, roles, held) => entraEffects(roles, await roleIdsInNewToken(account), held),
  };
}
