import { type Deactivation, isOpenDeactivation } from '../domain/deactivation.ts';
import type { Session } from '../domain/session.ts';
import { FailureNote } from '../ui/failure-note.tsx';
import { useServices } from '../ui/services.ts';
import { deactivationLook, deactivationText } from './deactivation-text.ts';
import { OutcomeFrame } from './outcome-frame.tsx';

interface Props {
  entry: Deactivation;
  now: number;
  session: Session;
  onDismiss: (entry: Deactivation, button: HTMLElement) => void;
  /** Another role that is shown has the same names. */
  isNamesake: boolean;
}

/** What became of a deactivation. It is asked for again where the role stands, among the active ones. */
export function DeactivationRow({ entry, now, session, isNamesake, onDismiss }: Props) {
  const services = useServices();
  const { role, narrowed, state, failure } = entry;
  return (
    <OutcomeFrame
      role={{ ...role, narrowed }}
      request="deactivation"
      state={state}
      look={deactivationLook(entry)}
      isNamesake={isNamesake}
      text={deactivationText(entry, now, session, services)}
      done={state === 'ended' ? {} : undefined}
      {...(isOpenDeactivation(state) ? {} : { onDismiss: (button: HTMLElement) => onDismiss(entry, button) })}
    >
      {failure && <FailureNote failure={failure} about="deactivation" kind="plain" />}
    </OutcomeFrame>
  );
}
