import { type Decision, isOpenDecision } from '../../domain/approval.ts';
import type { Session } from '../../domain/session.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useServices } from '../../ui/services.ts';
import { OutcomeFrame } from '../outcome-frame.tsx';
import { decisionLook, decisionText } from './decision-text.ts';

interface Props {
  decision: Decision;
  now: number;
  session: Session;
  onDismiss: () => void;
}

/** What became of one decision. */
export function DecisionRow({ decision, now, session, onDismiss }: Props) {
  const services = useServices();
  const { approval, state, failure } = decision;
  return (
    <OutcomeFrame
      role={approval}
      request="decision"
      state={state}
      look={decisionLook(decision)}
      text={decisionText(decision, now, session, services)}
      {...(isOpenDecision(state) ? {} : { onDismiss })}
    >
      {failure && <FailureNote failure={failure} about="approval" kind="plain" />}
    </OutcomeFrame>
  );
}
