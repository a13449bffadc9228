import { sessionItem } from '../platform/items.ts';
import { ConsentLink } from '../ui/consent-link.tsx';
import { ConnectionFields } from '../ui/connection-fields.tsx';
import { Mark } from '../ui/mark.tsx';
import { RegistrationGuide } from '../ui/registration-guide.tsx';
import { SaveRow } from '../ui/save-row.tsx';
import { useServices } from '../ui/services.ts';
import { SetupCheck } from '../ui/setup-check.tsx';
import { usableConnection, useSettingsForm } from '../ui/settings-form.ts';
import { useStored } from '../ui/stored-signal.ts';
import { About } from './about.tsx';
import { PortalChoice } from './portal-choice.tsx';
import { QuickChoices } from './quick-choices.tsx';
import '../ui/page.css';
import './options-page.css';

/** The settings: what is stored, changed here and saved by one button. */
export function OptionsPage() {
  const { t, defaultClientId } = useServices();
  const form = useSettingsForm();
  const session = useStored(sessionItem).value;
  const signedIn = session?.status === 'signedIn' || session?.status === 'signInNeeded';

  return (
    <main class="page">
      <header class="page-header">
        <Mark size={32} />
        <h1 class="page-title">{t('optionsTitle')}</h1>
      </header>
      {form.stored && (
        <form
          class="page-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void form.save();
          }}
        >
          <section class="card" aria-labelledby="connection-title">
            <header>
              <h2 class="card-title" id="connection-title">
                {t('optionsConnection')}
              </h2>
              <p class="card-intro">{t('optionsConnectionIntro')}</p>
            </header>
            <ConnectionFields form={form} signedIn={signedIn} />
            <RegistrationGuide />
            <ConsentLink connection={usableConnection(form.typed, defaultClientId)} />
          </section>
          <SetupCheck />
          <section class="card" aria-labelledby="portal-title">
            <header>
              <h2 class="card-title" id="portal-title">
                {t('optionsPortal')}
              </h2>
              <p class="card-intro">{t('optionsPortalIntro')}</p>
            </header>
            <PortalChoice
              labelledBy="portal-title"
              value={form.typed.portal}
              onValue={(portal) => form.type({ portal })}
            />
          </section>
          <section class="card" aria-labelledby="quick-title">
            <header>
              <h2 class="card-title" id="quick-title">
                {t('optionsQuick')}
              </h2>
              <p class="card-intro">{t('optionsQuickIntro')}</p>
            </header>
            <QuickChoices value={form.typed} onValue={form.type} />
          </section>
          <div class="options-save">
            <SaveRow form={form} />
          </div>
        </form>
      )}
      <About />
    </main>
  );
}
