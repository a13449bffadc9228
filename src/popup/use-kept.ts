import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

/**
 * Keeps what is typed as it is typed, one message at a time and the newest value next: a popup closes without asking,
 * and a message that it sends while it closes is often lost.
 *
 * @param read what to keep, of signals: their changes are what is kept
 * @returns `stop`, to be called before what was typed is sent or thrown away
 */
export function useKept<T>(read: () => T, keep: (value: T) => Promise<unknown>): { stop: () => void } {
  const { current: work } = useRef<{ next?: { value: T } | undefined; busy: boolean; stopped: boolean }>({
    busy: false,
    stopped: false,
  });

  async function keepNext(): Promise<void> {
    if (work.busy) return;
    work.busy = true;
    while (work.next) {
      const { value } = work.next;
      work.next = undefined;
      // What could not be kept is typed again at worst; the form itself says nothing of it.
      await keep(value).catch(() => undefined);
    }
    work.busy = false;
  }

  useSignalEffect(() => {
    const value = read();
    if (work.stopped) return;
    work.next = { value };
    void keepNext();
  });

  function stop(): void {
    work.stopped = true;
    work.next = undefined;
  }

  useEffect(() => {
    const flush = () => {
      if (!work.next) return;
      void keep(work.next.value).catch(() => undefined);
      work.next = undefined;
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      stop();
    };
  }, []);

  return { stop };
}
