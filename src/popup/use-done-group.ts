/** Which of the outcomes stand together in one line, because they are many and say the same. */
import { useEffect, useState } from 'preact/hooks';

/** More than so many are a crowd. */
const mostApart = 3;

export interface DoneGroup<T> {
  /** Those that stand apart, in their order. */
  readonly rest: readonly T[];
  /** Empty where there are too few. */
  readonly grouped: readonly T[];
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

/** Whoever has opened the line keeps it until nothing is left in it, whatever goes: rows must not leave the focus. */
export function useDoneGroup<T>(entries: readonly T[], isDone: (entry: T) => boolean): DoneGroup<T> {
  const [isOpen, setIsOpen] = useState(false);
  const done = entries.filter(isDone);
  const isEmpty = done.length === 0;
  useEffect(() => {
    if (isEmpty) setIsOpen(false);
  }, [isEmpty]);
  const toggle = () => setIsOpen((open) => !open);
  if (isEmpty || (done.length <= mostApart && !isOpen)) return { rest: entries, grouped: [], isOpen, toggle };
  return { rest: entries.filter((entry) => !isDone(entry)), grouped: done, isOpen, toggle };
}
