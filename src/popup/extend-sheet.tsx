import { useSignal } from '@preact/signals';
import type { AccountKey } from '../domain/account.ts';
import type { Eligibility } from '../domain/role.ts';
import { habitsItem } from '../platform/items.ts';
import { momentText } from '../platform/time-text.ts';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { useServices } from '../ui/services.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useStored } from '../ui/stored-signal.ts';
import { TextArea } from '../ui/text-area.tsx';
import type { LengthChoice } from './form/form-state.ts';
import { LengthField } from './form/length-field.tsx';
import { parseLength } from './form/length.ts';
import { policyOf, problemsOf, usualMinutes } from './form/rules.ts';
import { useRules } from './form/use-rules.ts';

interface Props {
  account: AccountKey;
  role: Eligibility;
  /** When the running activation ends, ms since the epoch. */
  endsAt: number;
  onClose: () => void;
}

/** Asks to be offered a running role again at its end. */
export function ExtendSheet(props: Props) {
  // It starts with the remembered justification, so it waits for that.
  const habits = useStored(habitsItem(props.account)).value;
  return habits ? <FilledSheet {...props} remembered={habits.justification} /> : null;
}

function FilledSheet(props: Props & { remembered: string }) {
  const { account, role, remembered, endsAt, onClose } = props;
  const texts = useServices();
  const { t } = texts;
  const tell = useTell();
  const rules = useRules(account, [role.key], [])(role);
  const choice = useSignal<LengthChoice | undefined>(undefined);
  const typed = useSignal<string | undefined>(undefined);
  const tried = useSignal(false);
  const chosen = choice.value;
  const minutes = !chosen
    ? usualMinutes(rules)
    : 'minutes' in chosen
      ? chosen.minutes
      : (parseLength(chosen.typed) ?? Number.NaN);
  const justification = typed.value ?? remembered;
  const ask = { minutes, justification: justification.trim() };
  const problems = problemsOf([{ key: role.key, ask, rules }]);
  // A ticket is good for one request, and this one is not made yet.
  const isWrong = problems.minutes.size > 0 || problems.justification;

  return (
    <Sheet title={t('followOnTitle')} closeLabel={t('followOnClose')} onClose={onClose} testId="extend-sheet">
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isWrong) {
            tried.value = true;
            return;
          }
          tell('askFollowOn', { key: role.key, ask });
          onClose();
        }}
      >
        <div class="form-body">
          <p>{t('followOnHonest', momentText(endsAt, texts.now(), texts))}</p>
          <LengthField
            label={t('formLength')}
            choice={chosen}
            usual={usualMinutes(rules)}
            maximum={policyOf(rules).maximumMinutes}
            maximumKnown={rules.state === 'known'}
            error={problems.minutes.size > 0 ? t('formLengthUnreadable') : undefined}
            onChoice={(next) => {
              choice.value = next;
            }}
          />
          <TextArea
            label={t('formJustification')}
            value={justification}
            maxLength={500}
            data-testid="justification"
            data-first-focus
            error={tried.value && problems.justification ? t('formJustificationMissing') : undefined}
            onValue={(value) => {
              typed.value = value;
            }}
          />
        </div>
        <footer class="form-footer">
          <Button type="submit" kind="primary" class="form-submit" data-testid="extend-submit">
            {t('followOnSubmit')}
          </Button>
        </footer>
      </form>
    </Sheet>
  );
}
