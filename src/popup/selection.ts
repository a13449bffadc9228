import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { RoleKey } from '../domain/role.ts';
import { useSameFunction } from '../ui/use-same.ts';

/** The roles that are picked to be activated together. */
export interface Selection {
  readonly keys: ReadonlySignal<ReadonlySet<RoleKey>>;
  pick: (key: RoleKey, picked: boolean) => void;
  /** Picks all from where the last one was picked to this one; another end of the same range takes its place. */
  pickTo: (key: RoleKey) => void;
  /** Where a range begins, where nothing was picked yet. */
  startAt: (key: RoleKey) => void;
  clear: () => void;
}

/**
 * @param order tells the keys of all roles, as they are listed
 * @param canPick whether a role can be picked now; a range leaves out those that cannot
 */
export function useSelection(order: () => readonly RoleKey[], canPick: (key: RoleKey) => boolean): Selection {
  const keys = useSignal<ReadonlySet<RoleKey>>(new Set());
  const orderNow = useSameFunction(order);
  const canPickNow = useSameFunction(canPick);
  const start = useRef<{ key: RoleKey; before: ReadonlySet<RoleKey> }>(undefined);
  return useMemo((): Selection => {
    const startAt = (key: RoleKey) => {
      start.current = { key, before: keys.peek() };
    };
    return {
      keys,
      startAt,
      pick(key, picked) {
        const next = new Set(keys.peek());
        if (picked) next.add(key);
        else next.delete(key);
        keys.value = next;
        startAt(key);
      },
      pickTo(key) {
        const listed = orderNow();
        if (!start.current || !listed.includes(start.current.key)) startAt(key);
        const { key: from, before } = start.current!;
        const [a, b] = [listed.indexOf(from), listed.indexOf(key)];
        if (b < 0) return;
        const range = listed.slice(Math.min(a, b), Math.max(a, b) + 1);
        keys.value = new Set([...before, ...range.filter(canPickNow)]);
      },
      clear() {
        keys.value = new Set();
        start.current = undefined;
      },
    };
  }, [keys, orderNow, canPickNow]);
}
