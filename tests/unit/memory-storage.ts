/** An extension storage area in memory: copies what it is given as the browser does, and tells of every change. */
import type { StorageArea } from '../../src/platform/stored-item.ts';

type Listener = Parameters<StorageArea['onChanged']['addListener']>[0];

export interface MemoryStorage extends StorageArea {
  /** Everything that is stored, as copies. */
  all(): Record<string, unknown>;
  /** How many times `set` was called. */
  readonly writes: number;
}

export function createMemoryStorage(initial: Record<string, unknown> = {}): MemoryStorage {
  const stored = new Map(Object.entries(structuredClone(initial)));
  const listeners = new Set<Listener>();
  let writes = 0;
  const tell: Listener = (changes) => {
    for (const listener of listeners) listener(changes);
  };
  return {
    get writes() {
      return writes;
    },
    all: () => structuredClone(Object.fromEntries(stored)),
    async get(keys) {
      const names = keys === null ? [...stored.keys()] : [keys].flat();
      return structuredClone(
        Object.fromEntries(names.filter((name) => stored.has(name)).map((name) => [name, stored.get(name)])),
      );
    },
    async set(items) {
      writes++;
      const copied = JSON.parse(JSON.stringify(items)) as Record<string, unknown>;
      for (const [name, value] of Object.entries(copied)) stored.set(name, value);
      tell(Object.fromEntries(Object.entries(copied).map(([name, newValue]) => [name, { newValue }])));
    },
    async remove(keys) {
      const names = [keys].flat().filter((name) => stored.delete(name));
      if (names.length > 0) tell(Object.fromEntries(names.map((name) => [name, {}])));
    },
    onChanged: {
      addListener: (listener) => listeners.add(listener),
      removeListener: (listener) => listeners.delete(listener),
    },
  };
}
