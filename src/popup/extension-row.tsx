import { type EligibilityExtension, isPendingExtension } from '../domain/eligibility-extension.ts';
import type { Session } from '../domain/session.ts';
import { FailureNote } from '../ui/failure-note.tsx';
import { useServices } from '../ui/services.ts';
import { extensionLook, extensionText } from './extension-text.ts';
import { OutcomeFrame } from './outcome-frame.tsx';

interface Props {
  entry: EligibilityExtension;
  now: number;
  session: Session;
  onDismiss: (entry: EligibilityExtension, button: HTMLElement) => void;
}

/** What became of the question whether an eligibility may last longer, or come back. */
export function ExtensionRow({ entry, now, session, onDismiss }: Props) {
  const services = useServices();
  const { role, state, failure } = entry;
  return (
    <OutcomeFrame
      role={role}
      request="extension"
      state={state}
      look={extensionLook(entry)}
      text={extensionText(entry, now, session, services)}
      {...(isPendingExtension(state) ? {} : { onDismiss: (button: HTMLElement) => onDismiss(entry, button) })}
    >
      {failure && (
        <FailureNote failure={failure} about={entry.renews ? 'renewal' : 'extension'} kind="plain" />
      )}
    </OutcomeFrame>
  );
}
