import type { AzureRole } from '../pim/seed.ts';

/** A role definition as ARM writes it at a scope; built-in ones are assignable everywhere. */
export function roleDefinition(role: AzureRole, scope: string): Record<string, unknown> {
  const subscription = /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? '';
  return {
    properties: {
      roleName: role.displayName,
      type: role.type,
      description: role.displayName,
      assignableScopes: [role.type === 'BuiltInRole' ? '/' : scope],
      permissions: role.permissions,
    },
    id: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role.id}`,
    type: 'Microsoft.Authorization/roleDefinitions',
    name: role.id,
  };
}
