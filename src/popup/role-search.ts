import { useMemo } from 'preact/hooks';
import type { Scope } from '../domain/role.ts';
import { createSearch, type Found } from '../domain/search.ts';
import { scopeKindLooks } from '../ui/scope-text.ts';
import { useServices } from '../ui/services.ts';

/** Searches rows by the name of the role, the name of the scope and the kind of scope in words. */
export function useRoleSearch<T>(
  rows: readonly T[],
  roleOf: (row: T) => { readonly roleName: string; readonly scope: Scope },
  query: string,
): Found<T>[] {
  const { t } = useServices();
  const search = useMemo(
    () =>
      createSearch(rows, (row) => {
        const { roleName, scope } = roleOf(row);
        return [roleName, scope.kind === 'directory' ? '' : scope.name, t(scopeKindLooks[scope.kind].text)];
      }),
    [rows, t],
  );
  return useMemo(() => search(query), [search, query]);
}
