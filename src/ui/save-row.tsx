import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { FailureDetails } from './failure-details.tsx';
import { Icon } from './icon.tsx';
import { successIcon } from './icons.ts';
import { useServices } from './services.ts';
import type { SettingsForm } from './settings-form.ts';
import './save-row.css';

/** The button that submits the form around it, what became of the last save, and why it was refused. */
export function SaveRow({ form }: { form: SettingsForm }) {
  const { t } = useServices();
  return (
    <>
      {form.failure && (
        <Banner kind="error" live title={t('settingsNotSaved')} data-testid="failure">
          <p>{t('settingsNotSavedNext')}</p>
          <FailureDetails failure={form.failure} />
        </Banner>
      )}
      <div class="save-row">
        <Button
          type="submit"
          kind="primary"
          data-testid="save"
          disabled={!form.changed || !form.valid}
          busy={form.status === 'saving'}
        >
          {t('settingsSave')}
        </Button>
        <div role="status">
          {form.status === 'saved' && !form.changed && (
            <span class="save-row-state save-row-saved" data-testid="saved">
              <Icon of={successIcon} />
              {t('settingsSaved')}
            </span>
          )}
        </div>
        {form.changed && form.status === 'editing' && (
          <span class="save-row-state">{t('settingsUnsaved')}</span>
        )}
      </div>
    </>
  );
}
