/**
 * Where a scope lies, as far as the ids and the scopes one knows tell it: an id names the resource group of a resource
 * and the subscription of both, and nothing tells the management group of a subscription. Pure.
 */
import type { Scope } from './role.ts';

/** @returns for a scope the names of those above it, outermost first; without the ones that nobody named */
export function createScopePaths(known: Iterable<Scope>): (scope: Scope) => readonly string[] {
  const names = new Map<string, string>();
  for (const { kind, id, name, isNameless } of known) {
    if (kind === 'subscription' && !isNameless) names.set(idOf(id), name);
  }
  return ({ kind, id }) => {
    if (kind !== 'resourceGroup' && kind !== 'resource') return [];
    const [, subscription, group] =
      /(\/subscriptions\/[^/]+)\/resourceGroups\/([^/]+)/i.exec(id) ??
      /(\/subscriptions\/[^/]+)/i.exec(id) ??
      [];
    const name = subscription && names.get(idOf(subscription));
    return [...(name ? [name] : []), ...(kind === 'resource' && group ? [group] : [])];
  };
}

function idOf(id: string): string {
  return (/\/subscriptions\/[^/]+$/i.exec(id)?.[0] ?? id).toLowerCase();
}
