import type { Failure } from '../domain/failure.ts';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailureNote } from '../ui/failure-note.tsx';
import { settingsIcon } from '../ui/icons.ts';
import { Mark } from '../ui/mark.tsx';
import { useServices } from '../ui/services.ts';
import { Spinner } from '../ui/spinner.tsx';

export function NotConfigured() {
  const { t, openOptions } = useServices();
  return (
    <EmptyState
      testId="not-configured"
      icon={settingsIcon}
      title={t('popupNotConfiguredTitle')}
      actions={
        <Button kind="primary" autofocus data-testid="open-settings" onClick={() => openOptions()}>
          {t('popupOpenSettings')}
        </Button>
      }
    >
      {t('popupNotConfiguredText')}
    </EmptyState>
  );
}

/** @param failure why the last try did not end in a session */
export function SignedOut({ failure }: { failure: Failure | undefined }) {
  const { t } = useServices();
  const tell = useTell();
  return (
    <>
      {failure && (
        <div class="popup-notes">
          <FailureNote failure={failure} about="signIn" withoutSignIn live />
        </div>
      )}
      <EmptyState
        testId="signed-out"
        picture={<Mark size={48} />}
        title={t('popupSignedOutTitle')}
        actions={
          <Button kind="primary" autofocus data-testid="sign-in" onClick={() => tell('signIn', {})}>
            {t('popupSignIn')}
          </Button>
        }
      >
        {t('popupSignedOutText')}
      </EmptyState>
    </>
  );
}

export function SigningIn() {
  const { t } = useServices();
  return (
    <div role="status">
      <EmptyState testId="signing-in" picture={<Spinner size={32} />} title={t('popupSigningInTitle')}>
        {t('popupSigningInText')}
      </EmptyState>
    </div>
  );
}
