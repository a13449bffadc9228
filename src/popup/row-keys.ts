/** Up and down between the rows of the list; Tab stays what it is. */

/**
 * Moves the focus to the next or previous row that has something to press: to the same control of it where there is
 * one, otherwise to its first.
 *
 * @param from the control that has the focus; `undefined` goes to the first row
 * @returns whether there was such a row
 */
export function moveThroughRows(list: Element | null, from: Element | undefined, step: 1 | -1): boolean {
  const here = from?.closest('[data-row]');
  const rows = [...(list?.querySelectorAll('[data-row]') ?? [])].filter(
    (row) => row === here || controlsOf(row).length > 0,
  );
  const row = rows[here ? rows.indexOf(here) + step : 0];
  if (!row) return false;
  const place = here ? controlsOf(here).findIndex((control) => control === from) : 0;
  const control = controlsOf(row)[place] ?? controlsOf(row)[0];
  control?.focus();
  control?.scrollIntoView({ block: 'nearest' });
  return control !== undefined;
}

function controlsOf(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>('input:not([disabled]), button:not([disabled])')];
}
