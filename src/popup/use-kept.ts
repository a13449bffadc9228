import { effect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ItemDefinition } from '../platform/stored-item.ts';
import { useServices } from '../ui/services.ts';

/**
 * Keeps what is typed as it is typed. The popup writes it by itself: it closes without asking, and of a message to the
 * worker that is sent right before, nobody knows whether it arrives.
 *
 * @param read what to keep, of signals: their changes are what is kept; `undefined` while it is being sent
 * @returns `forget`, for what is thrown away
 */
export function useKept<T>(
  definition: ItemDefinition<T | null>,
  read: () => T | undefined,
): { forget: () => void } {
  const { store } = useServices();
  const forgotten = useRef(false);
  const latest = useRef(read);
  latest.current = read;

  // An effect of its own: that of the hook for signals waits for the next frame, which a closing popup never draws.
  useLayoutEffect(
    () =>
      effect(() => {
        const value = latest.current();
        if (value !== undefined && !forgotten.current) store.keep(definition, value);
      }),
    [],
  );

  function forget(): void {
    forgotten.current = true;
    store.keep(definition, null);
  }

  return { forget };
}
