import type { Activation } from '../domain/activation.ts';
import { isSettled } from '../domain/activation.ts';
import type { RoleKey } from '../domain/role.ts';
import type { Session } from '../domain/session.ts';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { useServices } from '../ui/services.ts';
import { OutcomeRow } from './outcome-row.tsx';
import { Section } from './section.tsx';

interface Props {
  entries: readonly Activation[];
  now: number;
  session: Session;
  /** Whether the role can be asked for again. */
  canAsk: (key: RoleKey) => boolean;
  onAgain: (entry: Activation) => void;
}

/** What became of each request, until the person takes it away. */
export function OutcomesSection({ entries, now, session, canAsk, onAgain }: Props) {
  const { t } = useServices();
  const tell = useTell();
  if (entries.length === 0) return null;
  const settled = entries.filter((entry) => isSettled(entry.state)).map((entry) => entry.id);
  return (
    <Section
      title={t('popupOutcomes')}
      testId="outcomes"
      aside={
        settled.length > 1 && (
          <Button
            kind="quiet"
            size="small"
            data-testid="clear-outcomes"
            onClick={() => tell('dismissActivations', { ids: settled })}
          >
            {t('popupClearOutcomes')}
          </Button>
        )
      }
    >
      <ul>
        {entries.map((entry) => (
          <OutcomeRow
            key={entry.id}
            entry={entry}
            now={now}
            session={session}
            {...(canAsk(entry.role.key) ? { onAgain } : {})}
          />
        ))}
      </ul>
    </Section>
  );
}
