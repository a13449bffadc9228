/** Where stored items are read and written. */
import { enveloped, open } from './envelope.ts';
import { inOneReading } from './one-reading.ts';
import type { ItemDefinition, ItemOptions, StorageArea, StoredItem } from './stored-item.ts';
import { createStoredList, isListDefinition, type ListMemory, withParts } from './stored-list.ts';

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
