import { useId, useState } from 'preact/hooks';
import { adminConsentUrl, apis, permissions } from '../domain/permissions.ts';
import type { Settings } from '../domain/settings.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { CodeBlock } from './code-block.tsx';
import { CopyField } from './copy-field.tsx';
import { registrationScript, type Shell, shells } from './registration-script.ts';
import { useServices } from './services.ts';
import './registration-guide.css';

const shellNames: Record<Shell, MessageKey> = { bash: 'guideBash', powershell: 'guidePowershell' };

interface Props {
  /** What the consent link is made of: valid settings, with the build's own client id where they have none. */
  connection: Pick<Settings, 'clientId' | 'tenant'> | undefined;
}

/** How an administrator registers the app, with everything filled in: docs/entra-app.md in short. */
export function RegistrationGuide({ connection }: Props) {
  const { t, redirectUri } = useServices();
  const [shell, setShell] = useState<Shell>('bash');
  const group = useId();
  return (
    <details class="guide" data-testid="registration-guide">
      <summary class="guide-summary">{t('guideTitle')}</summary>
      <div class="guide-body">
        <p class="guide-soft">{t('guideIntro')}</p>
        <ol class="guide-steps">
          <li>
            <div class="guide-step">
              <p>{t('guideRun')}</p>
              <CodeBlock label={t('guideCommands')} text={registrationScript(shell, redirectUri)}>
                <fieldset class="guide-shells">
                  <legend class="visually-hidden">{t('guideShell')}</legend>
                  {shells.map((one) => (
                    <label key={one} class="guide-shell">
                      <input
                        type="radio"
                        name={group}
                        value={one}
                        checked={shell === one}
                        onChange={() => setShell(one)}
                      />
                      {t(shellNames[one])}
                    </label>
                  ))}
                </fieldset>
              </CodeBlock>
            </div>
          </li>
          <li>{t('guideEnter')}</li>
          <li>
            <div class="guide-step">
              <p>{t('guideConsent')}</p>
              {connection ? (
                <div data-testid="consent-link">
                  <CopyField
                    label={t('guideConsentLink')}
                    value={adminConsentUrl({ ...connection, redirectUri })}
                    hint={t('guideConsentLinkHint')}
                  />
                </div>
              ) : (
                <p class="guide-soft">{t('guideConsentLinkMissing')}</p>
              )}
            </div>
          </li>
        </ol>
        <div>
          <p>{t('guidePermissions')}</p>
          <ul class="guide-permissions">
            {permissions.map(({ api, name, id, feature }) => (
              <li key={id}>
                <code>{name}</code>{' '}
                <span class="guide-soft">
                  {apis[api].name}: {t(`guidePurpose_${feature}`)}
                </span>
              </li>
            ))}
          </ul>
        </div>
        <p class="guide-soft">{t('guideMore')}</p>
      </div>
    </details>
  );
}
