import type { Activation } from '../domain/activation.ts';
import type { Session } from '../domain/session.ts';
import { useServices } from '../ui/services.ts';
import { OutcomeRow } from './outcome-row.tsx';
import { Section } from './section.tsx';
import { scheduledOf } from './view.ts';

interface Props {
  journal: readonly Activation[];
  now: number;
  session: Session;
}

/** What starts later, wherever it was asked for; each can be cancelled until then. */
export function ScheduledSection({ journal, now, session }: Props) {
  const { t } = useServices();
  const entries = scheduledOf(journal);
  if (entries.length === 0) return null;
  return (
    <Section title={t('popupScheduled')} count={entries.length} testId="scheduled-section">
      <ul>
        {entries.map((entry) => (
          <OutcomeRow key={entry.id} entry={entry} now={now} session={session} onDismiss={nothing} />
        ))}
      </ul>
    </Section>
  );
}

/** What waits for its start can be cancelled, and is never only taken off the list. */
const nothing = () => undefined;
