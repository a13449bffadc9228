import { useEffect, useRef, useState } from 'preact/hooks';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import type { RoleMark, RoleMarks } from '../domain/role-marks.ts';
import type { Texts } from '../platform/i18n.ts';
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
  const news = useMarksNews(shown);
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
      <p class="visually-hidden" role="status" data-testid="marks-news">
        {news}
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

/** What the person made a favourite or gave a name, or took that from, while the page is open. */
function useMarksNews({ eligible, marks, areMarksRead }: ShownRoles): string {
  const { t } = useServices();
  const before = useRef<RoleMarks>(undefined);
  const [news, setNews] = useState('');
  useEffect(() => {
    if (!areMarksRead) return;
    const earlier = before.current;
    before.current = marks;
    if (!earlier) return;
    const keys = new Set([...Object.keys(earlier), ...Object.keys(marks)] as RoleKey[]);
    const changes = [...keys].flatMap((key) => {
      const role = eligible.get(key);
      return role ? changeOf(role, earlier[key], marks[key], t) : [];
    });
    if (changes.length > 0) setNews(changes.join('\n'));
  }, [areMarksRead, marks]);
  return news;
}

function changeOf(
  role: Eligibility,
  before: RoleMark | undefined,
  now: RoleMark | undefined,
  t: Texts['t'],
): string[] {
  const name = roleTexts(t, role)('popupRoleOnScope');
  const said: string[] = [];
  if (before?.favourite !== now?.favourite)
    said.push(t(now?.favourite ? 'popupFavouriteAdded' : 'popupFavouriteRemoved', name));
  if (before?.alias !== now?.alias)
    said.push(now?.alias ? t('aliasKept', name, now.alias) : t('aliasRemoved', name));
  return said;
}
