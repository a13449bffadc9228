/**
 * Names of groups by the documented fall-backs, for those that `$expand=group` left empty: `/groups` by their ids,
 * then `/directoryObjects/getByIds`. Either needs a permission to read groups; without it the id stands for the name
 * (pim-api.md D).
 */
import { type Account, accountKey } from '../domain/account.ts';
import { type Eligibility, isUnnamedGroup } from '../domain/role.ts';
import type { HttpClient } from '../http/client.ts';
import { readPages } from '../http/pages.ts';
import { GroupObject, groupScope } from './groups-wire.ts';
import { readRows } from './wire.ts';

/** Graph takes so many values in one `in`. */
const mostInFilter = 15;
const mostByIds = 1000;

export interface GroupNames {
  /** The rows, with names where they can be had. Never throws: a list without names is still a list. */
  fill<R extends Pick<Eligibility, 'scope'>>(account: Account, rows: readonly R[]): Promise<R[]>;
}

/** @param mayRead whether the token covers reading groups; what it does not is not asked */
export function createGroupNames(
  http: HttpClient,
  mayRead: (account: Account) => Promise<boolean>,
): GroupNames {
  /** What was found out in this life of the worker, for the moments in which a fall-back fails. */
  const known = new Map<string, GroupObject>();
  const knownKey = (account: Account, id: string) => `${accountKey(account)}/${id.toLowerCase()}`;
  /** Both lists ask at once, mostly for the same groups. */
  const underWay = new Map<string, Promise<void>>();

  async function learn(account: Account, ids: readonly string[]): Promise<void> {
    if (ids.length === 0 || !(await mayRead(account))) return;
    const own = http.as(account);
    const found = await byFilter(own, ids).catch(() => byIds(own, ids).catch(() => []));
    for (const group of found) known.set(knownKey(account, group.id), group);
  }

  return {
    async fill(account, rows) {
      const unnamed = rows.filter(({ scope }) => isUnnamedGroup(scope)).map(({ scope }) => scope.id);
      const wanted = [...new Set(unnamed)].filter((id) => !known.has(knownKey(account, id))).sort();
      const name = `${accountKey(account)}/${wanted.join()}`;
      const learning = underWay.get(name) ?? learn(account, wanted).finally(() => underWay.delete(name));
      underWay.set(name, learning);
      await learning;
      return rows.map((row) => {
        const group = known.get(knownKey(account, row.scope.id));
        return group && isUnnamedGroup(row.scope) ? { ...row, scope: groupScope(row.scope.id, group) } : row;
      });
    },
  };
}

async function byFilter(http: HttpClient, ids: readonly string[]): Promise<GroupObject[]> {
  const found = await Promise.all(
    chunks(ids, mostInFilter).map(async (chunk) => {
      const filter = encodeURIComponent(`id in (${chunk.map((id) => `'${id}'`).join(',')})`);
      const url = `/v1.0/groups?$filter=${filter}&$select=id,displayName,isAssignableToRole`;
      return readRows(GroupObject, (await readPages(http, { resource: 'graph', url })).rows).rows;
    }),
  );
  return found.flat();
}

async function byIds(http: HttpClient, ids: readonly string[]): Promise<GroupObject[]> {
  const found = await Promise.all(
    chunks(ids, mostByIds).map(async (chunk) => {
      const { body } = await http.request({
        resource: 'graph',
        method: 'POST',
        url: '/v1.0/directoryObjects/getByIds',
        readsOnly: true,
        body: { ids: chunk, types: ['group'] },
      });
      return readRows(GroupObject, (body as { value?: unknown[] } | undefined)?.value ?? []).rows;
    }),
  );
  return found.flat();
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}
