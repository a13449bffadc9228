import { useRef } from 'preact/hooks';
import { keepIdentity } from './stored-signal.ts';

/** The value, with every part that equals its part of the last rendering replaced by that. */
export function useSame<T>(value: T): T {
  const kept = useRef<T | undefined>(undefined);
  kept.current = keepIdentity(kept.current, value);
  return kept.current;
}

/** One function for the life of the component, which calls the newest. */
export function useSameFunction<A extends unknown[], R>(newest: (...args: A) => R): (...args: A) => R {
  const latest = useRef(newest);
  latest.current = newest;
  const same = useRef((...args: A) => latest.current(...args));
  return same.current;
}
