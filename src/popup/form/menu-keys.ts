/** The keys of a menu whose rows may have a second button: up and down between rows, left and right within one. */

const keys = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  ArrowRight: 'beside',
  ArrowLeft: 'beside',
} as const;

/**
 * Moves the focus, round and round.
 *
 * @param move a key, or `first` when the menu opens, or `away` from a row that is about to go
 * @returns whether it was one of the menu's keys
 */
export function moveInMenu(
  menu: HTMLElement | null,
  from: Element | null | undefined,
  move: string,
): boolean {
  const items = [...(menu?.querySelectorAll<HTMLElement>('[data-item]') ?? [])];
  const here = rowOf(from);
  const at = items.findIndex((item) => rowOf(item) === here);
  const step = Object.hasOwn(keys, move) ? keys[move as keyof typeof keys] : move;
  switch (step) {
    case 'first':
      items[0]?.focus();
      return true;
    case 'last':
      items.at(-1)?.focus();
      return true;
    case 'next':
    case 'away':
      items[(at + 1) % items.length]?.focus();
      return true;
    case 'previous':
      items.at(at - 1)?.focus();
      return true;
    case 'beside': {
      const both = [...(here?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
      both.find((one) => one !== from)?.focus();
      return true;
    }
    default:
      return false;
  }
}

const rowOf = (item: Element | null | undefined) => item?.closest('[role="none"]') ?? item ?? undefined;
