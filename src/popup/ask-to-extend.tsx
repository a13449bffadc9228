import { useState } from 'preact/hooks';
import { isExtendable } from '../domain/eligibility-extension.ts';
import type { Eligibility } from '../domain/role.ts';
import { Button } from '../ui/button.tsx';
import { useServices } from '../ui/services.ts';
import { AskSheet } from './ask-sheet.tsx';
import './ask-to-extend.css';

/** Asks an administrator, by a small sheet, to move the end of an eligibility; nothing where the end is not near. */
export function AskToExtend({ role }: { role: Eligibility }) {
  const { t, now } = useServices();
  const [isOpen, setOpen] = useState(false);
  if (!isExtendable(role, now())) return null;
  return (
    <div class="ask-to-extend">
      <Button
        size="small"
        kind="quiet"
        aria-label={t('extensionAskRole', role.roleName, role.scope.name)}
        data-testid="ask-to-extend"
        onClick={() => setOpen(true)}
      >
        {t('extensionAsk')}
      </Button>
      {isOpen && <AskSheet role={role} onClose={() => setOpen(false)} />}
    </div>
  );
}
