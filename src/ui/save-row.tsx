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
  const nothingToSave = !form.changed || !form.valid;
  // The button that was pressed keeps the focus: by then it only says that it is disabled.
  const wasPressed = form.status !== 'editing';
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
          disabled={nothingToSave && !wasPressed}
          aria-disabled={(nothingToSave && wasPressed) || undefined}
          busy={form.status === 'saving'}
          onClick={(event) => nothingToSave && event.preventDefault()}
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
