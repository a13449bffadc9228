import { useId } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { downIcon } from '../../ui/icons.ts';
import { useServices } from '../../ui/services.ts';
import { lengthText } from '../../platform/time-text.ts';
import type { FormState } from './form-state.ts';
import { lengthsWithin } from './length.ts';
import { policyOf, type RoleAsk } from './rules.ts';

interface Props {
  state: FormState;
  asks: readonly RoleAsk[];
}

/** One length for all roles; a role whose rules allow less gets what they allow. */
export function AllLengths({ state, asks }: Props) {
  const texts = useServices();
  const { t } = texts;
  const id = useId();
  const longest = Math.max(...asks.map(({ rules }) => policyOf(rules).maximumMinutes));
  return (
    <div class="length-field">
      <label class="field-label" for={id}>
        {t('formLengthAll')}
      </label>
      <span class="length-field-select">
        <select
          id={id}
          class="text-field"
          data-testid="length-all"
          value=""
          onChange={(event) => {
            const wanted = Number(event.currentTarget.value);
            event.currentTarget.value = '';
            if (!wanted) return;
            const chosen = asks.map(({ key, rules }) => [
              key,
              { minutes: Math.min(wanted, policyOf(rules).maximumMinutes) },
            ]);
            state.lengths.value = { ...state.lengths.value, ...Object.fromEntries(chosen) };
          }}
        >
          <option value="">{t('formLengthAllEach')}</option>
          {lengthsWithin(longest, longest).map((minutes) => (
            <option key={minutes} value={String(minutes)}>
              {lengthText(minutes, texts)}
            </option>
          ))}
        </select>
        <Icon of={downIcon} size={16} />
      </span>
    </div>
  );
}
