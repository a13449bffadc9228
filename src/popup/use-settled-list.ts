import { computed, type ReadonlySignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Failure } from '../domain/failure.ts';
import type { ItemDefinition } from '../platform/stored-item.ts';
import { keepIdentity, useStored } from '../ui/stored-signal.ts';

interface StoredList {
  readonly readAt?: number | undefined;
  readonly readingSince?: number | undefined;
  readonly failure?: Failure | undefined;
}

interface SettledList<T> {
  /** As it is stored. `undefined` until it is read, as is the other one. */
  readonly stored: ReadonlySignal<T | undefined>;
  /**
   * The same object until there is more to show than another age: `readAt` is that of some reading, and that the list
   * is being read again is left out. One that failed, or was never read, is as it is stored.
   */
  readonly settled: ReadonlySignal<T | undefined>;
}

/** A stored list for whoever shows its rows: that it was read again and is the same as before draws nothing. */
export function useSettledList<T extends StoredList>(definition: ItemDefinition<T>): SettledList<T> {
  const stored = useStored(definition);
  const settled = useMemo(() => {
    let before: T | undefined;
    return computed(() => (before = withoutAge(before, stored.value)));
  }, [stored]);
  return { stored, settled };
}

function withoutAge<T extends StoredList>(before: T | undefined, list: T | undefined): T | undefined {
  if (list?.readAt === undefined || list.failure) return list;
  const { readingSince: _, ...rest } = list;
  return keepIdentity(before, { ...(rest as T), readAt: before?.readAt ?? list.readAt });
}
