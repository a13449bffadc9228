import { useEffect, useRef, useState } from 'preact/hooks';
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

/** Reads out how much a search or a filter left, and what became a favourite; says so where nothing is left. */
export function FoundStatus({ shown, activeFound, query, isFiltered, first, onClearFilters }: Props) {
  const { t, tn } = useServices();
  const wanted = query.trim();
  const { results, favourites, parts } = shown;
  const total =
    results?.length ?? favourites.length + Object.values(parts).reduce((sum, rows) => sum + rows.length, 0);
  const news = useFavouriteNews(shown);
  const found =
    wanted && first
      ? tn('popupResultsFirst', total, roleTexts(t, first)('popupRoleOnScope'))
      : wanted && total === 0 && activeFound > 0
        ? tn('popupSearchFoundActive', activeFound)
        : wanted || isFiltered
          ? tn('popupSearchFound', total)
          : news;
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

/** What the person made a favourite, or no favourite any more, while the page is open. */
function useFavouriteNews({ favourites, marks }: ShownRoles): string {
  const { t } = useServices();
  const known = useRef<ReadonlyMap<string, Eligibility>>(undefined);
  const before = useRef(marks);
  const [news, setNews] = useState('');
  useEffect(() => {
    const now = new Map(favourites.map(({ item }) => [item.key as string, item]));
    const earlier = known.current;
    const isByPerson = before.current !== marks;
    known.current = now;
    before.current = marks;
    // Only where the marks changed: a filter takes favourites out of sight, and they stay favourites.
    if (!earlier || !isByPerson) return;
    const added = [...now.values()].filter(({ key }) => !earlier.has(key));
    const gone = [...earlier.values()].filter(({ key }) => !now.has(key));
    const name = (role: Eligibility) => roleTexts(t, role)('popupRoleOnScope');
    if (added.length === 1) setNews(t('popupFavouriteAdded', name(added[0]!)));
    else if (gone.length === 1) setNews(t('popupFavouriteRemoved', name(gone[0]!)));
  }, [favourites, marks]);
  return news;
}
