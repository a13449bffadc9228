import { useEffect, useRef, useState } from 'preact/hooks';
import type { Eligibility, RoleKey } from '../../domain/role.ts';
import type { RoleMark, RoleMarks } from '../../domain/role-marks.ts';
import type { Texts } from '../../platform/i18n.ts';
import { roleTexts } from '../../platform/role-texts.ts';
import { useServices } from '../../ui/services.ts';
import type { ShownRoles } from '../use-shown-roles.ts';

type Props = Pick<ShownRoles, 'eligible' | 'marks' | 'areMarksRead'>;

/** Reads out what the person made a favourite or gave a name, or took that from, while the page is open. */
export function MarksNews({ eligible, marks, areMarksRead }: Props) {
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
  return (
    <p class="visually-hidden" role="status" data-testid="marks-news">
      {news}
    </p>
  );
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
