import { adminConsentUrl } from '../domain/permissions.ts';
import type { Settings } from '../domain/settings.ts';
import { CopyField } from './copy-field.tsx';
import { useServices } from './services.ts';

interface Props {
  /** What the link is made of: valid settings, with the build's own client id where they have none. */
  connection: Pick<Settings, 'clientId' | 'tenant'> | undefined;
}

/** The link on which an administrator consents, as soon as everything that it is made of is known. */
export function ConsentLink({ connection }: Props) {
  const { t, redirectUri } = useServices();
  return (
    <>
      <p class="visually-hidden" role="status">
        {connection ? t('guideConsentLinkReady') : ''}
      </p>
      {connection && (
        <div data-testid="consent-link">
          <CopyField
            label={t('guideConsentLink')}
            value={adminConsentUrl({ ...connection, redirectUri })}
            hint={t('guideConsentLinkHint')}
          />
        </div>
      )}
    </>
  );
}
