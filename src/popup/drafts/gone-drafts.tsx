import type { RoleDraft } from '../../domain/role-draft.ts';
import { typedText } from '../../domain/role-draft.ts';
import type { MessageKey } from '../../platform/i18n.ts';
import { roleTexts } from '../../platform/role-texts.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useServices } from '../../ui/services.ts';
import type { RoleDrafts } from './use-role-drafts.ts';

const texts: Record<RoleDraft['kind'], { readonly title: MessageKey; readonly means: MessageKey }> = {
  alias: { title: 'draftGoneAlias', means: 'draftGoneAliasMeans' },
  followOn: { title: 'draftGoneFollowOn', means: 'draftGoneFollowOnMeans' },
  extension: { title: 'draftGoneExtension', means: 'draftGoneExtensionMeans' },
};

/** What was being typed for roles that nothing can be asked for any more, so that it can be used elsewhere. */
export function GoneDrafts({ drafts, onEmptied }: { drafts: RoleDrafts; onEmptied: () => void }) {
  const { t } = useServices();
  const gone = drafts.all.value.filter(({ isGone }) => isGone);
  if (gone.length === 0) return null;
  return (
    <div class="popup-notes">
      {gone.map((draft) => {
        const typed = typedText(draft);
        const { title, means } = texts[draft.kind];
        return (
          <Banner
            key={`${draft.kind} ${draft.role.key}`}
            kind="warn"
            title={t(title, roleTexts(t, draft.role)('popupRoleOnScope'))}
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
            {t(means)} {typed && t('draftGoneTyped', typed)}
          </Banner>
        );
      })}
    </div>
  );
}
