/** PIM for Azure resources, by Azure Resource Manager (pim-api.md B.2, C). */
import * as v from 'valibot';
import type { Account } from '../domain/account.ts';
import type { Activation } from '../domain/activation.ts';
import type { EligibilityExtension } from '../domain/eligibility-extension.ts';
import { isoDuration } from '../domain/duration.ts';
import { FailureError } from '../domain/failure.ts';
import type { Eligibility } from '../domain/role.ts';
import { alreadyActiveCode } from '../domain/service-errors.ts';
import type { HttpClient } from '../http/client.ts';
import { readPages } from '../http/pages.ts';
import { ofNarrowedRole, readChildScopes } from './azure-children.ts';
import { createAzureEffects } from './azure-effect.ts';
import { createReadAzurePolicies } from './azure-policies.ts';
import { authorizationAt } from './azure-scope.ts';
import { AzureAssignmentRow, AzureEligibilityRow, AzureRequest, AzureRequestRow } from './azure-wire.ts';
import { azureCheckOutcome, checkOutcomeOf, isNotOffered } from './check.ts';
import type { ListGap, OnListGap } from './list-gap.ts';
import type { PimProvider } from './provider.ts';
import {
  reasonsOf,
  scheduledAmong,
  scheduleFrom,
  scheduleUntil,
  snapshotOf,
  startOf,
} from './schedule-wire.ts';
import { endOutcomeOf, outcomeOf, sent } from './send.ts';
import { readRows } from './wire.ts';

export interface AzureProviderOptions {
  readonly http: HttpClient;
  readonly onListGap?: OnListGap;
}

const apiVersion = '2020-10-01';

export function createAzureProvider({ http, onListGap = () => {} }: AzureProviderOptions): PimProvider {
  const effects = createAzureEffects(http);
  const readPolicies = createReadAzurePolicies(apiVersion);

  /** Rows that have the person as their target; at the tenant's root, of every scope (pim-api.md C.1). */
  async function rowsAt<T>(
    account: Account,
    scopeId: string,
    collection: string,
    list: ListGap['list'],
    schema: v.GenericSchema<unknown, T>,
  ): Promise<T[]> {
    const url = `${authorizationAt(scopeId)}/${collection}?api-version=${apiVersion}&$filter=asTarget()`;
    const wire = (await readPages(http.as(account), { resource: 'arm', url })).rows;
    const { rows, unreadable, why } = readRows(schema, wire);
    if (unreadable > 0) {
      onListGap({ source: 'azure', list, unreadable, capped: false, ...(why === undefined ? {} : { why }) });
    }
    return rows;
  }

  async function put(account: Account, named: Named, body: unknown, claims?: string) {
    return putAt(account, requestUrl(named.role, named.id), body, claims);
  }

  async function putAt(account: Account, url: string, body: unknown, claims?: string) {
    const asked = { resource: 'arm', method: 'PUT', url, body, claims, waits: false } as const;
    const answer = await http.as(account).request(asked);
    return snapshot(answer.body, answer.serverNow);
  }

  async function readBack(account: Account, role: Named['role'], name: string) {
    return readAt(account, requestUrl(role, name));
  }

  async function readAt(account: Account, url: string) {
    try {
      const { body, serverNow } = await http.as(account).request({
        resource: 'arm',
        method: 'GET',
        url,
      });
      const read = snapshot(body, serverNow);
      if (read) return read;
    } catch (thrown) {
      if (thrown instanceof FailureError && thrown.failure.status === 404) return undefined;
      throw thrown;
    }
    throw new FailureError({ kind: 'unreadable', message: 'Not a schedule request' });
  }

  /** By a read at the role's own scope. A role that was ended stays there for minutes as assigned (pim-api.md 0.7). */
  async function isHeld(
    account: Account,
    { key, scope }: Pick<Eligibility, 'key' | 'scope'>,
  ): Promise<boolean> {
    try {
      const rows = await rowsAt(
        account,
        scope.id,
        'roleAssignmentScheduleInstances',
        'assignments',
        AzureAssignmentRow,
      );
      return rows.some((row) => row.key === key && row.assignmentType === 'activated');
    } catch (thrown) {
      // With its scope the role is gone too.
      if (thrown instanceof FailureError && thrown.failure.status === 404) return false;
      throw thrown;
    }
  }

  return {
    source: 'azure',
    extensions: {
      ask: (account, entry) =>
        sent(() =>
          putAt(
            account,
            extensionUrl(entry.role, entry.id),
            azureExtension(account, entry, http.serverNow('arm')),
          ),
        ),
      read: (account, { role, requestId }) => readAt(account, extensionUrl(role, requestId)),
      find: (account, { role, id }) => readAt(account, extensionUrl(role, id)),
    },
    // The request bears our own GUID: sent twice it is still one.
    resendIsSafe: true,

    listEligibilities: (account) =>
      rowsAt(account, '/', 'roleEligibilityScheduleInstances', 'eligibilities', AzureEligibilityRow),
    listAssignments: (account) =>
      rowsAt(account, '/', 'roleAssignmentScheduleInstances', 'assignments', AzureAssignmentRow),

    async listScheduled(account) {
      const rows = await rowsAt(account, '/', 'roleAssignmentScheduleRequests', 'requests', AzureRequestRow);
      return scheduledAmong(rows, http.serverNow('arm'));
    },

    isHeld,

    listChildScopes: (account, scopeId) => readChildScopes(http.as(account), apiVersion, scopeId),

    readPolicies: (account, roles) => readPolicies(http.as(account), roles),

    async activate(account, entry) {
      const outcome = await outcomeOf(() =>
        put(account, entry, azureActivation(account, entry, http.serverNow('arm')), entry.proof?.claims),
      ).catch((thrown: unknown) => {
        throw ofNarrowedRole(thrown, entry.role);
      });
      if (outcome.type !== 'alreadyActive') return outcome;
      // Azure says so for minutes after a role was ended, too (pim-api.md F.2): only a row proves that it is held.
      if (await isHeld(account, entry.role).catch(() => false)) return outcome;
      throw new FailureError({ kind: 'existsUnlisted', code: alreadyActiveCode });
    },

    check: (account, entry) =>
      checkOutcomeOf(async () => {
        const url = requestUrl(entry.role, entry.id, '/validate');
        const body = azureActivation(account, entry, http.serverNow('arm'));
        try {
          const answer = await http.as(account).request({ resource: 'arm', method: 'POST', url, body });
          return azureCheckOutcome(answer.body);
        } catch (thrown) {
          if (thrown instanceof FailureError && isNotOffered(thrown)) return { type: 'unsupported' };
          throw thrown;
        }
      }),

    deactivate: (account, entry) =>
      endOutcomeOf(
        () => put(account, entry, azureDeactivation(account, entry.role)),
        entry.role.startsAt,
        () => http.serverNow('arm'),
      ),

    async cancel(account, { role, requestId }) {
      const url = requestUrl(role, requestId, '/cancel');
      await http.as(account).request({ resource: 'arm', method: 'POST', url });
    },

    readRequest: (account, { role, requestId }) => readBack(account, role, requestId),
    findRequest: (account, { role, id }) => readBack(account, role, id),
    findDeactivation: (account, { role, id }) => readBack(account, role, id),
    probeEffect: (account, roles) => effects.probe(account, roles),
  };
}

/** What a request is sent by: our own GUID, and where. */
interface Named {
  readonly id: string;
  readonly role: Pick<Eligibility, 'scope'>;
}

function requestUrl(role: Named['role'], name: string, action = ''): string {
  const requests = `${authorizationAt(role.scope.id)}/roleAssignmentScheduleRequests`;
  return `${requests}/${encodeURIComponent(name)}${action}?api-version=${apiVersion}`;
}

function extensionUrl(role: Named['role'], name: string): string {
  const requests = `${authorizationAt(role.scope.id)}/roleEligibilityScheduleRequests`;
  return `${requests}/${encodeURIComponent(name)}?api-version=${apiVersion}`;
}

/** No eligibility is named: the role at its own scope says which (pim-api.md C.3). */
function azureExtension(account: Account, entry: EligibilityExtension, startMs: number) {
  const { role, justification, until, renews } = entry;
  return {
    properties: {
      principalId: account.objectId,
      roleDefinitionId: role.roleDefinitionId,
      requestType: renews ? 'SelfRenew' : 'SelfExtend',
      justification,
      scheduleInfo: scheduleUntil(startMs, until),
    },
  };
}

/** The principal is the person even where the eligibility is a group's (pim-api.md 0.8, 0.9). */
function azureActivation(account: Account, { role, ask }: Activation, startMs: number) {
  return {
    properties: {
      principalId: account.objectId,
      roleDefinitionId: role.roleDefinitionId,
      requestType: 'SelfActivate',
      ...(role.eligibilityScheduleId ? { linkedRoleEligibilityScheduleId: role.eligibilityScheduleId } : {}),
      ...reasonsOf(ask),
      scheduleInfo: scheduleFrom(startOf(ask, startMs), isoDuration(ask.minutes)),
    },
  };
}

/** At the scope of the active row; neither a schedule nor an eligibility is named (pim-api.md C.3). */
function azureDeactivation(account: Account, { roleDefinitionId }: Pick<Eligibility, 'roleDefinitionId'>) {
  return {
    properties: { principalId: account.objectId, roleDefinitionId, requestType: 'SelfDeactivate' },
  };
}

function snapshot(body: unknown, serverNow: number) {
  const parsed = v.safeParse(AzureRequest, body);
  if (!parsed.success) return undefined;
  const { name, properties } = parsed.output;
  return snapshotOf(
    { requestId: name, status: properties.status, schedule: properties.scheduleInfo },
    serverNow,
  );
}
