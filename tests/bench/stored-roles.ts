/** What lies in storage when a person has so many roles: a real installation's own items, with fewer rows. */
import { type AccountKey, accountKey } from '../../src/domain/account.ts';
import { firstRows } from '../../src/domain/first-rows.ts';
import { type Eligibility, sources } from '../../src/domain/role.ts';
import type { Session } from '../../src/domain/session.ts';
import { eligibilitiesItem } from '../../src/platform/items.ts';
import { createItemStore } from '../../src/platform/item-store.ts';
import { createMemoryStorage } from '../unit/memory-storage.ts';

export type Items = Record<string, unknown>;

/** @returns by how many roles they hold: the items of the lists, as the worker would write them */
export async function storedRoles(
  all: Items,
  counts: readonly number[],
): Promise<ReadonlyMap<number, Items>> {
  const { account } = (all['session'] as { data: Session }).data;
  const key: AccountKey = accountKey(account!);
  const whole = createItemStore(createMemoryStorage(all));
  const lists = await Promise.all(sources.map((source) => whole.item(eligibilitiesItem(key, source)).read()));
  const byCount = new Map<number, Items>();
  for (const count of counts) {
    const area = createMemoryStorage();
    const store = createItemStore(area);
    const chosen = new Set(inTurns(lists.map(({ rows }) => rows)).slice(0, count));
    for (const [index, source] of sources.entries()) {
      const list = lists[index]!;
      await store
        .item(eligibilitiesItem(key, source), { firstRows: async (rows) => firstRows(rows, {}) })
        .write({ ...list, rows: list.rows.filter((row) => chosen.has(row)) });
    }
    byCount.set(count, area.all());
  }
  return byCount;
}

export function areListsRead(items: Items): boolean {
  const lists = Object.entries(items).filter(([key]) => key.startsWith('eligibilities/'));
  return (
    lists.length === sources.length &&
    lists.every(([, item]) => (item as { data: { readAt?: number } }).data.readAt !== undefined)
  );
}

/** The items, with every list as it is when it was read just now: then nothing is read anew. */
export function readNow(items: Items, now: number): Items {
  const isList = (key: string) => /^(eligibilities|assignments|approvals)\//.test(key);
  return Object.fromEntries(
    Object.entries(items).map(([key, item]) => {
      if (!isList(key)) return [key, item];
      const { data, ...rest } = item as { data: object };
      return [key, { ...rest, data: { ...data, readAt: now } }];
    }),
  );
}

/** The first of each list, then the second of each. */
function inTurns(lists: readonly (readonly Eligibility[])[]): Eligibility[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) => lists.flatMap((rows) => rows[turn] ?? [])).flat();
}
