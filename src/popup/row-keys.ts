/** Up and down between the rows of the list; Tab stays what it is. */

/**
 * Moves the focus to the next or previous row: to the same control of it where there is one, otherwise to its first.
 *
 * @param from the control that has the focus; `undefined` starts at the first row
 */
export function moveThroughRows(list: Element | null, from: Element | undefined, step: 1 | -1): boolean {
  const rows = [...(list?.querySelectorAll('[data-row]') ?? [])];
  const row = from?.closest('[data-row]');
  const index = row ? rows.indexOf(row) + step : 0;
  const target = rows[index];
  if (!target) return false;
  const controls = (one: Element) => [...one.querySelectorAll<HTMLElement>('input:enabled, button:enabled')];
  const place = row && from instanceof HTMLElement ? controls(row).indexOf(from) : -1;
  const control = controls(target)[place] ?? controls(target)[0];
  if (!control) return from === undefined ? false : moveOver(list, target, step);
  control.focus();
  control.scrollIntoView({ block: 'nearest' });
  return true;
}

/** A row without anything to press is passed over. */
function moveOver(list: Element | null, row: Element, step: 1 | -1): boolean {
  const rows = [...(list?.querySelectorAll('[data-row]') ?? [])].filter(
    (one) => one === row || one.querySelector('input:enabled, button:enabled'),
  );
  const control = rows[rows.indexOf(row) + step]?.querySelector<HTMLElement>('input:enabled, button:enabled');
  control?.focus();
  return control !== null && control !== undefined;
}
