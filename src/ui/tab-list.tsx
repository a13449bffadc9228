import { useRef } from 'preact/hooks';
import './tab-list.css';

interface Props<T extends string> {
  /** What is chosen, for a screen reader. */
  label: string;
  tabs: readonly { readonly id: T; readonly title: string }[];
  selected: T;
  onSelect: (id: T) => void;
  /** Begins the id of each tab: `{prefix}-{id}`, by which the panel is labelled. */
  prefix: string;
  /** Id of the one panel, which shows what the selected tab is about. */
  panel: string;
}

/** Tabs over one panel: the arrow keys, Home and End choose, and one of them is reached by Tab. */
export function TabList<T extends string>({ label, tabs, selected, onSelect, prefix, panel }: Props<T>) {
  const list = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent): void {
    const at = tabs.findIndex(({ id }) => id === selected);
    const forward = getComputedStyle(event.currentTarget as Element).direction === 'rtl' ? -1 : 1;
    const to = {
      ArrowRight: at + forward,
      ArrowLeft: at - forward,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const index = (to + tabs.length) % tabs.length;
    onSelect(tabs[index]!.id);
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[index]?.focus();
  }

  return (
    <div ref={list} class="tab-list" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          class="tab"
          role="tab"
          id={`${prefix}-${id}`}
          aria-controls={panel}
          aria-selected={id === selected}
          tabIndex={id === selected ? 0 : -1}
          onClick={() => onSelect(id)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
