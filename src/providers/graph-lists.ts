/** The person's own rows of Graph's instance collections, past the silent limit (pim-api.md 0.5, A.1, A.2, D). */
import type * as v from 'valibot';
import { type Account, accountKey } from '../domain/account.ts';
import { FailureError } from '../domain/failure.ts';
import type { Source } from '../domain/role.ts';
import type { HttpClient } from '../http/client.ts';
import { readPages } from '../http/pages.ts';
import type { OnListGap } from './list-gap.ts';
import { readRows } from './wire.ts';

/** `filterByCurrentUser` ends here without a word and without a next link. */
const silentLimit = 50;

export interface Row<T> {
  readonly instanceId: string;
  readonly role: T;
}

/** Where a kind of PIM in Graph keeps its rows. */
export interface GraphCollections {
  readonly source: Source;
  /** Path above the collections. */
  readonly root: string;
  readonly eligibilities: string;
  readonly assignments: string;
  /** What is expanded for names: first all that is wanted, then what can be had without further permissions. */
  readonly expand: { readonly wanted: string; readonly modest: string | undefined };
  /** The permissions for the rows themselves, whose lack no smaller question helps. */
  readonly ownPermissions: RegExp;
}

export interface GraphLists {
  read<T>(
    account: Account,
    list: 'eligibilities' | 'assignments',
    schema: v.GenericSchema<unknown, Row<T>>,
  ): Promise<T[]>;
}

export function createGraphLists(http: HttpClient, onGap: OnListGap, where: GraphCollections): GraphLists {
  const { source, root, expand } = where;
  /** Accounts whose token does not open what is expanded; the names then stay ids, or come another way. */
  const modestFor = new Set<string>();

  async function pages(account: Account, path: string, filter?: string): Promise<unknown[]> {
    const read = async (expanded: string | undefined) => {
      const query = [
        ...(filter ? [`$filter=${encodeURIComponent(filter)}`] : []),
        ...(expanded ? [`$expand=${expanded}`] : []),
      ].join('&');
      const url = `${root}/${path}${query && `?${query}`}`;
      return (await readPages(http.as(account), { resource: 'graph', url })).rows;
    };
    const key = accountKey(account);
    if (modestFor.has(key)) return read(expand.modest);
    try {
      return await read(expand.wanted);
    } catch (thrown) {
      if (!mayBeTheExpansion(thrown, where.ownPermissions)) throw thrown;
      const rows = await read(expand.modest);
      modestFor.add(key);
      return rows;
    }
  }

  return {
    async read(account, list, schema) {
      const collection = where[list];
      const wire = await pages(account, `${collection}/filterByCurrentUser(on='principal')`);
      const isFull = wire.length === silentLimit;
      const rest = isFull
        ? await restOf(() => pages(account, collection, `principalId eq '${account.objectId}'`))
        : [];
      const { rows, unreadable, why } = readRows(schema, [...wire, ...(rest ?? [])]);
      if (unreadable > 0 || !rest) {
        onGap({ source, list, unreadable, capped: !rest, ...(why === undefined ? {} : { why }) });
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
 * Whether asking without the names could help. A token without the permissions for the rows themselves, or a tenant
 * without a licence, is refused either way.
 */
function mayBeTheExpansion(thrown: unknown, ownPermissions: RegExp): boolean {
  if (!isRefusal(thrown) || thrown.failure.kind === 'licenseMissing') return false;
  return !ownPermissions.test(thrown.failure.facts?.['scope'] ?? '');
}

function isRefusal(thrown: unknown): thrown is FailureError {
  if (!(thrown instanceof FailureError)) return false;
  return thrown.failure.status === 400 || thrown.failure.status === 403;
}
