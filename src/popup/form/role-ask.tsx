import type { CheckResult } from '../../domain/check.ts';
import type { LengthChoice, LengthClock } from '../../domain/length.ts';
import { eligibleKeyOf } from '../../domain/narrowing.ts';
import type { Eligibility } from '../../domain/role.ts';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { approvalIcon, dismissIcon, infoIcon, keyIcon, ticketIcon } from '../../ui/icons.ts';
import { useServices } from '../../ui/services.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { roleTexts } from '../../platform/role-texts.ts';
import { approversText } from '../approvers-text.ts';
import { RoleText } from '../role-text.tsx';
import { CheckNote } from './check-note.tsx';
import { type Brings, GroupBrings } from './group-brings.tsx';
import type { Availability } from '../view.ts';
import { endNoteText } from './end-note.ts';
import { LengthField } from './length-field.tsx';
import { LengthStepper } from './length-stepper.tsx';
import type { RoleLength } from './length.ts';
import { type LengthProblem, longestOffered, type Rules, usualMinutes } from './rules.ts';
import { ScopeLine } from './scope-line.tsx';
import './role-ask.css';

interface Props {
  role: Eligibility;
  rules: Rules;
  length: RoleLength;
  /** What lengths are counted from. */
  clock: LengthClock;
  /** Cannot have its time; that is said for all roles together. */
  isClashing: boolean;
  problem: LengthProblem | undefined;
  /** What the service says of this role, as it is asked for now. */
  check: CheckResult | undefined;
  /** Whether the person has tried to send. */
  shown: boolean;
  /** One role's length has its label shown; those of several stand beside their roles. */
  alone: boolean;
  /** Of the role at the scope that is asked for. */
  availability: Availability;
  onChoice: (choice: LengthChoice) => void;
  /** What the group brings; absent for a role. */
  brings: Brings | undefined;
  /** Absent where nothing narrower can be asked for. */
  onScope?: (() => void) | undefined;
  /** Absent for the last one: closing the form leaves that out. */
  onRemove?: () => void;
}

/** One role of the form: its name, what its policy will do, and its own length. */
export function RoleAsk(props: Props) {
  const { role, rules, length, clock, problem, check, shown, alone, availability, brings } = props;
  const { isClashing, onChoice, onScope, onRemove } = props;
  const { minutes } = length;
  const texts = useServices();
  const { t } = texts;
  const tr = roleTexts(t, role);
  const common = {
    choice: length.choice,
    usual: usualMinutes(rules),
    maximum: longestOffered(rules),
    clock,
    problem,
    endNote: isClashing
      ? undefined
      : endNoteText({ role, rules, minutes, start: clock.start }, texts.now(), texts),
    shown,
    onChoice,
  };
  return (
    <li
      class={alone ? 'role-ask' : 'role-ask role-ask-row'}
      data-testid="form-role"
      data-key={eligibleKeyOf(role)}
      data-rules={rules.state}
    >
      <div class="role-ask-head">
        {/* Named as in the list; where it is asked for stands below. */}
        <RoleText role={{ ...role, scope: role.narrowed?.scope ?? role.scope }} />
      </div>
      {!alone && (
        <LengthStepper
          {...common}
          label={tr('formLengthOf')}
          stepLabel={(step) => tr(step === 'longer' ? 'formLengthLonger' : 'formLengthShorter')}
          capped={length.capped}
        />
      )}
      {onRemove && (
        <IconButton
          class="role-ask-remove"
          icon={dismissIcon}
          label={tr('formRemove')}
          onClick={(event) => {
            focusNeighbour(event.currentTarget);
            onRemove();
          }}
          data-testid="form-remove"
        />
      )}
      {onScope && <ScopeLine {...{ role, availability, alone }} onChange={onScope} />}
      <RuleNotes rules={rules} alone={alone} />
      {brings && <GroupBrings brings={brings} />}
      {alone && <LengthField {...common} label={t('formLength')} maximumKnown={rules.state === 'known'} />}
      {check && <CheckNote check={check} />}
    </li>
  );
}

/** The row goes, and would take the focus with it: the next role's button has it then, or the first field. */
function focusNeighbour(button: HTMLElement): void {
  const form = button.closest('form');
  const buttons = [...(form?.querySelectorAll<HTMLElement>('.role-ask-remove') ?? [])];
  const at = buttons.indexOf(button);
  // Of two roles the one that stays has no such button.
  const neighbour = buttons.length > 2 ? (buttons[at + 1] ?? buttons[at - 1]) : undefined;
  (neighbour ?? form?.querySelector<HTMLElement>('[data-first-focus]'))?.focus();
}

/** What the role's rules will ask for; among several in a few words, because the summary above says what it means. */
function RuleNotes({ rules, alone }: { rules: Rules; alone: boolean }) {
  const texts = useServices();
  const { t } = texts;
  if (rules.state === 'checking') {
    return (
      <p class="role-ask-note" role="status" data-testid="rules-checking">
        <Spinner size={16} />
        {t('formChecking')}
      </p>
    );
  }
  if (rules.state === 'unread') {
    return (
      <p class="role-ask-note" role="status" data-testid="rules-unread">
        <Icon of={infoIcon} size={16} />
        {t('formRulesUnread')}
      </p>
    );
  }
  const { approvalRequired, approvers, mfaRequired, authenticationContext, ticketRequired } = rules.policy;
  const names = approversText(approvers, texts);
  return (
    <>
      {rules.merged && (
        <p class="role-ask-note" data-testid="rules-merged">
          <Icon of={infoIcon} size={16} />
          {t('formScopeStricter')}
        </p>
      )}
      {approvalRequired && (
        <p class="role-ask-note role-ask-approval" data-testid="rules-approval">
          <Icon of={approvalIcon} size={16} />
          {names
            ? t(alone ? 'formApprovalBy' : 'formApprovalShortBy', names)
            : t(alone ? 'formApproval' : 'formApprovalShort')}
        </p>
      )}
      {(mfaRequired || authenticationContext) && (
        <p class="role-ask-note" data-testid="rules-proof">
          <Icon of={keyIcon} size={16} />
          {authenticationContext
            ? t(alone ? 'formAuthenticationContext' : 'formContextShort', authenticationContext)
            : t(alone ? 'formMfa' : 'formMfaShort')}
        </p>
      )}
      {/* Alone it stands above its own fields for it. */}
      {ticketRequired && !alone && (
        <p class="role-ask-note" data-testid="rules-ticket">
          <Icon of={ticketIcon} size={16} />
          {t('formTicketShort')}
        </p>
      )}
    </>
  );
}
