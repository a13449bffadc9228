/** The two names of a role in the order in which they are read: the role before its scope, a group before the access to it. */
import type { Eligibility } from './role.ts';

type Named = Pick<Eligibility, 'roleName' | 'scope'>;

export function namesInOrder({ roleName, scope }: Named): readonly [string, string] {
  return scope.kind === 'group' ? [scope.name, roleName] : [roleName, scope.name];
}

export function compareNames(a: Named, b: Named): number {
  const [a1, a2] = namesInOrder(a);
  const [b1, b2] = namesInOrder(b);
  return a1.localeCompare(b1) || a2.localeCompare(b2);
}
