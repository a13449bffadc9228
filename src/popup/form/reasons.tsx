import { useServices } from '../../ui/services.ts';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { FormState } from './form-state.ts';
import { type FormProblems, policyOf, type RoleAsk } from './rules.ts';

interface Props {
  state: FormState;
  /** What holds while nothing was typed. */
  justification: string;
  asks: readonly RoleAsk[];
  problems: FormProblems;
  /** Whether the person has tried to send. */
  shown: boolean;
}

/** What all roles of the form share: the justification, and the ticket where a role asks for one. */
export function Reasons({ state, justification, asks, problems, shown }: Props) {
  const { t } = useServices();
  const policies = asks.map(({ rules }) => policyOf(rules));
  const required = policies.some((policy) => policy.justificationRequired);
  const optional = !required && asks.every(({ rules }) => rules.state === 'known');
  const ticketRequired = policies.some((policy) => policy.ticketRequired);
  // Rules that nobody could read may ask for one.
  const ticket = ticketRequired || asks.some(({ rules }) => rules.state === 'unread');
  const ticketNote = ticketRequired ? undefined : t('formOptional');
  return (
    <>
      <TextArea
        label={t('formJustification')}
        note={optional ? t('formOptional') : undefined}
        value={justification}
        maxLength={500}
        required={required}
        data-testid="justification"
        data-first-focus
        onFocus={(event) => event.currentTarget.select()}
        error={shown && problems.justification ? t('formJustificationMissing') : undefined}
        onValue={(value) => {
          state.justification.value = value;
        }}
        onKeyDown={(event) => {
          // Enter sends, as in a field of one line; Shift+Enter breaks the line.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          if (event.repeat) return;
          event.currentTarget.form?.requestSubmit();
        }}
      />
      {ticket && (
        <div class="form-ticket">
          <TextField
            label={t('formTicketNumber')}
            note={ticketNote}
            value={state.ticketNumber.value}
            required={ticketRequired}
            data-testid="ticket-number"
            error={shown && problems.ticketNumber ? t('formTicketNumberMissing') : undefined}
            onValue={(value) => {
              state.ticketNumber.value = value;
            }}
          />
          <TextField
            label={t('formTicketSystem')}
            note={ticketNote}
            value={state.ticketSystem.value}
            required={ticketRequired}
            data-testid="ticket-system"
            error={shown && problems.ticketSystem ? t('formTicketSystemMissing') : undefined}
            onValue={(value) => {
              state.ticketSystem.value = value;
            }}
          />
        </div>
      )}
    </>
  );
}
