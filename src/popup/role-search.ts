import { useEffect, useMemo } from 'preact/hooks';
import type { Scope, Source } from '../domain/role.ts';
import { createSearch, createTextReader, type Found } from '../domain/search.ts';
import { whenIdle } from '../ui/idle.ts';
import { scopeKindLooks, sourceWords } from '../ui/scope-text.ts';
import { useServices } from '../ui/services.ts';

export interface Searched {
  readonly source: Source;
  readonly roleName: string;
  readonly scope: Scope;
  /** The names of the scopes above, as they are shown. */
  readonly path?: string | undefined;
  readonly alias?: string | undefined;
  readonly tenant?: string | undefined;
}

/** The places of the fields in the marks of what was found. */
export const roleFields = { role: 0, scope: 1, kind: 2, path: 3, alias: 4, tenant: 5, source: 6 } as const;
/** In that order: a person's own name for a role says it best, then the role, then where. */
const costs = [1, 2.1, 5, 4, 0, 6, 7];

interface RoleSearch<T> {
  /** Best first; the same as `all` while nothing is searched. */
  readonly found: readonly Found<T>[];
  /** The same array until the rows are others. */
  readonly all: readonly Found<T>[];
}

/** Searches rows by the names of role and scope, the kinds of scope and role in words, and what else is known of each. */
export function useRoleSearch<T>(
  rows: readonly T[],
  searchedOf: (row: T) => Searched,
  query: string,
): RoleSearch<T> {
  const { t } = useServices();
  // What was read stays read when a filter or an alias makes another search of it.
  const reader = useMemo(createTextReader, []);
  const kindTexts = useMemo(
    () => new Map(Object.entries(scopeKindLooks).map(([kind, look]) => [kind, t(look.text)])),
    [t],
  );
  const search = useMemo(
    () =>
      createSearch(
        rows,
        (row) => {
          const { source, roleName, scope, path = '', alias = '', tenant = '' } = searchedOf(row);
          const isDirectory = scope.kind === 'directory';
          return [
            roleName,
            isDirectory ? '' : scope.name,
            kindTexts.get(scope.kind)!,
            path,
            alias,
            tenant || (isDirectory ? scope.name : ''),
            t(sourceWords[source]),
          ];
        },
        costs,
        reader,
      ),
    [rows, searchedOf, kindTexts, t],
  );
  // So that the first key does not wait for it.
  useEffect(() => whenIdle((hasTime) => search.prepare(hasTime)), [search]);
  return useMemo(() => ({ found: search(query), all: search('') }), [search, query]);
}
