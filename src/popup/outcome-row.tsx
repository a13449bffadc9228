import { accountKey } from '../domain/account.ts';
import {
  type Activation,
  canWithdraw,
  decisionDueAt,
  isDismissible,
  isWithdrawing,
} from '../domain/activation.ts';
import { epochMs } from '../domain/duration.ts';
import { widerThanGroup } from '../domain/narrowing.ts';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import type { Session } from '../domain/session.ts';
import { roleTexts } from '../platform/role-texts.ts';
import { momentText } from '../platform/time-text.ts';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { FailureNote } from '../ui/failure-note.tsx';
import { useServices } from '../ui/services.ts';
import { ApproversLine } from './approvers-line.tsx';
import { EffectLine } from './effect-line.tsx';
import { OutcomeDoneText } from './outcome-done.tsx';
import { OutcomeFrame } from './outcome-frame.tsx';
import { OutcomeStepper } from './outcome-stepper.tsx';
import { outcomeSteps } from './outcome-steps.ts';
import { outcomeLook, outcomeText } from './outcome-text.ts';
import { isDone } from './view.ts';
import { WiderButton } from './wider-button.tsx';

interface Props {
  entry: Activation;
  now: number;
  session: Session;
  onDismiss: (entry: Activation, button: HTMLElement) => void;
  /** Another role that is shown has the same names. */
  isNamesake?: boolean;
  /** Opens the form again; absent where the role cannot be asked for now. */
  onAgain?: (entry: Activation) => void;
  /** Whether the role can be asked for at another scope of it. */
  canAsk?: (role: Eligibility, key: RoleKey) => boolean;
}

export function OutcomeRow({ entry, now, session, isNamesake, onDismiss, onAgain, canAsk }: Props) {
  const services = useServices();
  const { t } = services;
  const { role, state, failure, proof, withdrawal } = entry;
  const tell = useTell();
  const moment = (at: number) => momentText(at, now, services);
  const due = isWithdrawing(entry) ? undefined : decisionDueAt(entry);
  const end = epochMs(entry.endsAt);
  const done = isDone(entry);
  // While its window is open there is nothing to press here.
  const verify = state === 'proofNeeded' && !proof?.windowOf && (
    <Button
      size="small"
      kind="primary"
      aria-label={roleTexts(t, role)('outcomeVerifyRole')}
      data-testid="verify"
      onClick={() => tell('verify', { ids: [entry.id] })}
    >
      {t('outcomeVerify')}
    </Button>
  );
  const withdraw = canWithdraw(state) && !withdrawal?.failure && (
    <Button
      size="small"
      kind="quiet"
      busy={isWithdrawing(entry)}
      aria-label={roleTexts(t, role)('outcomeWithdrawRole')}
      data-testid="withdraw"
      onClick={() => tell('withdraw', { ids: [entry.id] })}
    >
      {t('outcomeWithdraw')}
    </Button>
  );
  const wider = failure?.kind === 'groupUnreadable' ? widerThanGroup(role) : undefined;
  const text =
    due === undefined ? outcomeText(entry, now, session, services) : t('outcomeApprovalDue', moment(due));
  return (
    <OutcomeFrame
      role={role}
      request="activation"
      state={state}
      look={outcomeLook(entry)}
      isNamesake={isNamesake}
      text={done ? <OutcomeDoneText entry={entry} /> : text}
      done={
        done
          ? {
              rest: entry.effect?.state === 'cannotTell' ? t('effectShortCannotTell') : undefined,
              // It stands under "Active now".
              hidden: end === undefined ? undefined : t('timeEnds', moment(end)),
            }
          : undefined
      }
      action={withdraw}
      more={
        <>
          {state === 'waitingForApproval' && session.account && (
            <ApproversLine account={accountKey(session.account)} role={role.key} />
          )}
          <Progress entry={entry} />
        </>
      }
      {...(isDismissible(entry) ? { onDismiss: (button: HTMLElement) => onDismiss(entry, button) } : {})}
    >
      {canWithdraw(state) && withdrawal?.failure && (
        <FailureNote failure={withdrawal.failure} about="withdrawal" kind="plain" />
      )}
      {verify && !failure && <div class="outcome-actions">{verify}</div>}
      {failure && (
        <FailureNote
          failure={failure}
          about="activation"
          kind="plain"
          withoutSignIn={state === 'proofNeeded'}
          actions={
            state === 'proofNeeded' ? (
              verify
            ) : (
              <>
                {wider && canAsk?.(role, wider.key) && (
                  <WiderButton
                    entry={entry}
                    wider={wider}
                    onRecorded={(button) => onDismiss(entry, button)}
                  />
                )}
                {onAgain && (
                  <Button
                    size="small"
                    aria-label={roleTexts(t, role)('outcomeTryAgainRole')}
                    data-testid="ask-again"
                    onClick={() => onAgain(entry)}
                  >
                    {t('outcomeTryAgain')}
                  </Button>
                )}
              </>
            )
          }
        />
      )}
    </OutcomeFrame>
  );
}

/** How far it is; where the steps cannot tell the effect of what is active, that is said in words instead. */
function Progress({ entry }: { entry: Activation }) {
  const { state, effect, already, role } = entry;
  if (state === 'active' && effect && (already || effect.state === 'notSeen'))
    return <EffectLine effect={effect} source={role.source} />;
  return <OutcomeStepper steps={outcomeSteps(entry)} source={role.source} />;
}
