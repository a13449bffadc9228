/** Which rows of a list of thousands the popup needs to draw its first screen. Pure. */
import { compareNames } from './role-names.ts';
import { byUse, type RoleMarks } from './role-marks.ts';
import type { Eligibility } from './role.ts';

/** Five screens of the popup. */
export const firstScreenRows = 60;

/**
 * The favourites and the others that are listed first, so many of each, in the order of the list; then the
 * subscriptions that those lie in, where there are rows of them, because they give the paths their names.
 */
export function firstRows(rows: readonly Eligibility[], marks: RoleMarks): Eligibility[] {
  const sorted = rows.toSorted(compareNames).sort(byUse(marks));
  const isFavourite = ({ key }: Eligibility) => marks[key]?.favourite ?? false;
  const first = new Set([
    ...sorted.filter(isFavourite).slice(0, firstScreenRows),
    ...sorted.filter((row) => !isFavourite(row)).slice(0, firstScreenRows),
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
