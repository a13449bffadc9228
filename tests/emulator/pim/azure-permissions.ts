import type { AzurePermission } from './seed.ts';

function matches(pattern: string, action: string): boolean {
  const expression = pattern
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${expression}$`, 'i').test(action);
}

/** Whether one entry of a role definition lets a control-plane action through; `notActions` takes away again. */
export function allows(permission: AzurePermission, action: string): boolean {
  const named = (patterns: readonly string[]): boolean =>
    patterns.some((pattern) => matches(pattern, action));
  return named(permission.actions) && !named(permission.notActions);
}
