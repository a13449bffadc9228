/** Signals that follow stored items: how everything a page shows comes to it. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { ItemStore } from '../platform/item-store.ts';
import type { ItemDefinition } from '../platform/stored-item.ts';
import { useServices } from './services.ts';

export interface StoredSignal<T> {
  /** `undefined` until the first reading has come. */
  readonly value: ReadonlySignal<T | undefined>;
  stop: () => void;
}

/**
 * Reads the item once, then follows it; what did not change keeps its identity. A long list comes in two steps: the
 * rows that are wanted first, then all.
 */
export function followItem<T>(store: ItemStore, definition: ItemDefinition<T>): StoredSignal<T> {
  const item = store.item(definition);
  const value = signal<T | undefined>(undefined);
  // Watching starts before reading, so nothing falls in between; a change is newer than the reading it overtakes.
  let changed = false;
  let stopped = false;
  const unwatch = item.watch((next) => {
    changed = true;
    value.value = keepIdentity(value.peek(), next);
  });
  void readFirst();

  async function readFirst(): Promise<void> {
    // An area that cannot be read is as empty as one that was never written.
    const nothing = () => definition.fallback;
    const first = await item.readFirst().catch(() => ({ value: nothing(), isWhole: true }));
    if (changed || stopped) return;
    value.value = first.value;
    if (first.isWhole) return;
    const whole = await item.read().catch(nothing);
    if (!changed && !stopped) value.value = keepIdentity(first.value, whole);
  }

  return {
    value,
    stop: () => {
      stopped = true;
      unwatch();
    },
  };
}

/** {@link followItem} for the life of a component. */
export function useStored<T>(definition: ItemDefinition<T>): ReadonlySignal<T | undefined> {
  const { store } = useServices();
  // The key names the item; definitions of one key are the same.
  const followed = useMemo(() => followItem(store, definition), [store, definition.key]);
  useEffect(() => followed.stop, [followed]);
  return followed.value;
}

/** `next`, with every part that equals its part of `previous` replaced by that: unchanged rows do not render again. */
export function keepIdentity<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next)) return next;
  if (typeof previous !== 'object' || typeof next !== 'object' || !previous || !next) return next;
  if (Array.isArray(previous) !== Array.isArray(next)) return next;
  if (Array.isArray(previous) && Array.isArray(next)) return keepRows(previous, next) as T;
  const before = previous as Record<string, unknown>;
  const entries = Object.entries(next);
  let same = Object.keys(before).length === entries.length;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    const part = keepIdentity(before[key], value);
    kept[key] = part;
    if (!Object.hasOwn(before, key) || !Object.is(part, before[key])) same = false;
  }
  return (same ? previous : kept) as T;
}

/** Rows are known by their keys where they have any: one that comes first makes none of the others another. */
function keepRows(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const byKey = new Map(previous.flatMap((row) => (keyOf(row) === undefined ? [] : [[keyOf(row), row]])));
  const kept = next.map((row, index) => {
    const key = keyOf(row);
    return keepIdentity(key === undefined ? previous[index] : byKey.get(key), row);
  });
  const same = previous.length === next.length && kept.every((row, index) => Object.is(row, previous[index]));
  return same ? previous : kept;
}

function keyOf(row: unknown): unknown {
  return typeof row === 'object' && row !== null && 'key' in row ? row.key : undefined;
}
