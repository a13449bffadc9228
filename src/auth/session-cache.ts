/**
 * MSAL's cache: an object shaped like `sessionStorage`, because MSAL reads and writes synchronously, mirrored to the
 * browser's session area, because a worker forgets everything when it is stopped. The area lives in memory, is
 * closed to content scripts and ends with the browser.
 */
import type { StorageArea } from '../platform/stored-item.ts';

/** The one key of the mirror: all of MSAL's entries are written at once, so that half a sign-in is never read back. */
const mirrorKey = 'auth/cache';

/**
 * Entries of a flow under way. Its promise dies with the worker, so they are useless to the next one, and the
 * interaction status would make every later sign-in fail with `interaction_in_progress`.
 */
const flowEntry = /(^|\.)(interaction\.status|request\.(params|origin|native)|code\.verifier|urlHash)$/i;

/** What MSAL needs of `sessionStorage`: the methods, and one own enumerable property an entry. */
export interface CacheStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  clear(): void;
  key(index: number): string | null;
  readonly length: number;
}

export interface SessionCache {
  readonly storage: CacheStorage;
  /** Reads the mirror into the storage, once; entries that were written since stay. */
  hydrate(): Promise<void>;
  /** Resolves when the mirror holds what the storage holds. @throws whatever the area threw when it could not be written */
  flush(): Promise<void>;
  /** Removes what a flow left behind. */
  forgetFlow(): void;
  /** Empties the storage and removes the mirror. */
  clear(): Promise<void>;
}

export type SessionArea = Pick<StorageArea, 'get' | 'set' | 'remove'>;

export function createSessionCache(area: SessionArea): SessionCache {
  let hydrated: Promise<void> | undefined;
  let dirty = false;
  let writing: Promise<void> | undefined;
  const storage = createStorage(() => {
    dirty = true;
    // A write that fails here stays to be done; `flush` tries it again and reports.
    write().catch(() => undefined);
  });

  function write(): Promise<void> {
    writing ??= drain();
    return writing;
  }

  async function drain(): Promise<void> {
    // MSAL writes a burst of entries in one turn; they become one write.
    await Promise.resolve();
    try {
      while (dirty) {
        dirty = false;
        const entries = Object.fromEntries(Object.entries(storage).filter(([key]) => !flowEntry.test(key)));
        await (Object.keys(entries).length ? area.set({ [mirrorKey]: entries }) : area.remove(mirrorKey));
      }
    } catch (thrown) {
      dirty = true;
      throw thrown;
    } finally {
      // In the same turn as the last look at `dirty`, so that no change falls between.
      writing = undefined;
    }
  }

  async function flush(): Promise<void> {
    await writing?.catch(() => undefined);
    if (dirty) await write();
  }

  async function read(): Promise<void> {
    const entries = (await area.get(mirrorKey))[mirrorKey];
    if (typeof entries !== 'object' || entries === null) return;
    for (const [key, value] of Object.entries(entries)) {
      const unwanted = flowEntry.test(key) || Object.hasOwn(storage, key);
      if (typeof value === 'string' && !unwanted) (storage as unknown as Record<string, string>)[key] = value;
    }
  }

  return {
    storage,
    hydrate() {
      hydrated ??= read().catch((thrown: unknown) => {
        hydrated = undefined;
        throw thrown;
      });
      return hydrated;
    },
    flush,
    forgetFlow() {
      for (const key of Object.keys(storage)) if (flowEntry.test(key)) storage.removeItem(key);
    },
    async clear() {
      // A reading that is still under way must not bring back what is being removed.
      await hydrated?.catch(() => undefined);
      storage.clear();
      await flush();
    },
  };
}

function createStorage(onChange: () => void): CacheStorage {
  // MSAL lists entries with `Object.keys` and asks with `hasOwnProperty`, as one can of the real thing.
  const methods: CacheStorage & ThisType<CacheStorage & Record<string, string>> = {
    getItem(key) {
      return Object.hasOwn(this, key) ? (this[key] ?? null) : null;
    },
    setItem(key, value) {
      if (this.getItem(key) === String(value)) return;
      this[key] = String(value);
      onChange();
    },
    removeItem(key) {
      if (!Object.hasOwn(this, key)) return;
      delete this[key];
      onChange();
    },
    clear() {
      for (const key of Object.keys(this)) delete this[key];
      onChange();
    },
    key(index) {
      return Object.keys(this)[index] ?? null;
    },
    get length() {
      return Object.keys(this).length;
    },
  };
  return Object.create(methods) as CacheStorage;
}
