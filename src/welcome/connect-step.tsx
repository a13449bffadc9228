import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { ConnectionFields } from '../ui/connection-fields.tsx';
import { ConsentLink } from '../ui/consent-link.tsx';
import { FailureDetails } from '../ui/failure-details.tsx';
import { RegistrationGuide } from '../ui/registration-guide.tsx';
import { useServices } from '../ui/services.ts';
import { type SettingsForm, usableConnection } from '../ui/settings-form.ts';

interface Props {
  form: SettingsForm;
  signedIn: boolean;
  /** Connected already, and opened again. */
  again: boolean;
  onDone: () => void;
}

/** Client id and tenant, and how an administrator comes by them. */
export function ConnectStep({ form, signedIn, again, onDone }: Props) {
  const { t, defaultClientId } = useServices();
  const connection = usableConnection(form.typed, defaultClientId);

  async function save() {
    if (!form.changed || (await form.save())) onDone();
  }

  return (
    <form
      class="connect-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p class="card-intro">{t(defaultClientId ? 'welcomeConnectDefault' : 'welcomeConnectIntro')}</p>
      <ConnectionFields form={form} signedIn={signedIn} />
      <RegistrationGuide />
      <ConsentLink connection={connection} />
      {form.failure && (
        <Banner kind="error" live title={t('settingsNotSaved')} data-testid="failure">
          <p>{t('settingsNotSavedNext')}</p>
          <FailureDetails failure={form.failure} />
        </Banner>
      )}
      <div class="welcome-step-actions">
        <Button
          type="submit"
          kind="primary"
          data-testid="save"
          disabled={!connection}
          busy={form.status === 'saving'}
        >
          {t('welcomeConnectSave')}
        </Button>
        {again && (
          <Button
            kind="quiet"
            data-testid="keep"
            onClick={() => {
              form.discard();
              onDone();
            }}
          >
            {t('welcomeConnectKeep')}
          </Button>
        )}
      </div>
    </form>
  );
}
