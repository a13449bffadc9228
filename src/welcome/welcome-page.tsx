import { useRef } from 'preact/hooks';
import type { Session } from '../domain/session.ts';
import {
  currentStep,
  isStepDone,
  type WelcomeFacts,
  type WelcomeStep,
  welcomeSteps,
} from '../domain/welcome.ts';
import { sessionItem } from '../platform/items.ts';
import { Mark } from '../ui/mark.tsx';
import { useServices } from '../ui/services.ts';
import { usableConnection, useSettingsForm } from '../ui/settings-form.ts';
import { SetupCheck } from '../ui/setup-check.tsx';
import { useStored } from '../ui/stored-signal.ts';
import { ConnectStep } from './connect-step.tsx';
import { Ready } from './ready.tsx';
import { SignInStep } from './sign-in-step.tsx';
import { Step } from './step.tsx';
import { useProgress } from './use-progress.ts';
import { WhatStep } from './what-step.tsx';
import '../ui/page.css';
import './welcome-page.css';

/** Opened once, after the installation: three steps, one at a time, and then how to get at Hoist. */
export function WelcomePage() {
  const { t } = useServices();
  return (
    <main class="page" data-testid="welcome">
      <header class="welcome-header">
        <Mark size={48} />
        <div>
          <h1 class="welcome-title">{t('welcomeTitle')}</h1>
          <p class="page-lead">{t('welcomeLead')}</p>
        </div>
      </header>
      <Steps />
    </main>
  );
}

function Steps() {
  const { t, defaultClientId, commands } = useServices();
  const form = useSettingsForm();
  const session = useStored(sessionItem).value;
  const progress = useProgress(form);
  const shown = useRef<WelcomeStep | 'ready'>(undefined);
  const { stored } = form;
  if (!stored || !session || !progress.value) return null;

  const connection = usableConnection(stored, defaultClientId);
  const signedIn = session.status === 'signedIn';
  const facts: WelcomeFacts = {
    introRead: progress.value.introRead,
    connected: connection !== undefined,
    signedIn,
  };
  const current = currentStep(facts, progress.value.opened) ?? 'ready';
  // Not when the page opens: its beginning is read first then.
  const moved = shown.current !== undefined && shown.current !== current;
  shown.current = current;

  const stateOf = (step: WelcomeStep) =>
    current === step ? 'current' : isStepDone(step, facts) ? 'done' : 'later';
  const isOpenedAgain = progress.value.opened !== undefined;
  const change = (step: WelcomeStep, text: string) => ({ text, onPress: () => progress.open(step) });
  const tenant = connection?.tenant === 'organizations' ? t('welcomeTenantAny') : connection?.tenant;

  return (
    <>
      <p class="visually-hidden" role="status">
        {spokenOf(session, t)}
      </p>
      <ol class="welcome-steps">
        {welcomeSteps.map((step, index) => {
          const common = {
            key: step,
            number: index + 1,
            state: stateOf(step),
            takesFocus: moved && current === step,
          } as const;
          switch (step) {
            case 'what':
              return (
                <Step
                  {...common}
                  title={t('welcomeWhat')}
                  summary={t('welcomeWhatDone')}
                  action={change(step, t('welcomeReadAgain'))}
                >
                  <WhatStep again={isOpenedAgain} onContinue={progress.readIntro} />
                </Step>
              );
            case 'connect':
              return (
                <Step
                  {...common}
                  title={t('welcomeConnect')}
                  action={change(step, t('welcomeChange'))}
                  summary={
                    <span data-testid="connected">
                      {stored.clientId
                        ? t('welcomeConnected', stored.clientId)
                        : t('welcomeConnectedDefault')}
                      {' · '}
                      <bdi>{tenant}</bdi>
                    </span>
                  }
                >
                  <ConnectStep
                    form={form}
                    signedIn={signedIn || session.status === 'signInNeeded'}
                    again={isOpenedAgain}
                    onDone={() => progress.open(undefined)}
                  />
                </Step>
              );
            case 'signIn':
              return (
                <Step
                  {...common}
                  title={t('welcomeSignInTitle')}
                  summary={
                    <span data-testid="welcome-signed-in">
                      {t('welcomeSignedIn', session.account?.username ?? '')}
                    </span>
                  }
                  action={{
                    text: t('welcomeSignOut'),
                    onPress: () => void commands.send('signOut', {}).catch(() => undefined),
                  }}
                >
                  <SignInStep session={session} />
                </Step>
              );
          }
        })}
      </ol>
      {current === 'ready' && <Ready session={session} takesFocus={moved} />}
      {(current === 'ready' || (current === 'signIn' && session.failure)) && <SetupCheck />}
    </>
  );
}

/** What is read out as it happens. One region that stays: what comes with its region is not always read. */
function spokenOf({ status, account }: Session, t: ReturnType<typeof useServices>['t']): string {
  if (status === 'signedIn') return t('welcomeSignedIn', account?.username ?? '');
  return status === 'signingIn' ? t('welcomeSigningIn') : '';
}
