import type { StorageArea } from './stored-item.ts';

type Stored = Record<string, unknown>;

/**
 * The area, with everything that is asked of it in one turn read at once: what a page shows first comes together, and
 * nothing that came before is pushed away by what comes after.
 */
export function inOneReading(area: StorageArea): StorageArea {
  let asked: { readonly keys: Set<string>; readonly answer: Promise<Stored> } | undefined;

  function join(keys: readonly string[]): Promise<Stored> {
    if (!asked) {
      const wanted = new Set<string>();
      const answer = Promise.resolve().then(() => {
        asked = undefined;
        return area.get([...wanted]);
      });
      asked = { keys: wanted, answer };
    }
    for (const key of keys) asked.keys.add(key);
    return asked.answer;
  }

  return {
    async get(keys) {
      if (keys === null) return area.get(null);
      const wanted = [keys].flat();
      const all = await join(wanted);
      return Object.fromEntries(wanted.flatMap((key) => (key in all ? [[key, all[key]]] : [])));
    },
    set: (items) => area.set(items),
    remove: (keys) => area.remove(keys),
    onChanged: area.onChanged,
  };
}
