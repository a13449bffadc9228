import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Puts the focus where the person will want it; the `autofocus` attribute works once a document only. */
export function useFocusOnMount(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => ref.current?.focus(), [ref]);
}
