/** The person's own rows of Graph's instance collections, past the silent limit (pim-api.md 0.5, A.1, A.2). */
import type * as v from 'valibot';
import { type Account, accountKey } from '../domain/account.ts';
import { FailureError } from '../domain/failure.ts';
import type { HttpClient } from '../http/client.ts';
import { readPages } from '../http/pages.ts';
import type { OnListGap } from './list-gap.ts';
import { readRows } from './wire.ts';

/** `filterByCurrentUser` ends here without a word and without a next link. */
const silentLimit = 50;

export const directory = '/v1.0/roleManagement/directory';

interface Row<T> {
  readonly instanceId: string;
  readonly role: T;
}

export interface EntraLists {
  read<T>(
    account: Account,
    list: 'eligibilities' | 'assignments',
    schema: v.GenericSchema<unknown, Row<T>>,
  ): Promise<T[]>;
}

const collections = {
  eligibilities: 'roleEligibilityScheduleInstances',
  assignments: 'roleAssignmentScheduleInstances',
} as const;

export function createEntraLists(http: HttpClient, onGap: OnListGap): EntraLists {
  /** Accounts whose token does not open the objects that roles are scoped to; their names then stay ids. */
  const withoutScopeNames = new Set<string>();

  async function pages(account: Account, path: string, filter?: string): Promise<unknown[]> {
    const read = async (expand: string) => {
      const query = [...(filter ? [`$filter=${encodeURIComponent(filter)}`] : []), `$expand=${expand}`].join(
        '&',
      );
      const url = `${directory}/${path}?${query}`;
      return (await readPages(http.as(account), { resource: 'graph', url })).rows;
    };
    const key = accountKey(account);
    if (withoutScopeNames.has(key)) return read('roleDefinition');
    try {
      return await read('roleDefinition,directoryScope');
    } catch (thrown) {
      if (!mayBeTheExpansion(thrown)) throw thrown;
      const rows = await read('roleDefinition');
      withoutScopeNames.add(key);
      return rows;
    }
  }

  return {
    async read(account, list, schema) {
      const collection = collections[list];
      const wire = await pages(account, `${collection}/filterByCurrentUser(on='principal')`);
      const isFull = wire.length === silentLimit;
      const rest = isFull
        ? await restOf(() => pages(account, collection, `principalId eq '${account.objectId}'`))
        : [];
      const { rows, unreadable, why } = readRows(schema, [...wire, ...(rest ?? [])]);
      if (unreadable > 0 || !rest) {
        onGap({ source: 'entra', list, unreadable, capped: !rest, ...(why === undefined ? {} : { why }) });
      }
      // The rows that a group brings stand in the first answer only, the ones past the limit in the second.
      return [...new Map(rows.map((row) => [row.instanceId, row.role])).values()];
    },
  };
}

/** `undefined` when the service refuses the way around its limit; the rows below the limit are good without it. */
async function restOf(read: () => Promise<unknown[]>): Promise<unknown[] | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (isRefusal(thrown)) return undefined;
    throw thrown;
  }
}

/**
 * Whether asking without the names of the scopes could help. A token without the permissions for the roles
 * themselves, or a tenant without a licence, is refused either way.
 */
function mayBeTheExpansion(thrown: unknown): boolean {
  if (!isRefusal(thrown) || thrown.failure.kind === 'licenseMissing') return false;
  return !/^Role[A-Z]/.test(thrown.failure.facts?.['scope'] ?? '');
}

function isRefusal(thrown: unknown): thrown is FailureError {
  if (!(thrown instanceof FailureError)) return false;
  return thrown.failure.status === 400 || thrown.failure.status === 403;
}
