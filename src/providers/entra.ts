/** PIM for Entra directory roles, by Microsoft Graph v1.0 (pim-api.md A, B.1). */
import * as v from 'valibot';
import type { Account } from '../domain/account.ts';
import { FailureError } from '../domain/failure.ts';
import type { RequestEntry } from '../domain/request-entry.ts';
import type { HttpClient } from '../http/client.ts';
import { readPages } from '../http/pages.ts';
import { createEntraLists, directory } from './entra-lists.ts';
import { entraActivation, entraDeactivation, findOwnDeactivation, findOwnRequest } from './entra-requests.ts';
import { EntraAssignmentRow, EntraEligibilityRow, EntraPolicyRow, EntraRequest } from './entra-wire.ts';
import type { OnListGap } from './list-gap.ts';
import { policyOf } from './policy-rules.ts';
import type { PimProvider } from './provider.ts';
import { snapshotOf } from './schedule-wire.ts';
import { endOutcomeOf, outcomeOf } from './send.ts';
import { readRows } from './wire.ts';

export interface EntraProviderOptions {
  readonly http: HttpClient;
  /** The browser's clock, ms since the epoch. */
  readonly now: () => number;
  readonly onListGap?: OnListGap;
}

const requestsPath = `${directory}/roleAssignmentScheduleRequests`;
// One policy a role and tenant: it stands at the directory even for a role on an administrative unit.
const policiesPath =
  `/v1.0/policies/roleManagementPolicyAssignments` +
  `?$filter=${encodeURIComponent("scopeId eq '/' and scopeType eq 'DirectoryRole'")}&$expand=policy($expand=rules)`;

export function createEntraProvider({ http, now, onListGap = () => {} }: EntraProviderOptions): PimProvider {
  const lists = createEntraLists(http, onListGap);

  const snapshot = (body: unknown, serverNow: number) => {
    const parsed = v.safeParse(EntraRequest, body);
    return parsed.success ? toSnapshot(parsed.output, serverNow) : undefined;
  };

  /** The collection itself goes past the limit of 50; where it is closed, the newest are better than none. */
  async function ownRequests(account: Account) {
    const mine = `$filter=${encodeURIComponent(`principalId eq '${account.objectId}'`)}`;
    try {
      return await readPages(http.as(account), { resource: 'graph', url: `${requestsPath}?${mine}` });
    } catch (thrown) {
      if (!(thrown instanceof FailureError) || thrown.failure.kind !== 'forbidden') throw thrown;
      return readPages(http.as(account), {
        resource: 'graph',
        url: `${requestsPath}/filterByCurrentUser(on='principal')`,
      });
    }
  }

  async function post(account: Account, body: unknown) {
    const own = http.as(account);
    const answer = await own.request({ resource: 'graph', method: 'POST', url: requestsPath, body });
    return snapshot(answer.body, answer.serverNow);
  }

  async function find<E extends Pick<RequestEntry, 'sentAt' | 'changedAt'>>(
    account: Account,
    entry: E,
    among: (requests: EntraRequest[], account: Account, entry: E, sentAt: number) => EntraRequest | undefined,
  ) {
    const { rows, serverNow } = await ownRequests(account);
    const { rows: requests, unreadable, why } = readRows(EntraRequest, rows);
    if (unreadable > 0) {
      onListGap({
        source: 'entra',
        list: 'requests',
        unreadable,
        capped: false,
        ...(why === undefined ? {} : { why }),
      });
    }
    const serverIsAhead = serverNow - now();
    const found = among(requests, account, entry, (entry.sentAt ?? entry.changedAt) + serverIsAhead);
    return found && toSnapshot(found, serverNow);
  }

  return {
    source: 'entra',
    // Graph makes the id, so the same request sent twice is two requests.
    resendIsSafe: false,

    listEligibilities: (account) => lists.read(account, 'eligibilities', EntraEligibilityRow),
    listAssignments: (account) => lists.read(account, 'assignments', EntraAssignmentRow),

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

    activate: (account, entry) =>
      outcomeOf(() => post(account, entraActivation(account, entry, http.serverNow('graph')))),

    deactivate: (account, entry) =>
      endOutcomeOf(
        () => post(account, entraDeactivation(account, entry)),
        entry.role.startsAt,
        () => http.serverNow('graph'),
      ),

    async readRequest(account, { requestId }) {
      const url = `${requestsPath}/${encodeURIComponent(requestId)}`;
      try {
        const { body, serverNow } = await http.as(account).request({ resource: 'graph', method: 'GET', url });
        const read = snapshot(body, serverNow);
        if (read) return read;
      } catch (thrown) {
        if (thrown instanceof FailureError && thrown.failure.status === 404) return undefined;
        throw thrown;
      }
      throw new FailureError({ kind: 'unreadable', message: 'Not a schedule request' });
    },

    findRequest: (account, entry) => find(account, entry, findOwnRequest),
    findDeactivation: (account, entry) => find(account, entry, findOwnDeactivation),
  };
}

function toSnapshot(request: EntraRequest, serverNow: number) {
  return snapshotOf(
    { requestId: request.id, status: request.status, schedule: request.scheduleInfo },
    serverNow,
  );
}
