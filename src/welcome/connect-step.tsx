import { ConnectionFields } from '../ui/connection-fields.tsx';
import { RegistrationGuide } from '../ui/registration-guide.tsx';
import { SaveRow } from '../ui/save-row.tsx';
import { useServices } from '../ui/services.ts';
import { type SettingsForm, usableConnection } from '../ui/settings-form.ts';

interface Props {
  form: SettingsForm;
  signedIn: boolean;
}

/** Client id and tenant; folded away where the build brings a registration of its own. */
export function ConnectStep({ form, signedIn }: Props) {
  const { t, defaultClientId } = useServices();
  const fields = (
    <form
      class="connect-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.save();
      }}
    >
      <ConnectionFields form={form} signedIn={signedIn} />
      <RegistrationGuide connection={usableConnection(form.typed, defaultClientId)} />
      <SaveRow form={form} />
    </form>
  );
  if (!defaultClientId) {
    return (
      <>
        <p class="card-intro">{t('welcomeConnectIntro')}</p>
        {fields}
      </>
    );
  }
  return (
    <>
      <p class="card-intro">{t('welcomeConnectDefault')}</p>
      <details class="connect-other">
        <summary>{t('welcomeConnectOther')}</summary>
        {fields}
      </details>
    </>
  );
}
