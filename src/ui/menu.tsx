import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from './icon-button.tsx';
import { moreIcon } from './icons.ts';
import './menu.css';

export interface MenuItem {
  readonly id: string;
  readonly text: string;
  /** A quiet line under the text. */
  readonly note?: string | undefined;
  /** It can be reached, to hear why, and not chosen. */
  readonly isBlocked?: boolean | undefined;
  readonly onChoose: () => void;
}

interface Props {
  /** Names the button, and the menu. */
  label: string;
  items: readonly MenuItem[];
  testId: string;
}

const gap = 4;

/**
 * What else can be done, behind one button. Arrow keys, Home and End go through the items, letters to the next that
 * begins so; Escape and Tab close. The focus is back on the button before an item is carried out.
 */
export function Menu({ label, items, testId }: Props) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const id = useId();

  function close(): void {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  }

  return (
    <span ref={root} class="menu">
      <IconButton
        icon={moreIcon}
        label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        data-testid={testId}
        onClick={() => setOpen(!isOpen)}
      />
      {isOpen && (
        <MenuPanel
          id={id}
          label={label}
          items={items}
          button={() => root.current}
          onClose={close}
          onLeave={() => setOpen(false)}
        />
      )}
    </span>
  );
}

interface PanelProps {
  id: string;
  label: string;
  items: readonly MenuItem[];
  button: () => HTMLElement | null;
  /** Closes, with the focus back on the button. */
  onClose: () => void;
  /** Closes, wherever the focus goes. */
  onLeave: () => void;
}

function MenuPanel({ id, label, items, button, onClose, onLeave }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const entries = () => [...(panel.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  // Before the first paint: it never shows anywhere else.
  useLayoutEffect(() => {
    const element = panel.current!;
    // In the top layer nothing that scrolls cuts it off.
    element.showPopover?.();
    place(element, button());
    entries()[0]?.focus();
  }, []);

  useEffect(() => {
    const outside = (event: Event) => {
      const target = event.target as Node;
      if (!panel.current?.contains(target) && !button()?.contains(target)) onLeave();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    document.addEventListener('scroll', outside, true);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('scroll', outside, true);
    };
  }, []);

  function onKeyDown(event: KeyboardEvent): void {
    // The rows behind have keys of their own, and Escape would close the popup.
    event.stopPropagation();
    if (event.key === 'Tab') return onLeave();
    const all = entries();
    const here = all.indexOf(document.activeElement as HTMLElement);
    const next = nextOf(event.key, all, here);
    if (event.key !== 'Escape' && !next) return;
    event.preventDefault();
    if (next) next.focus();
    else onClose();
  }

  return (
    <div
      ref={panel}
      id={id}
      popover="manual"
      role="menu"
      aria-label={label}
      class="menu-panel"
      onKeyDown={onKeyDown}
    >
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          role="menuitem"
          tabIndex={-1}
          class="menu-item"
          aria-disabled={item.isBlocked || undefined}
          data-testid={`menu-${item.id}`}
          onClick={() => {
            if (item.isBlocked) return;
            onClose();
            item.onChoose();
          }}
        >
          {item.text}
          {item.note && <span class="menu-item-note">{item.note}</span>}
        </button>
      ))}
    </div>
  );
}

function nextOf(key: string, all: readonly HTMLElement[], here: number): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return all[(here + 1) % all.length];
    case 'ArrowUp':
      return all.at(here - 1);
    case 'Home':
      return all[0];
    case 'End':
      return all.at(-1);
  }
  if (key.length !== 1 || key === ' ') return undefined;
  const begins = (one: HTMLElement) =>
    one.textContent.toLocaleLowerCase().startsWith(key.toLocaleLowerCase());
  return [...all.slice(here + 1), ...all.slice(0, here + 1)].find(begins);
}

/** Under the button with its end at the button's, or over it where there is no room below. */
function place(panel: HTMLElement, button: HTMLElement | null): void {
  const from = button?.getBoundingClientRect();
  if (!from) return;
  const { width, height } = panel.getBoundingClientRect();
  const below = from.bottom + gap + height <= innerHeight;
  const isRtl = getComputedStyle(panel).direction === 'rtl';
  panel.style.top = `${below ? from.bottom + gap : Math.max(gap, from.top - gap - height)}px`;
  panel.style.left = `${Math.max(gap, isRtl ? from.left : from.right - width)}px`;
}
