/** Narrows the list by the kind of role and the kind of its scope. Pure. */
import { type Eligibility, type ScopeKind, scopeKinds, type Source, sources } from '../domain/role.ts';

/** Absent means all. */
export interface Filters {
  readonly source?: Source | undefined;
  readonly scopeKind?: ScopeKind | undefined;
}

export const noFilters: Filters = {};

type Row = Pick<Eligibility, 'source'> & { readonly scope: Pick<Eligibility['scope'], 'kind'> };

export function isFiltered({ source, scopeKind }: Filters): boolean {
  return source !== undefined || scopeKind !== undefined;
}

export function passes({ source, scopeKind }: Filters, row: Row): boolean {
  return (
    (source === undefined || row.source === source) &&
    (scopeKind === undefined || row.scope.kind === scopeKind)
  );
}

/** What each choice would show beside the choice of the other kind. */
export interface FilterCounts {
  readonly all: number;
  readonly sources: Readonly<Record<Source, number>>;
  /** Only the kinds that there are, from the widest to the narrowest. */
  readonly scopeKinds: readonly { readonly kind: ScopeKind; readonly count: number }[];
}

export function countFilters(rows: readonly Row[], filters: Filters): FilterCounts {
  const ofScope: Record<Source, number> = { entra: 0, azure: 0, groups: 0 };
  const ofSource = new Map<ScopeKind, number>();
  for (const row of rows) {
    const { kind } = row.scope;
    if (passes({ scopeKind: filters.scopeKind }, row)) ofScope[row.source]++;
    if (passes({ source: filters.source }, row)) ofSource.set(kind, (ofSource.get(kind) ?? 0) + 1);
  }
  return {
    all: sources.reduce((sum, source) => sum + ofScope[source], 0),
    sources: ofScope,
    scopeKinds: scopeKinds.flatMap((kind) => {
      const found = ofSource.get(kind) ?? 0;
      return found > 0 || kind === filters.scopeKind ? [{ kind, count: found }] : [];
    }),
  };
}

/** With another kind of role; a kind of scope that it does not have is let go of, for it would show nothing. */
export function withSource(filters: Filters, source: Source | undefined, rows: readonly Row[]): Filters {
  const next = { ...filters, source };
  return rows.some((row) => passes(next, row)) ? next : { source };
}
