/** Scopes of Entra directory roles: the directory, an administrative unit, one object, or an app's own (pim-api.md A.1). */
import type { Scope } from '../domain/role.ts';

export interface WireScope {
  readonly directoryScopeId?: string | undefined;
  readonly appScopeId?: string | undefined;
  /** Names from `$expand`, where the person may read the object. */
  readonly directoryScopeName?: string | undefined;
  readonly appScopeName?: string | undefined;
}

/** `undefined` when the row names no scope; exactly one of the two ids is set. */
export function entraScope(wire: WireScope): Scope | undefined {
  const { directoryScopeId: id, appScopeId } = wire;
  if (id === undefined) {
    return appScopeId === undefined
      ? undefined
      : { kind: 'appScope', id: appScopeId, ...nameOf(appScopeId, wire.appScopeName) };
  }
  if (id === '/') return { kind: 'directory', id, name: 'Directory' };
  const kind = /^\/administrativeUnits\//i.test(id) ? 'administrativeUnit' : 'directoryObject';
  return { kind, id, ...nameOf(id, wire.directoryScopeName) };
}

/** The member of a request's body that echoes the scope. */
export function entraScopeMember(scope: Scope): { appScopeId: string } | { directoryScopeId: string } {
  return scope.kind === 'appScope' ? { appScopeId: scope.id } : { directoryScopeId: scope.id };
}

function nameOf(id: string, name: string | undefined): Pick<Scope, 'name' | 'isNameless'> {
  return name === undefined ? { name: id.slice(id.lastIndexOf('/') + 1) || id, isNameless: true } : { name };
}
