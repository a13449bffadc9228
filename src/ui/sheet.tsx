import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from './icon-button.tsx';
import { dismissIcon } from './icons.ts';
import './sheet.css';

interface Props {
  title: string;
  closeLabel: string;
  onClose: () => void;
  children: ComponentChildren;
  testId?: string;
}

/**
 * A modal view over the whole page. The browser's own dialog holds the focus inside and takes the rest of the page
 * away from screen readers.
 */
export function Sheet({ title, closeLabel, onClose, children, testId }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the first paint, and back in the same moment as the dialog goes: the focus is never nowhere.
  useLayoutEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    // The browser would take the first thing that can have the focus, which is the way out.
    element?.querySelector<HTMLElement>('[data-first-focus]')?.focus();
    return () => {
      element?.close();
      // The browser gives the focus back only while the dialog is still in the document.
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={id}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        // Unhandled, the key would also close the popup around this. What a field used it for is done.
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      }}
    >
      <header class="sheet-header">
        <h2 id={id} class="sheet-title">
          {title}
        </h2>
        <IconButton icon={dismissIcon} label={closeLabel} onClick={onClose} data-testid="sheet-close" />
      </header>
      {children}
    </dialog>
  );
}
