import type { SettingProblem } from '../domain/settings.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { Banner } from './banner.tsx';
import { CopyField } from './copy-field.tsx';
import { useServices } from './services.ts';
import type { SettingsForm } from './settings-form.ts';
import { TextField } from './text-field.tsx';
import './connection-fields.css';

interface Props {
  form: SettingsForm;
  /** Whether somebody is signed in, who would be signed out by another registration. */
  signedIn: boolean;
}

const problemTexts: Record<SettingProblem, MessageKey> = {
  clientIdNotGuid: 'connectionClientIdNotGuid',
  tenantNotKnownForm: 'connectionTenantNotKnownForm',
};

/** Client id, tenant and the redirect URI to register: the same in the settings and on the welcome page. */
export function ConnectionFields({ form, signedIn }: Props) {
  const { t, defaultClientId, redirectUri } = useServices();
  const { typed, shownProblems: problems } = form;
  const errorOf = (problem: SettingProblem | undefined) => problem && t(problemTexts[problem]);
  return (
    <div class="connection-fields">
      <TextField
        data-testid="client-id"
        label={t('connectionClientId')}
        mono
        value={typed.clientId}
        onValue={(clientId) => form.type({ clientId })}
        onBlur={() => form.leave('clientId')}
        onChange={() => form.leave('clientId')}
        placeholder={defaultClientId || '00000000-0000-0000-0000-000000000000'}
        hint={
          defaultClientId
            ? t('connectionClientIdHintDefault', defaultClientId)
            : t('connectionClientIdHintNone')
        }
        error={errorOf(problems.clientId)}
        inputRef={form.inputs.clientId}
      />
      <TextField
        data-testid="tenant"
        label={t('connectionTenant')}
        mono
        value={typed.tenant}
        onValue={(tenant) => form.type({ tenant })}
        onBlur={() => form.leave('tenant')}
        onChange={() => form.leave('tenant')}
        placeholder="organizations"
        hint={t('connectionTenantHint')}
        error={errorOf(problems.tenant)}
        inputRef={form.inputs.tenant}
      />
      <div data-testid="redirect-uri">
        <CopyField
          label={t('connectionRedirectUri')}
          value={redirectUri}
          hint={t('connectionRedirectUriHint')}
        />
      </div>
      {signedIn && form.connectionChanged && form.valid && (
        <Banner kind="info" live title={t('connectionSignInAgain')} data-testid="sign-in-again">
          {t('connectionSignInAgainWhy')}
        </Banner>
      )}
    </div>
  );
}
