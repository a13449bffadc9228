import { useRef } from 'preact/hooks';
import type { Failure } from '../domain/failure.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { FailureNote } from '../ui/failure-note.tsx';
import { useFocusOnMount } from '../ui/focus.ts';
import { Mark } from '../ui/mark.tsx';
import { useServices } from '../ui/services.ts';
import { Spinner } from '../ui/spinner.tsx';
import { useOnline } from './use-online.ts';

/** Within the extension, whatever its own address is. */
const welcomePage = '/src/welcome/index.html';

/** The first run: nothing works before this installation knows its registration. */
export function NotConfigured() {
  const { t, openOptions, openUrl } = useServices();
  return (
    <EmptyState
      testId="not-configured"
      picture={<Mark size={48} />}
      title={t('popupNotConfiguredTitle')}
      actions={
        <>
          <Button kind="primary" takesFocus data-testid="open-welcome" onClick={() => openUrl(welcomePage)}>
            {t('popupOpenWelcome')}
          </Button>
          <Button kind="quiet" data-testid="open-settings" onClick={() => openOptions()}>
            {t('popupOpenSettings')}
          </Button>
        </>
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
  const online = useOnline();
  return (
    <>
      {(failure || !online) && (
        <div class="popup-notes">
          {!online && (
            <Banner kind="warn" title={t('popupOffline')} data-testid="offline" live>
              {t('popupOfflineSignIn')}
            </Banner>
          )}
          {failure && <FailureNote failure={failure} about="signIn" withoutSignIn live />}
        </div>
      )}
      <EmptyState
        testId="signed-out"
        picture={<Mark size={48} />}
        title={t('popupSignedOutTitle')}
        actions={
          <Button kind="primary" takesFocus data-testid="sign-in" onClick={() => tell('signIn', {})}>
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
  const place = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone, and there is nothing to press.
  useFocusOnMount(place);
  return (
    <div ref={place} class="popup-place" role="status" tabIndex={-1}>
      <EmptyState testId="signing-in" picture={<Spinner size={32} />} title={t('popupSigningInTitle')}>
        {t('popupSigningInText')}
      </EmptyState>
    </div>
  );
}
