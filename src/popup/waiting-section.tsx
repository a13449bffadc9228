import type { Activation } from '../domain/activation.ts';
import type { EligibilityExtension } from '../domain/eligibility-extension.ts';
import { type FollowOn, followOnPhase } from '../domain/follow-on.ts';
import type { Session } from '../domain/session.ts';
import { useServices } from '../ui/services.ts';
import { ExtensionRow } from './extension-row.tsx';
import { FollowOnRow } from './follow-on-row.tsx';
import { OutcomeRow } from './outcome-row.tsx';
import { Section } from './section.tsx';
import { waitingOf } from './view.ts';

interface Props {
  journal: readonly Activation[];
  /** Those that an administrator has not decided. */
  extensions: readonly EligibilityExtension[];
  followOns: readonly FollowOn[];
  now: number;
  session: Session;
}

/** What waits for an approver or for its time, wherever it was asked for; all but the extensions can be cancelled. */
export function WaitingSection({ journal, extensions, followOns, now, session }: Props) {
  const { t } = useServices();
  const entries = waitingOf(journal);
  const wishes = followOns.filter((one) => followOnPhase(one, now) === 'waiting');
  const count = entries.length + extensions.length + wishes.length;
  if (count === 0) return null;
  return (
    <Section title={t('popupWaiting')} count={count} testId="waiting-section">
      <ul>
        {entries.map((entry) => (
          <OutcomeRow key={entry.id} entry={entry} now={now} session={session} onDismiss={nothing} />
        ))}
        {extensions.map((entry) => (
          <ExtensionRow key={entry.id} entry={entry} now={now} session={session} onDismiss={nothing} />
        ))}
        {wishes.map((one) => (
          <FollowOnRow key={one.id} followOn={one} now={now} />
        ))}
      </ul>
    </Section>
  );
}

/** What waits can be cancelled, and is never only taken off the list. */
const nothing = () => undefined;
