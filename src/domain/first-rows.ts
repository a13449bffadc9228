/** Which rows of a list of thousands the popup needs to draw its first screen. Pure. */
import { sortedByNames } from './role-names.ts';
import { type RoleMarks, sortedByUse } from './role-marks.ts';
import type { Eligibility, RoleKey } from './role.ts';

/** Five screens of the popup. */
export const firstScreenRows = 60;

/**
 * The favourites and the others that are listed first, so many of each, in the order of the list; then what is held,
 * and the subscriptions that all those lie in, where there are rows of them, because they give the paths their names.
 */
export function firstRows(
  rows: readonly Eligibility[],
  marks: RoleMarks,
  held: readonly { readonly key: RoleKey }[] = [],
): Eligibility[] {
  const sorted = sortedByUse(sortedByNames(rows), marks);
  const isFavourite = ({ key }: Eligibility) => marks[key]?.favourite ?? false;
  const isHeld = new Set(held.map(({ key }) => key));
  const first = new Set([
    ...sorted.filter(isFavourite).slice(0, firstScreenRows),
    ...sorted.filter((row) => !isFavourite(row)).slice(0, firstScreenRows),
    ...sorted.filter(({ key }) => isHeld.has(key)).slice(0, firstScreenRows),
  ]);
  const wanted = new Set([...first].map(({ scope }) => subscriptionOf(scope.id)));
  for (const row of sorted) {
    if (row.scope.kind === 'subscription' && wanted.delete(subscriptionOf(row.scope.id))) first.add(row);
  }
  return [...first];
}

function subscriptionOf(scopeId: string): string | undefined {
  return /^\/subscriptions\/[^/]+/i.exec(scopeId)?.[0].toLowerCase();
}
