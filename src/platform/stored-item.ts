/**
 * Stored items: JSON values with a schema and a version in an extension storage area. A value that its schema
 * refuses is treated as absent, never handed on: what is stored may be older or newer than the code. Of a list only
 * the rows that are refused are absent: one of them takes no other with it.
 */
import type * as v from 'valibot';
import { enveloped, open } from './envelope.ts';
import type { RowCoding } from './list-parts.ts';
import { inOneReading } from './one-reading.ts';
import { createStoredList, isListDefinition, type ListMemory, withParts } from './stored-list.ts';

export interface ItemDefinition<T> {
  readonly key: string;
  readonly version: number;
  readonly schema: v.GenericSchema<unknown, T>;
  /** What a reader gets where nothing readable is stored. */
  readonly fallback: T;
  /** Turns the data of version n (the index) into that of version n + 1. */
  readonly migrations?: readonly ((data: unknown) => unknown)[];
  /** Set where the value has a member `rows` of maybe thousands: those are stored so, in parts (list-parts.ts). */
  readonly rows?: RowCoding;
}

/** What a value is read as before it is there as a whole. */
export interface FirstReading<T> {
  /** Of a list in parts those rows that its writer put first, with `total`. */
  readonly value: T;
  readonly isWhole: boolean;
}

/** The part of `browser.storage.local` that items need. */
export interface StorageArea {
  get(keys: string | string[] | null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string | string[]): Promise<void>;
  onChanged: {
    addListener(listener: (changes: Record<string, { newValue?: unknown }>) => void): void;
    removeListener(listener: (changes: Record<string, { newValue?: unknown }>) => void): void;
  };
}

export interface StoredItem<T> {
  read(): Promise<T>;
  /** What can be had at once of a value that may be large. */
  readFirst(): Promise<FirstReading<T>>;
  write(value: T): Promise<void>;
  /** Reads, changes and writes with no other update of this item in between; writes nothing when the value is the same object. */
  update(change: (value: T) => T): Promise<T>;
  remove(): Promise<void>;
  /** Calls back with every later value; returns the way to stop. */
  watch(listener: (value: T) => void): () => void;
}

export interface ItemOptions<T> {
  /** Asked in the item's own turn before every write; where it says no, nothing is written. */
  readonly mayWrite?: () => Promise<boolean>;
  /** Of a list in parts: which of its rows pages are to have first. The first hundred where it is left out. */
  readonly firstRows?: FirstRows<T>;
}

type FirstRows<T> = T extends { readonly rows: readonly (infer R)[] }
  ? (rows: readonly R[]) => Promise<readonly R[]>
  : never;

export interface ItemStore {
  item<T>(definition: ItemDefinition<T>, options?: ItemOptions<T>): StoredItem<T>;
  /**
   * Writes at once and waits for nothing: what a page keeps while it is typed, because a popup closes without asking.
   * What could not be kept is typed again at worst, so it says nothing.
   */
  keep<T>(definition: ItemDefinition<T>, value: T): void;
  /** Keys of every stored item that starts so. */
  keys(prefix: string): Promise<string[]>;
  removeAll(keys: string[]): Promise<void>;
}

/** One store a context; updates of one item are queued within it. Only the worker writes, but for what `keep` is for. */
export function createItemStore(stored: StorageArea): ItemStore {
  const area = inOneReading(stored);
  const queues = new Map<string, Promise<unknown>>();
  const memory: ListMemory = new Map();

  function queued<R>(key: string, work: () => Promise<R>): Promise<R> {
    const before = queues.get(key) ?? Promise.resolve();
    const after = before.then(work, work);
    const settled = after
      .catch(() => undefined)
      .finally(() => {
        if (queues.get(key) === settled) queues.delete(key);
      });
    queues.set(key, settled);
    return after;
  }

  return {
    item<T>(definition: ItemDefinition<T>, options: ItemOptions<T> = {}): StoredItem<T> {
      const { key } = definition;
      const { mayWrite = async () => true } = options;
      if (isListDefinition(definition)) {
        const list = createStoredList({ definition, area, memory, queued, mayWrite, ...options });
        return list as unknown as StoredItem<T>;
      }
      const read = async () => open(definition, (await area.get(key))[key]);
      async function write(value: T): Promise<boolean> {
        if (!(await mayWrite())) return false;
        await area.set(enveloped(definition, value));
        return true;
      }
      return {
        read,
        readFirst: async () => ({ value: await read(), isWhole: true }),
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
        remove: () => queued(key, () => area.remove(key)),
        watch(listener) {
          const onChanged = (changes: Record<string, { newValue?: unknown }>) => {
            const change = changes[key];
            if (change) listener(open(definition, change.newValue));
          };
          area.onChanged.addListener(onChanged);
          return () => area.onChanged.removeListener(onChanged);
        },
      };
    },
    keep(definition, value) {
      void area.set(enveloped(definition, value)).catch(() => undefined);
    },
    async keys(prefix) {
      return Object.keys(await area.get(null)).filter((key) => key.startsWith(prefix));
    },
    async removeAll(keys) {
      // In the queue of each: an update under way would write back what it read before.
      await Promise.all(
        keys.map((key) =>
          queued(key, async () => {
            memory.delete(key);
            await area.remove(await withParts(area, key));
          }),
        ),
      );
    },
  };
}
