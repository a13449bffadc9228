import { useId, useState } from 'preact/hooks';
import { apis, permissions } from '../domain/permissions.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { CodeBlock } from './code-block.tsx';
import { registrationScript, type Shell, shells } from './registration-script.ts';
import { useServices } from './services.ts';
import { TabList } from './tab-list.tsx';
import './registration-guide.css';

const shellNames: Record<Shell, MessageKey> = {
  bash: 'guideBash',
  powershell: 'guidePowershell',
  graphPowershell: 'guideGraphPowershell',
};

/** How an administrator registers the app, with everything filled in: docs/entra-app.md in short. */
export function RegistrationGuide() {
  const { t, redirectUri } = useServices();
  const [shell, setShell] = useState<Shell>('bash');
  const id = useId();
  return (
    <details class="guide" data-testid="registration-guide">
      <summary class="guide-summary">{t('guideTitle')}</summary>
      <div class="guide-body">
        <p class="guide-soft">{t('guideIntro')}</p>
        <ol class="guide-steps">
          <li>
            <div class="guide-step">
              <p>{t('guideRun')}</p>
              <CodeBlock
                label={t('guideCommands')}
                text={registrationScript(shell, redirectUri)}
                panel={{ id: `${id}-panel`, labelledBy: `${id}-${shell}` }}
              >
                <TabList
                  label={t('guideShell')}
                  tabs={shells.map((one) => ({ id: one, title: t(shellNames[one]) }))}
                  selected={shell}
                  onSelect={setShell}
                  prefix={id}
                  panel={`${id}-panel`}
                />
              </CodeBlock>
              <p class="guide-soft" data-testid="guide-needs">
                {t(`guideNeeds_${shell}`)}
              </p>
            </div>
          </li>
          <li>{t('guideEnter')}</li>
        </ol>
        <details class="guide-permissions">
          <summary>{t('guidePermissionsTitle')}</summary>
          <p class="guide-soft">{t('guidePermissions')}</p>
          <ul class="guide-permission-list">
            {permissions.map(({ api, name, id: permissionId, feature }) => (
              <li key={permissionId}>
                <code>{name}</code>{' '}
                <span class="guide-soft">
                  {apis[api].name}: {t(`guidePurpose_${feature}`)}
                </span>
              </li>
            ))}
          </ul>
        </details>
        <p class="guide-soft">{t('guideMore')}</p>
      </div>
    </details>
  );
}
