import { useState } from 'preact/hooks';
import { type Failure, failureOf } from '../domain/failure.ts';
import type { Session } from '../domain/session.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { FailureNote } from '../ui/failure-note.tsx';
import { Mark } from '../ui/mark.tsx';
import { useServices } from '../ui/services.ts';
import { type SettingsForm, usableConnection } from '../ui/settings-form.ts';

interface Props {
  form: SettingsForm;
  session: Session;
}

/** Signing in, as the session item tells it; what was entered above is saved on the way. */
export function SignInStep({ form, session }: Props) {
  const { t, commands, defaultClientId } = useServices();
  // The worker could not even record the command; everything after that is told by the session.
  const [unsent, setUnsent] = useState<Failure>();

  async function signIn() {
    setUnsent(undefined);
    if (form.changed && !(await form.save())) return;
    try {
      await commands.send('signIn', {});
    } catch (thrown) {
      setUnsent(failureOf(thrown));
    }
  }

  const signedInAs = session.status === 'signedIn' && t('welcomeSignedIn', session.account?.username ?? '');
  const signingIn = session.status === 'signingIn';
  const failure = unsent ?? session.failure;
  const missing = !form.valid
    ? t('welcomeNeedsCorrection')
    : !usableConnection(form.typed, defaultClientId) && t('welcomeNeedsClientId');
  // One region that stays, because what comes into being together with its region is not always read out.
  const spoken = (
    <p class="visually-hidden" role="status">
      {signedInAs || (signingIn && t('welcomeSigningIn'))}
    </p>
  );
  if (signedInAs) {
    return (
      <>
        {spoken}
        <SignedIn title={signedInAs} />
      </>
    );
  }
  return (
    <>
      {spoken}
      <p class="card-intro">{t('welcomeSignInIntro')}</p>
      {failure && !signingIn && <FailureNote failure={failure} about="signIn" withoutSignIn live />}
      <div class="sign-in">
        <Button
          kind="primary"
          data-testid="welcome-sign-in"
          disabled={Boolean(missing)}
          busy={signingIn}
          onClick={() => void signIn()}
        >
          {form.changed
            ? t('welcomeSaveAndSignIn')
            : failure && !signingIn
              ? t('welcomeSignInRetry')
              : t('welcomeSignIn')}
        </Button>
        {missing && <span class="card-intro">{missing}</span>}
        {signingIn && <span aria-hidden="true">{t('welcomeSigningIn')}</span>}
      </div>
      {signingIn && (
        // A window whose worker was stopped has nobody left to say that it is gone: asking again wakes one that does.
        <Button kind="quiet" size="small" class="sign-in-again" onClick={() => void signIn()}>
          {t('welcomeStartAgain')}
        </Button>
      )}
    </>
  );
}

function SignedIn({ title }: { title: string }) {
  const { t } = useServices();
  return (
    <>
      <Banner kind="success" title={title} data-testid="welcome-signed-in" />
      <div class="toolbar-hint">
        <span class="toolbar-hint-button">
          <Mark size={20} />
        </span>
        <p>
          {t('welcomeOpen')}
          <br />
          <span class="card-intro">{t('welcomePin')}</span>
        </p>
      </div>
    </>
  );
}
