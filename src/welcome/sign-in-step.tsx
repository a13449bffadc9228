import { useState } from 'preact/hooks';
import { type Failure, failureOf } from '../domain/failure.ts';
import type { Session } from '../domain/session.ts';
import { Button } from '../ui/button.tsx';
import { FailureNote } from '../ui/failure-note.tsx';
import { useServices } from '../ui/services.ts';

/** Signing in, as the session item tells it. */
export function SignInStep({ session }: { session: Session }) {
  const { t, commands } = useServices();
  // The worker could not even record the command; everything after that is told by the session.
  const [unsent, setUnsent] = useState<Failure>();

  async function signIn() {
    setUnsent(undefined);
    try {
      await commands.send('signIn', {});
    } catch (thrown) {
      setUnsent(failureOf(thrown));
    }
  }

  const signingIn = session.status === 'signingIn';
  const failure = unsent ?? session.failure;
  return (
    <>
      <p class="card-intro">{t('welcomeSignInIntro')}</p>
      {failure && !signingIn && <FailureNote failure={failure} about="signIn" withoutSignIn live />}
      <div class="welcome-step-actions">
        <Button kind="primary" data-testid="welcome-sign-in" busy={signingIn} onClick={() => void signIn()}>
          {t(failure && !signingIn ? 'welcomeSignInRetry' : 'welcomeSignIn')}
        </Button>
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
