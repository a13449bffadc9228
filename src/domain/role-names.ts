/** The two names of a role in the order in which they are read: the role before its scope, a group before the access to it. */
import type { Eligibility, RoleKey } from './role.ts';

type Named = Pick<Eligibility, 'roleName' | 'scope'>;

export function namesInOrder({ roleName, scope }: Named): readonly [string, string] {
  return scope.kind === 'group' ? [scope.name, roleName] : [roleName, scope.name];
}

export function compareNames(a: Named, b: Named): number {
  const [a1, a2] = namesInOrder(a);
  const [b1, b2] = namesInOrder(b);
  return a1.localeCompare(b1) || a2.localeCompare(b2);
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
