/** The present as a component sees it, so that ages and times left stay true while a page is open. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { useServices } from './services.ts';

/** Milliseconds since the epoch, renewed every `everyMs` and whenever the page is looked at again. */
export function useNow(everyMs = 15_000): number {
  const { now } = useServices();
  const [at, setAt] = useState(now);
  useEffect(() => {
    const tick = () => setAt(now());
    const timer = setInterval(tick, everyMs);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [now, everyMs]);
  return at;
}

/**
 * What `read` makes of the present. The component renders again when that is another text or number, and not at every
 * tick: a time left that steps by minutes renders once a minute.
 */
export function useAtNow<T extends string | number | boolean | undefined>(
  read: (now: number) => T,
  everyMs = 5_000,
): T {
  const { now } = useServices();
  const [, drawAgain] = useState(0);
  const value = read(now());
  const shown = useRef({ read, value });
  shown.current = { read, value };
  useEffect(() => {
    const tick = () => {
      if (shown.current.read(now()) !== shown.current.value) drawAgain((times) => times + 1);
    };
    // Effects run after the drawing: the minute may be over by then.
    tick();
    const timer = setInterval(tick, everyMs);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [now, everyMs]);
  return value;
}
