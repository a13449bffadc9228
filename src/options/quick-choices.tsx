import { useId } from 'preact/hooks';
import type { Settings } from '../domain/settings.ts';
import type { MessageKey } from '../platform/i18n.ts';
import { useServices } from '../ui/services.ts';
import './choices.css';

type Choice = 'privilegedWithoutAsking' | 'quiet' | 'tellApprovals';

const choices: readonly { name: Choice; title: MessageKey; what: MessageKey }[] = [
  { name: 'privilegedWithoutAsking', title: 'optionsQuickPrivileged', what: 'optionsQuickPrivilegedWhat' },
  { name: 'quiet', title: 'optionsQuickQuiet', what: 'optionsQuickQuietWhat' },
  { name: 'tellApprovals', title: 'optionsQuickApprovals', what: 'optionsQuickApprovalsWhat' },
];

interface Props {
  value: Pick<Settings, Choice>;
  onValue: (change: Partial<Record<Choice, boolean>>) => void;
}

/** What the menu item and the keys may do by themselves, and what is told while the popup is closed. */
export function QuickChoices({ value, onValue }: Props) {
  const { t } = useServices();
  const id = useId();
  return (
    <div class="choices">
      {choices.map(({ name, title, what }) => (
        <label key={name} class="choice">
          <input
            type="checkbox"
            data-testid={name}
            checked={value[name] ?? false}
            onChange={(event) => onValue({ [name]: event.currentTarget.checked })}
            aria-labelledby={`${id}-${name}-title`}
            aria-describedby={`${id}-${name}-what`}
          />
          <span class="choice-title" id={`${id}-${name}-title`}>
            {t(title)}
          </span>
          <span class="choice-what" id={`${id}-${name}-what`}>
            {t(what)}
          </span>
        </label>
      ))}
    </div>
  );
}
