/** Scopes of Azure resource roles: management group, subscription, resource group, resource (pim-api.md C.1). */
import type { Scope, ScopeKind } from '../domain/role.ts';

/** By the id, which every row has; `expandedProperties.scope.type` says the same in lower case. */
export function azureScope(id: string, displayName: string | undefined): Scope {
  return { kind: kindOf(id), id, name: displayName ?? (id.slice(id.lastIndexOf('/') + 1) || id) };
}

function kindOf(id: string): ScopeKind {
  if (id === '/') return 'directory';
  if (/^\/providers\/Microsoft\.Management\/managementGroups\/[^/]+$/i.test(id)) return 'managementGroup';
  const below = /\/subscriptions\/[^/]+(\/.*)?$/i.exec(id)?.[1] ?? '';
  if (below === '') return 'subscription';
  return /^\/resourceGroups\/[^/]+$/i.test(below) ? 'resourceGroup' : 'resource';
}

/** The path of the authorization provider at a scope; names of resources may hold what an address must not. */
export function authorizationAt(scopeId: string): string {
  const path = scopeId === '/' ? '' : scopeId.replace(/[%?#\\]/g, encodeURIComponent);
  return `${path}/providers/Microsoft.Authorization`;
}
