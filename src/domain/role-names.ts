/** The two names of a role in the order in which they are read: the role before its scope, a group before the access to it. */
import type { Eligibility, RoleKey } from './role.ts';
import { compareTexts } from './text-order.ts';

type Named = Pick<Eligibility, 'roleName' | 'scope'>;

export function namesInOrder({ roleName, scope }: Named): readonly [string, string] {
  return scope.kind === 'group' ? [scope.name, roleName] : [roleName, scope.name];
}

export function compareNames(a: Named, b: Named): number {
  const [a1, a2] = namesInOrder(a);
  const [b1, b2] = namesInOrder(b);
  return compareTexts(a1, b1) || compareTexts(a2, b2);
}

/** The rows in the order of {@link compareNames}. Thousands of roles share a few hundred names: those are compared. */
export function sortedByNames<T extends Named>(rows: readonly T[]): T[] {
  const names = [...new Set(rows.flatMap(({ roleName, scope }) => [roleName, scope.name]))].sort(
    compareTexts,
  );
  const ranks = new Map<string, number>();
  let rank = 0;
  for (const [index, name] of names.entries()) {
    if (index > 0 && compareTexts(names[index - 1]!, name) !== 0) rank++;
    ranks.set(name, rank);
  }
  return rows
    .map((row) => {
      const [first, second] = namesInOrder(row);
      return { row, place: ranks.get(first)! * names.length + ranks.get(second)! };
    })
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row);
}

/** Those of several roles that another one of them has both names of, so that only their places tell them apart. */
export function namesakesOf(roles: readonly (Named & { readonly key: RoleKey })[]): ReadonlySet<RoleKey> {
  const keysOf = new Map<string, Set<RoleKey>>();
  for (const role of roles) {
    const names = JSON.stringify(namesInOrder(role));
    keysOf.set(names, (keysOf.get(names) ?? new Set()).add(role.key));
  }
  return new Set([...keysOf.values()].filter(({ size }) => size > 1).flatMap((keys) => [...keys]));
}
