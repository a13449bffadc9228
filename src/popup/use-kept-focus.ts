/** The focus when what had it goes: it stays where the person is, and never falls back to the start of the page. */
import { useEffect, useRef } from 'preact/hooks';
import { focusRow } from './list-keys.ts';

interface Held {
  readonly element: HTMLElement;
  readonly row: HTMLElement | undefined;
  /** The rows after and before it when the focus came to it. */
  readonly beside: readonly (Element | null)[];
}

/**
 * Where a button that was pressed goes, its row has the focus; where the row goes, the same request or role elsewhere,
 * or the row beside it.
 *
 * @param otherwise where nothing of that is left
 */
export function useKeptFocus(otherwise: () => void): void {
  const latest = useRef(otherwise);
  latest.current = otherwise;
  useEffect(() => {
    let held = heldAt(document.activeElement);
    const onFocusIn = ({ target }: FocusEvent) => {
      held = heldAt(target, held);
    };
    const onFocusOut = ({ relatedTarget }: FocusEvent) => {
      const left = held;
      if (relatedTarget || !left) return;
      // What goes is gone by then; what is still there was left by a click beside everything, which is no loss.
      queueMicrotask(() => {
        if (held === left && left.element.isConnected && document.hasFocus()) held = undefined;
      });
    };
    const keep = () => {
      if (!held || held.element.isConnected || document.activeElement !== document.body) return;
      const lost = held;
      held = undefined;
      const sheet = [...document.querySelectorAll('dialog[open]')].at(-1);
      if (sheet) return sheet.querySelector<HTMLElement>('[data-first-focus], button')?.focus();
      const row = [lost.row, lost.row && sameElsewhere(lost.row), ...lost.beside].find(
        (one) => one?.isConnected,
      );
      if (row) focusRow(row as HTMLElement);
      else latest.current();
    };
    const watch = new MutationObserver(keep);
    watch.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', onFocusIn);
    document.addEventListener('focusout', onFocusOut);
    return () => {
      watch.disconnect();
      document.removeEventListener('focusin', onFocusIn);
      document.removeEventListener('focusout', onFocusOut);
    };
  }, []);
}

function heldAt(target: EventTarget | null, before?: Held): Held | undefined {
  if (!(target instanceof HTMLElement) || target === document.body) return undefined;
  // A sheet stands beside the list: it was opened from a row, and leads back there.
  if (before && target.closest('dialog')) return { ...before, element: target };
  const row = target.closest<HTMLElement>('li[data-key]') ?? undefined;
  return {
    element: target,
    row,
    beside: [row?.nextElementSibling ?? null, row?.previousElementSibling ?? null],
  };
}

/** What waited and is over stands in another section. */
function sameElsewhere({ dataset }: HTMLElement): Element | undefined {
  return [...document.querySelectorAll<HTMLElement>('li[data-key]')].find(
    (one) => one.dataset['key'] === dataset['key'] && one.dataset['testid'] === dataset['testid'],
  );
}
