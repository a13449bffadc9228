import type { RoleDraft } from '../../domain/role-draft.ts';
import { typedText } from '../../domain/role-draft.ts';
import type { MessageKey } from '../../platform/i18n.ts';
import { roleTexts } from '../../platform/role-texts.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useServices } from '../../ui/services.ts';
import type { RoleDrafts } from './use-role-drafts.ts';

const titles = {
  alias: 'draftGoneAlias',
  followOn: 'draftGoneFollowOn',
  extension: 'draftGoneExtension',
} as const satisfies Record<RoleDraft['kind'], MessageKey>;

/** What was being typed for roles that nothing can be asked for any more, so that it can be used elsewhere. */
export function GoneDrafts({ drafts, onEmptied }: { drafts: RoleDrafts; onEmptied: () => void }) {
  const { t } = useServices();
  const gone = drafts.all.value.filter(({ isGone }) => isGone);
  if (gone.length === 0) return null;
  return (
    <div class="popup-notes">
      {gone.map((draft) => {
        const typed = typedText(draft);
        return (
          <Banner
            key={`${draft.kind} ${draft.role.key}`}
            kind="warn"
            title={t(titles[draft.kind], roleTexts(t, draft.role)('popupRoleOnScope'))}
            data-testid="draft-gone"
            live
            actions={
              <Button
                size="small"
                data-testid="draft-discard"
                onClick={() => {
                  drafts.end(draft);
                  // The button goes, and the focus with it.
                  onEmptied();
                }}
              >
                {t(typed ? 'draftGoneDiscard' : 'draftGoneSeen')}
              </Button>
            }
          >
            {typed && t('draftGoneTyped', typed)}
          </Banner>
        );
      })}
    </div>
  );
}
