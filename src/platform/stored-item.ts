/**
 * Stored items: JSON values with a schema and a version in an extension storage area. A value that its schema
 * refuses is treated as absent, never handed on: what is stored may be older or newer than the code. Of a list only
 * the rows that are refused are absent: one of them takes no other with it.
 */
import * as v from 'valibot';

export interface ItemDefinition<T> {
  readonly key: string;
  readonly version: number;
  readonly schema: v.GenericSchema<unknown, T>;
  /** What a reader gets where nothing readable is stored. */
  readonly fallback: T;
  /** Turns the data of version n (the index) into that of version n + 1. */
  readonly migrations?: readonly ((data: unknown) => unknown)[];
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
  write(value: T): Promise<void>;
  /** Reads, changes and writes with no other update of this item in between; writes nothing when the value is the same object. */
  update(change: (value: T) => T): Promise<T>;
  remove(): Promise<void>;
  /** Calls back with every later value; returns the way to stop. */
  watch(listener: (value: T) => void): () => void;
}

interface Envelope {
  readonly version: number;
  readonly data: unknown;
}

export interface ItemStore {
  /** @param mayWrite asked in the item's own turn before every write; where it says no, nothing is written */
  item<T>(definition: ItemDefinition<T>, mayWrite?: () => Promise<boolean>): StoredItem<T>;
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
export function createItemStore(area: StorageArea): ItemStore {
  const queues = new Map<string, Promise<unknown>>();

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
    item<T>(definition: ItemDefinition<T>, mayWrite = async () => true): StoredItem<T> {
      const { key } = definition;
      const read = async () => open(definition, (await area.get(key))[key]);
      async function write(value: T): Promise<boolean> {
        if (!(await mayWrite())) return false;
        await area.set(enveloped(definition, value));
        return true;
      }
      return {
        read,
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
      await Promise.all(keys.map((key) => queued(key, () => area.remove(key))));
    },
  };
}

function enveloped<T>({ key, version }: ItemDefinition<T>, data: T): Record<string, Envelope> {
  return { [key]: { version, data } };
}

function open<T>(definition: ItemDefinition<T>, stored: unknown): T {
  if (!isEnvelope(stored) || stored.version > definition.version) return definition.fallback;
  let { data } = stored;
  for (let version = stored.version; version < definition.version; version++) {
    const migrate = definition.migrations?.[version];
    if (!migrate) return definition.fallback;
    data = migrate(data);
  }
  const parsed = v.safeParse(definition.schema, data);
  if (parsed.success) return parsed.output;
  const rest = v.safeParse(definition.schema, withoutRows(data, parsed.issues));
  return rest.success ? rest.output : definition.fallback;
}

/** The data without those rows of its lists that the issues are about. */
function withoutRows(data: unknown, issues: readonly v.BaseIssue<unknown>[]): unknown {
  const refused = new Map<unknown, Set<unknown>>();
  for (const { path } of issues) {
    const row = path?.find((part) => part.type === 'array');
    if (row) refused.set(row.input, (refused.get(row.input) ?? new Set()).add(row.key));
  }
  const keep = (value: unknown): unknown =>
    Array.isArray(value) ? value.filter((_, index) => !refused.get(value)?.has(index)) : value;
  if (Array.isArray(data) || typeof data !== 'object' || data === null) return keep(data);
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, keep(value)]));
}

function isEnvelope(stored: unknown): stored is Envelope {
  return (
    typeof stored === 'object' &&
    stored !== null &&
    'version' in stored &&
    'data' in stored &&
    typeof stored.version === 'number'
  );
}
