import type { AzureScope } from './seed.ts';

/** The tree of management groups, subscriptions, resource groups and resources. Ids match in any casing. */
export interface AzureScopes {
  find(id: string): AzureScope | null;
  /** The scope itself, its parent, and so on up to the tenant's root group. */
  chain(id: string): AzureScope[];
  /** Whether `id` lies at or below `ancestorId`. */
  within(id: string, ancestorId: string): boolean;
  /** The scopes right below. */
  childrenOf(id: string): AzureScope[];
  /** All scopes below, at any depth. */
  below(id: string): AzureScope[];
  ofType(tenantId: string, type: string): AzureScope[];
}

/** Strips what differs between two spellings of one scope: case, a closing slash, the 2022 prefix. */
export function scopeKey(id: string): string {
  return id
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/^\/providers\/microsoft\.subscription(?=\/subscriptions\/)/, '');
}

export function createAzureScopes(scopes: readonly AzureScope[]): AzureScopes {
  const byKey = new Map(scopes.map((scope) => [scopeKey(scope.id), scope]));

  function find(id: string): AzureScope | null {
    return byKey.get(scopeKey(id)) ?? null;
  }

  function chain(id: string): AzureScope[] {
    const found: AzureScope[] = [];
    for (let next = find(id); next !== null; next = next.parentId === null ? null : find(next.parentId)) {
      found.push(next);
    }
    return found;
  }

  function within(id: string, ancestorId: string): boolean {
    return chain(id).some((scope) => scopeKey(scope.id) === scopeKey(ancestorId));
  }

  return {
    find,
    chain,
    within,
    childrenOf: (id) =>
      scopes.filter(({ parentId }) => parentId !== null && scopeKey(parentId) === scopeKey(id)),
    below: (id) => scopes.filter((scope) => scopeKey(scope.id) !== scopeKey(id) && within(scope.id, id)),
    ofType: (tenantId, type) => scopes.filter((scope) => scope.tenantId === tenantId && scope.type === type),
  };
}
