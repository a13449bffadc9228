import type { NextStep, SetupAdvice as Advice } from '../domain/setup-check.ts';
import { adminConsentUrl } from '../domain/permissions.ts';
import { failureText } from '../platform/failure-text.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { CopyField } from './copy-field.tsx';
import { FailureDetails } from './failure-details.tsx';
import { openIcon } from './icons.ts';
import { useServices } from './services.ts';

interface Props {
  advice: Advice;
  /** What the link for an administrator is made of. */
  connection: { readonly clientId: string; readonly tenant: string };
  onSignIn: () => void;
}

/** Where Hoist knows better than the failure what to do about it. */
const texts: { readonly [K in NextStep]?: MessageKey } = {
  enterClientId: 'setupNext_enterClientId_text',
  registerRedirectUri: 'setupNext_registerRedirectUri_text',
  signIn: 'setupNext_signIn_text',
  consent: 'setupNext_consent_text',
};

/** The one thing to do next, with what it takes. */
export function SetupAdvice({ advice: { step, failure }, connection, onSignIn }: Props) {
  const services = useServices();
  const { t, redirectUri } = services;
  const said = failure && failureText(failure, 'signIn', services);
  const own = texts[step];
  const consentUrl = adminConsentUrl({ ...connection, redirectUri });
  return (
    <Banner
      kind={step === 'signIn' ? 'info' : 'warn'}
      title={t(`setupNext_${step}`)}
      data-testid="setup-advice"
      data-step={step}
      actions={
        <>
          {step === 'signIn' && (
            <Button size="small" data-testid="setup-sign-in" onClick={onSignIn}>
              {t('setupSignIn')}
            </Button>
          )}
          {step === 'consent' && (
            <Button
              size="small"
              icon={openIcon}
              data-testid="setup-open-consent"
              onClick={() => services.openUrl(consentUrl)}
            >
              {t('setupOpenConsent')}
            </Button>
          )}
          {failure && <FailureDetails failure={failure} />}
        </>
      }
    >
      <p>
        {own ? t(own) : said && [step === 'seeFailure' && said.what, said.next].filter(Boolean).join(' ')}
      </p>
      {step === 'consent' && <CopyField label={t('guideConsentLink')} value={consentUrl} />}
      {step === 'registerRedirectUri' && <CopyField label={t('connectionRedirectUri')} value={redirectUri} />}
    </Banner>
  );
}
