import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

const quietForMs = 250;

/**
 * Keeps what was typed, shortly after the typing stops and at the latest when the page goes: a popup closes without
 * asking.
 *
 * @param read what to keep, of signals: their changes are what is kept
 * @returns `stop`, to be called before what was typed is sent or thrown away
 */
export function useKept<T>(read: () => T, keep: (value: T) => Promise<unknown>): { stop: () => void } {
  const pending = useRef<{ timer: ReturnType<typeof setTimeout>; save: () => void } | undefined>(undefined);
  const stopped = useRef(false);

  useSignalEffect(() => {
    const value = read();
    if (stopped.current) return;
    clearTimeout(pending.current?.timer);
    const save = () => {
      pending.current = undefined;
      // What could not be kept is typed again at worst; the form itself says nothing of it.
      void keep(value).catch(() => undefined);
    };
    pending.current = { timer: setTimeout(save, quietForMs), save };
  });

  function stop(): void {
    stopped.current = true;
    clearTimeout(pending.current?.timer);
    pending.current = undefined;
  }

  useEffect(() => {
    const flush = () => {
      clearTimeout(pending.current?.timer);
      pending.current?.save();
    };
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      stop();
    };
  }, []);

  return { stop };
}
