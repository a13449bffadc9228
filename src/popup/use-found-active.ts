import { useCallback } from 'preact/hooks';
import type { Found } from '../domain/search.ts';
import { useSame } from '../ui/use-same.ts';
import { useRoleSearch } from './role-search.ts';
import type { PlaceOf } from './role-places.ts';
import type { ActiveRole, ActiveRoles } from './view.ts';

export interface FoundActive {
  readonly running: readonly Found<ActiveRole>[];
  readonly permanent: readonly Found<ActiveRole>[];
}

/** The roles held now that the query finds; all of them while nothing is searched. */
export function useFoundActive(
  { running, permanent }: ActiveRoles,
  placeOf: PlaceOf,
  query: string,
): FoundActive {
  const searchedOf = useCallback(({ role }: ActiveRole) => ({ ...role, ...placeOf(role) }), [placeOf]);
  // The rows are merged anew at every tick; where nothing of them changed, nothing renders.
  return {
    running: useSame(useRoleSearch(useSame(running), searchedOf, query).found),
    permanent: useSame(useRoleSearch(useSame(permanent), searchedOf, query).found),
  };
}
