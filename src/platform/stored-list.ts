/** Stored items with thousands of rows: read, written and followed in parts, of which only those that changed move. */
import { dataOf, enveloped, parsed } from './envelope.ts';
import {
  firstWithin,
  isPart,
  isStoredRows,
  layOut,
  type Part,
  partKey,
  type RowCoding,
  type StoredRows,
} from './list-parts.ts';
import type { ItemDefinition, StorageArea, StoredItem } from './stored-item.ts';

interface RowList {
  readonly rows: readonly unknown[];
  /** How many rows there are, where these are not all. */
  readonly total?: number | undefined;
}

type ListDefinition<T> = ItemDefinition<T> & { readonly rows: RowCoding };

/** Of one list: its rows as they lie in parts. Whoever hands the same rows back changes no part. */
interface Remembered {
  readonly stamps: readonly string[];
  readonly rows: readonly unknown[];
  /** By stamp; `count` is that of the stored rows, of which some may be refused. */
  readonly parts: ReadonlyMap<string, { readonly rows: readonly unknown[]; readonly count: number }>;
}

/** By key of the list. */
export type ListMemory = Map<string, Remembered>;

interface Head {
  readonly data: Readonly<Record<string, unknown>>;
  readonly rows: StoredRows;
}

interface Options<T> {
  readonly definition: ListDefinition<T>;
  readonly area: StorageArea;
  readonly memory: ListMemory;
  readonly queued: <R>(key: string, work: () => Promise<R>) => Promise<R>;
  readonly mayWrite: () => Promise<boolean>;
  readonly firstRows?: (rows: readonly never[]) => Promise<readonly unknown[]>;
}

/** A writing may come between the readings of a head and of its parts; so often it is read again. */
const readings = 3;
const firstCount = 100;

export function isListDefinition<T>(definition: ItemDefinition<T>): definition is ListDefinition<T> {
  return definition.rows !== undefined;
}

/** The key of an item and those of its parts. */
export async function withParts(area: StorageArea, key: string): Promise<string[]> {
  const rows = ((await area.get(key))[key] as { data?: { rows?: unknown } } | undefined)?.data?.rows;
  const count = isStoredRows(rows) && 'parts' in rows ? rows.parts.length : 0;
  return [key, ...Array.from({ length: count }, (_, index) => partKey(key, index))];
}

export function createStoredList<T>(options: Options<T>): StoredItem<T & RowList> {
  const { area, memory, queued, mayWrite } = options;
  const definition = options.definition as ListDefinition<T & RowList>;
  const { key, rows: coding } = definition;
  const firstRows = options.firstRows as
    | ((rows: readonly unknown[]) => Promise<readonly unknown[]>)
    | undefined;

  function headOf(stored: unknown): Head | undefined {
    const migrated = dataOf(definition, stored) as { data: Record<string, unknown> | null } | undefined;
    const rows = migrated?.data?.['rows'];
    return isStoredRows(rows) ? { data: migrated!.data!, rows } : undefined;
  }

  /** The whole list, where each part that nobody remembers is given; `undefined` where one is not. */
  function assembled({ data, rows }: Head, given: (index: number) => unknown): (T & RowList) | undefined {
    if ('all' in rows) return parsed(definition, { ...data, rows: coding.decode(rows.all) });
    const value = parsed(definition, { ...data, rows: [] });
    const known = memory.get(key);
    if (!value || known?.stamps.join() === rows.parts.join()) return value && { ...value, rows: known!.rows };
    const parts = new Map<string, { rows: readonly unknown[]; count: number }>();
    let total = 0;
    for (const [index, stamp] of rows.parts.entries()) {
      const part = known?.parts.get(stamp) ?? opened(data, given(index), stamp);
      if (!part) return undefined;
      total += part.count;
      parts.set(stamp, part);
    }
    const all = rows.parts.flatMap((stamp) => parts.get(stamp)!.rows);
    if (total !== rows.total) return undefined;
    memory.set(key, { stamps: rows.parts, rows: all, parts });
    return { ...value, rows: all };
  }

  function opened(data: Head['data'], part: unknown, stamp: string) {
    const stored = isPart(part, stamp) ? coding.decode(part.rows) : undefined;
    const value = stored && parsed(definition, { ...data, rows: stored });
    return value && { rows: value.rows, count: stored.length };
  }

  async function completed(head: Head): Promise<(T & RowList) | undefined> {
    const stamps = 'parts' in head.rows ? head.rows.parts : [];
    const known = memory.get(key)?.parts;
    const missing = stamps.flatMap((stamp, index) => (known?.has(stamp) ? [] : [partKey(key, index)]));
    const stored = missing.length > 0 ? await area.get(missing) : {};
    return assembled(head, (index) => stored[partKey(key, index)]);
  }

  async function read(): Promise<T & RowList> {
    for (let reading = 0; reading < readings; reading++) {
      const head = headOf((await area.get(key))[key]);
      const whole = head && (await completed(head));
      if (whole) return whole;
      // What is remembered of a list that is not there must not spare anybody the writing of it.
      memory.delete(key);
      if (!head) break;
    }
    return definition.fallback;
  }

  async function write({ total: _, ...value }: T & RowList): Promise<boolean> {
    if (!(await mayWrite())) return false;
    const { rows } = value;
    const known = memory.get(key);
    const before = known?.stamps.length ?? (await withParts(area, key)).length - 1;
    const stored = known?.rows === rows ? { stamps: known.stamps } : laidOut(rows, known);
    const parts = 'parts' in stored ? stored.parts : {};
    const head =
      'all' in stored
        ? { all: stored.all }
        : {
            first: firstWithin(await (firstRows?.(rows) ?? rows.slice(0, firstCount)), coding),
            total: rows.length,
            parts: stored.stamps,
          };
    // All at once: whoever reads finds the one list or the other.
    await area.set({ ...enveloped(definition, { ...value, rows: head }), ...parts });
    if ('all' in stored) memory.delete(key);
    else if ('remembered' in stored) memory.set(key, stored.remembered);
    const now = 'all' in stored ? 0 : stored.stamps.length;
    if (before > now)
      await area.remove(Array.from({ length: before - now }, (_, n) => partKey(key, now + n)));
    return true;
  }

  /** How the rows will lie, with the parts that do not lie there yet. */
  function laidOut(rows: readonly unknown[], known: Remembered | undefined) {
    const layout = layOut(rows, coding);
    if ('all' in layout) return layout;
    const stamps = layout.parts.map(({ stamp }) => stamp);
    const parts: Record<string, Part> = {};
    const remembered = new Map<string, { rows: readonly unknown[]; count: number }>();
    let from = 0;
    for (const [index, part] of layout.parts.entries()) {
      if (known?.stamps[index] !== part.stamp)
        parts[partKey(key, index)] = { stamp: part.stamp, rows: part.rows };
      const { count } = part;
      remembered.set(part.stamp, { rows: rows.slice(from, from + count), count });
      from += count;
    }
    return { stamps, parts, remembered: { stamps, rows, parts: remembered } };
  }

  return {
    read,
    async readFirst() {
      const head = headOf((await area.get(key))[key]);
      const whole = head && assembled(head, () => undefined);
      if (whole) return { value: whole, isWhole: true };
      if (!head || 'all' in head.rows) return { value: definition.fallback, isWhole: true };
      const { first, total } = head.rows;
      const value = parsed(definition, { ...head.data, rows: coding.decode(first), total });
      return value ? { value, isWhole: false } : { value: definition.fallback, isWhole: true };
    },
    write: (value) =>
      queued(key, async () => {
        await write(value);
      }),
    update: (change) =>
      queued(key, async () => {
        const value = await read();
        const changed = change(value);
        return changed === value || (await write(changed)) ? changed : value;
      }),
    remove: () =>
      queued(key, async () => {
        memory.delete(key);
        await area.remove(await withParts(area, key));
      }),
    watch(listener) {
      let latest = 0;
      const onChanged = (changes: Record<string, { newValue?: unknown }>) => {
        const change = changes[key];
        if (!change) return;
        const turn = ++latest;
        const head = headOf(change.newValue);
        const whole = head && assembled(head, (index) => changes[partKey(key, index)]?.newValue);
        if (whole || !head) {
          listener(whole ?? definition.fallback);
          return;
        }
        // A page that came later than the parts has to read them.
        const tell = (value: T & RowList) => {
          if (turn === latest) listener(value);
        };
        void read().then(tell, () => undefined);
      };
      area.onChanged.addListener(onChanged);
      return () => {
        latest = -1;
        area.onChanged.removeListener(onChanged);
      };
    },
  };
}
