import { useSignal } from '@preact/signals';
import type { AccountKey } from '../domain/account.ts';
import { minutesLeft } from '../domain/eligible-time.ts';
import type { Failure } from '../domain/failure.ts';
import type { Eligibility } from '../domain/role.ts';
import type { RoleDraftOf } from '../domain/role-draft.ts';
import { habitsItem } from '../platform/items.ts';
import { roleTexts } from '../platform/role-texts.ts';
import { localZone, momentText } from '../platform/time-text.ts';
import { Button } from '../ui/button.tsx';
import { FailureNote } from '../ui/failure-note.tsx';
import { useServices } from '../ui/services.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useStored } from '../ui/stored-signal.ts';
import { TextArea } from '../ui/text-area.tsx';
import type { RoleDrafts } from './drafts/use-role-drafts.ts';
import { endNoteText } from './form/end-note.ts';
import { LengthField } from './form/length-field.tsx';
import { minutesOfChoice } from './form/length.ts';
import { longestOffered, policyOf, problemsOf, usualMinutes } from './form/rules.ts';
import { useRules } from './form/use-rules.ts';

interface Props {
  account: AccountKey;
  role: Eligibility;
  /** When the running activation ends, ms since the epoch. */
  endsAt: number;
  draft: RoleDraftOf<'followOn'>;
  drafts: RoleDrafts;
}

/** Asks to be offered a running role again at its end. */
export function ExtendSheet(props: Props) {
  // It starts with the remembered justification, so it waits for that.
  const habits = useStored(habitsItem(props.account)).value;
  return habits ? <FilledSheet {...props} remembered={habits.justification} /> : null;
}

function FilledSheet(props: Props & { remembered: string }) {
  const { account, role, remembered, endsAt, draft, drafts } = props;
  const texts = useServices();
  const { t } = texts;
  const read = useRules(account, [role.key], [])(role);
  const refusal = useSignal<Failure | undefined>(undefined);
  const tried = useSignal(false);
  const chosen = draft.length;
  // It begins where the running one ends.
  const clock = { start: endsAt, zone: localZone() };
  const rules = { ...read, left: minutesLeft(role, endsAt) };
  const minutes = chosen ? minutesOfChoice(chosen, clock) : usualMinutes(rules);
  const justification = draft.justification ?? remembered;
  const ask = { minutes, justification: justification.trim() };
  const problems = problemsOf([{ key: role.key, ask, rules }]);
  // A ticket is good for one request, and this one is not made yet.
  const isWrong = problems.minutes.size > 0 || problems.justification;

  async function send(): Promise<void> {
    tried.value = isWrong;
    if (!isWrong) refusal.value = await drafts.send(draft, 'askFollowOn', { key: role.key, ask });
  }

  return (
    <Sheet
      title={t('followOnTitle')}
      closeLabel={t('followOnClose')}
      onClose={() => drafts.end(draft)}
      testId="extend-sheet"
    >
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div class="form-body popup-scroll">
          <p>
            <strong>{roleTexts(t, role)('popupRoleOnScope')}</strong>
          </p>
          <p>{t('followOnHonest', momentText(endsAt, texts.now(), texts))}</p>
          {policyOf(rules).ticketRequired && <p data-testid="extend-ticket">{t('followOnTicketLater')}</p>}
          <LengthField
            label={t('formLength')}
            choice={chosen}
            usual={usualMinutes(rules)}
            maximum={longestOffered(rules)}
            maximumKnown={rules.state === 'known'}
            clock={clock}
            problem={problems.minutes.get(role.key)}
            endNote={endNoteText({ role, rules, minutes, start: endsAt }, texts.now(), texts)}
            shown={tried.value}
            onChoice={(next) => {
              drafts.put({ ...draft, length: next });
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
              drafts.put({ ...draft, justification: value });
            }}
          />
        </div>
        <footer class="form-footer">
          {refusal.value && <FailureNote failure={refusal.value} about="roles" live />}
          <Button
            type="submit"
            kind="primary"
            class="form-submit"
            busy={drafts.isSending(draft)}
            data-testid="extend-submit"
          >
            {t('followOnSubmit')}
          </Button>
        </footer>
      </form>
    </Sheet>
  );
}
