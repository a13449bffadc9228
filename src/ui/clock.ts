/** The present as a component sees it, so that ages and times left stay true while a page is open. */
import { useEffect, useState } from 'preact/hooks';
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
