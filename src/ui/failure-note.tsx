import type { ComponentChildren } from 'preact';
import type { Failure } from '../domain/failure.ts';
import { Banner, type BannerKind } from './banner.tsx';
import { Button } from './button.tsx';
import { useTell } from './commands.ts';
import { CopyConsentLink } from './copy-consent-link.tsx';
import { CopyField } from './copy-field.tsx';
import { FailureDetails } from './failure-details.tsx';
import { type FailureAbout, failureText } from '../platform/failure-text.ts';
import { useServices } from './services.ts';
import './failure-note.css';

interface Props {
  failure: Failure;
  about: FailureAbout;
  /** `plain` stands under something that has an icon and a colour already. */
  kind?: BannerKind | 'plain';
  /** In place of the failure's own title, which then opens the text. */
  title?: string;
  /** A sentence of the place where it is shown, such as the age of what stands there instead. */
  note?: string | undefined;
  /** Buttons of the place where it is shown, such as "Try again". */
  actions?: ComponentChildren;
  /** The place has its own way to sign in. */
  withoutSignIn?: boolean;
  /** Read out when it appears. */
  live?: boolean;
  /** `data-source` and the like. */
  marks?: Record<`data-${string}`, string>;
}

/** A failure with its sentences, what can be done about it, and the service's own words one click away. */
export function FailureNote({
  failure,
  about,
  kind = 'error',
  title,
  note,
  actions,
  withoutSignIn,
  live,
  marks,
}: Props) {
  const services = useServices();
  const { t } = services;
  const tell = useTell();
  const { what, means, next, said, action, consentUrl, redirectUri } = failureText(failure, about, services);
  const text = (
    <>
      <p>{[title && what, means, note, next].filter(Boolean).join(' ')}</p>
      {said && <p data-testid="failure-said">{said}</p>}
      {redirectUri && <CopyField label={t('failureRedirectUri')} value={redirectUri} />}
    </>
  );
  const buttons = (
    <>
      {action === 'signIn' && !withoutSignIn && (
        <Button size="small" onClick={() => tell('signIn', {})}>
          {t('failureSignIn')}
        </Button>
      )}
      {action === 'settings' && (
        <Button size="small" onClick={() => services.openOptions()}>
          {t('failureOpenSettings')}
        </Button>
      )}
      {action === 'refresh' && (
        <Button size="small" onClick={() => tell('refreshRoles', {})}>
          {t('failureRefresh')}
        </Button>
      )}
      {actions}
      {consentUrl && <CopyConsentLink url={consentUrl} />}
      <FailureDetails failure={failure} />
    </>
  );
  const names = { 'data-testid': 'failure', 'data-failure': failure.kind, ...marks };

  if (kind === 'plain') {
    return (
      <div class="failure-plain" {...names} {...(live ? { role: 'alert' } : {})}>
        <p class="failure-plain-title">{title ?? what}</p>
        {text}
        <div class="banner-actions">{buttons}</div>
      </div>
    );
  }
  return (
    <Banner kind={kind} title={title ?? what} live={live ?? false} actions={buttons} {...names}>
      {text}
    </Banner>
  );
}
