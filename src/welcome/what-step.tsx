import type { MessageKey } from '../platform/i18n.ts';
import { Button } from '../ui/button.tsx';
import { checkIcon, dismissIcon } from '../ui/icons.ts';
import { never, Promises } from '../ui/promises.tsx';
import { useServices } from '../ui/services.ts';

const does: readonly MessageKey[] = [
  'welcomeDoesList',
  'welcomeDoesActivate',
  'welcomeDoesFollow',
  'welcomeDoesPortal',
];

interface Props {
  /** Read already, and opened again. */
  again: boolean;
  onContinue: () => void;
}

/** What Hoist does, and what it never does, before anything is asked for. */
export function WhatStep({ again, onContinue }: Props) {
  const { t } = useServices();
  return (
    <>
      <div class="what">
        <Promises items={does} icon={checkIcon} title={t('welcomeDoes')} kind="does" />
        <Promises items={never} icon={dismissIcon} title={t('welcomeNever')} />
      </div>
      <div class="welcome-step-actions">
        <Button kind={again ? 'secondary' : 'primary'} data-testid="welcome-continue" onClick={onContinue}>
          {t(again ? 'welcomeClose' : 'welcomeContinue')}
        </Button>
      </div>
    </>
  );
}
