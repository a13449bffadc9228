import type { Eligibility } from '../domain/role.ts';
import { roleTexts } from '../platform/role-texts.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { searchIcon } from '../ui/icons.ts';
import { useServices } from '../ui/services.ts';
import type { ShownRoles } from './use-shown-roles.ts';

interface Props {
  shown: ShownRoles;
  /** How many roles that are held now the query finds. */
  activeFound: number;
  query: string;
  isFiltered: boolean;
  /** What Enter opens. */
  first: Eligibility | undefined;
  onClearFilters: () => void;
}

/** Reads out how much a search or a filter left; says so where nothing is. */
export function FoundStatus({ shown, activeFound, query, isFiltered, first, onClearFilters }: Props) {
  const { t, tn } = useServices();
  const wanted = query.trim();
  const { results, favourites, parts } = shown;
  const total =
    results?.length ?? favourites.length + Object.values(parts).reduce((sum, rows) => sum + rows.length, 0);
  const found =
    wanted && first
      ? tn('popupResultsFirst', total, roleTexts(t, first)('popupRoleOnScope'))
      : wanted && total === 0 && activeFound > 0
        ? tn('popupSearchFoundActive', activeFound)
        : (wanted || isFiltered) && tn('popupSearchFound', total);
  const isNothing = total === 0 && (wanted ? activeFound === 0 : isFiltered);
  return (
    <>
      <p class="visually-hidden" role="status" data-testid="found-status">
        {found}
      </p>
      {isNothing && (
        <EmptyState
          icon={searchIcon}
          title={wanted ? t('popupNothingFound', wanted) : t('popupNothingLeft')}
          testId="nothing-found"
          actions={
            isFiltered && (
              <Button size="small" data-testid="clear-filters" onClick={onClearFilters}>
                {t('popupFilterClear')}
              </Button>
            )
          }
        >
          {t(isFiltered ? 'popupNothingFoundFiltered' : 'popupNothingFoundHint')}
        </EmptyState>
      )}
    </>
  );
}
