import type { Failure } from '../domain/failure.ts';
import type { Session } from '../domain/session.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { FailureNote } from '../ui/failure-note.tsx';
import { useServices } from '../ui/services.ts';

interface Props {
  session: Session;
  /** Why the last command was not accepted. */
  refusal: Failure | undefined;
}

/** What concerns everything on the page and asks for something: the sign-in, a command that was refused. */
export function Notes({ session, refusal }: Props) {
  const { t } = useServices();
  const tell = useTell();
  const { status, failure } = session;
  if (status === 'signedIn' && !refusal) return null;
  const signIn = (
    <Button size="small" kind="primary" data-testid="sign-in" onClick={() => tell('signIn', {})}>
      {t('popupSignInAgain')}
    </Button>
  );
  return (
    <div class="popup-notes">
      {status === 'signingIn' && (
        <Banner kind="info" title={t('popupSigningInTitle')} data-testid="signing-in" live>
          {t('popupSigningInText')}
        </Banner>
      )}
      {status === 'signInNeeded' &&
        (failure && failure.kind !== 'signInNeeded' ? (
          <FailureNote
            failure={failure}
            about="roles"
            kind="warn"
            title={t('popupSignInNeededTitle')}
            note={t('popupSignInNeededText')}
            actions={signIn}
            withoutSignIn
            live
            marks={{ 'data-testid': 'sign-in-needed' }}
          />
        ) : (
          <Banner
            kind="warn"
            title={t('popupSignInNeededTitle')}
            data-testid="sign-in-needed"
            live
            actions={signIn}
          >
            {t('popupSignInNeededText')}
          </Banner>
        ))}
      {refusal && <FailureNote failure={refusal} about="roles" live />}
    </div>
  );
}
