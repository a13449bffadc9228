import type { MessageKey } from '../platform/i18n.ts';
import { sessionItem } from '../platform/items.ts';
import { checkIcon, dismissIcon } from '../ui/icons.ts';
import { Mark } from '../ui/mark.tsx';
import { never, Promises } from '../ui/promises.tsx';
import { useServices } from '../ui/services.ts';
import { usableConnection, useSettingsForm } from '../ui/settings-form.ts';
import { useStored } from '../ui/stored-signal.ts';
import { ConnectStep } from './connect-step.tsx';
import { SignInStep } from './sign-in-step.tsx';
import { Step } from './step.tsx';
import '../ui/page.css';
import './welcome-page.css';

const does: readonly MessageKey[] = [
  'welcomeDoesList',
  'welcomeDoesActivate',
  'welcomeDoesFollow',
  'welcomeDoesPortal',
];

/** Opened once, after the installation: what Hoist is, which registration it uses, and signing in. */
export function WelcomePage() {
  const { t, defaultClientId } = useServices();
  const form = useSettingsForm();
  const session = useStored(sessionItem).value;
  const { stored } = form;
  const signedIn = session?.status === 'signedIn' || session?.status === 'signInNeeded';

  return (
    <main class="page">
      <header class="welcome-header">
        <Mark size={48} />
        <div>
          <h1 class="welcome-title">{t('welcomeTitle')}</h1>
          <p class="page-lead">{t('welcomeLead')}</p>
        </div>
      </header>
      <ol class="steps">
        <Step number={1} title={t('welcomeWhat')} done={false}>
          <Promises items={does} icon={checkIcon} />
          <Promises title={t('aboutNever')} items={never} icon={dismissIcon} />
        </Step>
        {stored && session && (
          <>
            <Step
              number={2}
              title={t('welcomeConnect')}
              done={!form.changed && usableConnection(stored, defaultClientId) !== undefined}
            >
              <ConnectStep form={form} signedIn={signedIn} />
            </Step>
            <Step number={3} title={t('welcomeSignInTitle')} done={session.status === 'signedIn'}>
              <SignInStep form={form} session={session} />
            </Step>
          </>
        )}
      </ol>
    </main>
  );
}
