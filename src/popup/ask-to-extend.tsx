import { extensionDays, isExtendable } from '../domain/eligibility-extension.ts';
import type { Eligibility } from '../domain/role.ts';
import { draftedRole } from '../domain/role-draft.ts';
import { Button } from '../ui/button.tsx';
import { useServices } from '../ui/services.ts';
import type { RoleDrafts } from './drafts/use-role-drafts.ts';
import './ask-to-extend.css';

interface Props {
  role: Eligibility;
  drafts: RoleDrafts;
}

/** Asks an administrator, by a small sheet, to move the end of an eligibility; nothing where the end is not near. */
export function AskToExtend({ role, drafts }: Props) {
  const { t, now } = useServices();
  if (!isExtendable(role, now())) return null;
  return (
    <div class="ask-to-extend">
      <Button
        size="small"
        kind="quiet"
        aria-label={t('extensionAskRole', role.roleName, role.scope.name)}
        data-testid="ask-to-extend"
        onClick={() => openAskSheet(drafts, role)}
      >
        {t('extensionAsk')}
      </Button>
    </div>
  );
}

/** Opens the sheet of {@link AskToExtend}, also for an eligibility that has ended. */
export function openAskSheet(drafts: RoleDrafts, role: Eligibility): void {
  drafts.open({ kind: 'extension', role: draftedRole(role), days: extensionDays[0], justification: '' });
}
