import { type PortalMode, portalModes } from '../domain/settings.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { useServices } from '../ui/services.ts';
import './choices.css';

const texts: Record<PortalMode, { title: MessageKey; what: MessageKey }> = {
  prompt: { title: 'optionsPortalPrompt', what: 'optionsPortalPromptWhat' },
  reload: { title: 'optionsPortalReload', what: 'optionsPortalReloadWhat' },
  off: { title: 'optionsPortalOff', what: 'optionsPortalOffWhat' },
};

interface Props {
  value: PortalMode;
  onValue: (value: PortalMode) => void;
  /** Id of the heading that names the group. */
  labelledBy: string;
}

/** What happens with open portal tabs, one sentence each. */
export function PortalChoice({ value, onValue, labelledBy }: Props) {
  const { t } = useServices();
  return (
    <div role="radiogroup" aria-labelledby={labelledBy} class="choices">
      {portalModes.map((mode) => (
        <label key={mode} class="choice">
          <input
            type="radio"
            name="portal"
            value={mode}
            data-testid={`portal-${mode}`}
            checked={value === mode}
            onChange={() => onValue(mode)}
            aria-labelledby={`portal-${mode}-title`}
            aria-describedby={`portal-${mode}-what`}
          />
          <span class="choice-title" id={`portal-${mode}-title`}>
            {t(texts[mode].title)}
          </span>
          <span class="choice-what" id={`portal-${mode}-what`}>
            {t(texts[mode].what)}
          </span>
        </label>
      ))}
    </div>
  );
}
