import type { Habits } from '../../domain/habits.ts';
import type { Eligibility, RoleKey } from '../../domain/role.ts';
import { roleTexts } from '../../platform/role-texts.ts';
import { useServices } from '../../ui/services.ts';
import { TextField } from '../../ui/text-field.tsx';
import type { FormState } from './form-state.ts';
import { JustificationField } from './justification-field.tsx';
import { type FormProblems, policyOf, type RoleAsk } from './rules.ts';

interface Props {
  state: FormState;
  habits: Habits;
  /** What holds while nothing was typed. */
  justification: string;
  asks: readonly RoleAsk[];
  roleOf: (key: RoleKey) => Eligibility;
  problems: FormProblems;
  /** Whether the person has tried to send. */
  shown: boolean;
}

/** What all roles of the form share: the justification, and the ticket where a role asks for one. */
export function Reasons(props: Props) {
  const { state, habits, justification, asks, roleOf, problems, shown } = props;
  const { t } = useServices();
  const policies = asks.map(({ rules }) => policyOf(rules));
  const required = policies.some((policy) => policy.justificationRequired);
  const ticketRequired = policies.some((policy) => policy.ticketRequired);
  // Rules that nobody could read may ask for one.
  const ticket = ticketRequired || asks.some(({ rules }) => rules.state === 'unread');
  const ticketNote = ticketRequired ? undefined : t('formOptional');
  return (
    <>
      <JustificationField
        value={justification}
        habits={habits}
        required={required}
        optional={!required && asks.every(({ rules }) => rules.state === 'known')}
        error={shown && problems.justification ? t('formJustificationMissing') : undefined}
        onValue={(value) => {
          state.justification.value = value;
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
          {asks.length > 1 && <TicketRoles asks={asks} roleOf={roleOf} />}
        </div>
      )}
    </>
  );
}

/** More of them say no more. */
const mostNamed = 4;

/** Which of several roles ask for the ticket: nobody else is given it, but those whose rules are not known. */
function TicketRoles({ asks, roleOf }: Pick<Props, 'asks' | 'roleOf'>) {
  const { t, tn, locale } = useServices();
  const wanting = asks.filter(({ rules }) => policyOf(rules).ticketRequired);
  const unread = asks.filter(({ rules }) => rules.state === 'unread').length;
  const names = wanting.slice(0, mostNamed).map(({ key }) => roleTexts(t, roleOf(key))('popupRoleOnScope'));
  const more = wanting.length - names.length;
  const list = new Intl.ListFormat(locale).format(more > 0 ? [...names, tn('formTicketMore', more)] : names);
  const text =
    wanting.length === asks.length
      ? t('formTicketAll')
      : wanting.length === 0
        ? unread < asks.length && t('formTicketUnread')
        : t(unread > 0 ? 'formTicketForUnread' : 'formTicketFor', list);
  if (!text) return null;
  return (
    <p class="field-hint form-ticket-roles" data-testid="ticket-roles">
      {text}
    </p>
  );
}
