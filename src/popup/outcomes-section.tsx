import { useRef } from 'preact/hooks';
import type { Activation } from '../domain/activation.ts';
import { isSettled } from '../domain/activation.ts';
import { type Deactivation, isOpenDeactivation } from '../domain/deactivation.ts';
import { type EligibilityExtension, isPendingExtension } from '../domain/eligibility-extension.ts';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import type { Session } from '../domain/session.ts';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { useServices } from '../ui/services.ts';
import { DeactivationRow } from './deactivation-row.tsx';
import { ExtensionRow } from './extension-row.tsx';
import { OutcomeRow } from './outcome-row.tsx';
import { Section } from './section.tsx';
import { idsToDismiss } from './view.ts';

/** What one message to the worker may hold. */
const mostAtOnce = 100;

interface Props {
  entries: readonly Activation[];
  deactivations: readonly Deactivation[];
  extensions: readonly EligibilityExtension[];
  /** Everything that `entries` were chosen from. */
  journal: readonly Activation[];
  now: number;
  session: Session;
  /** Whether the role can be asked for, at the scope that is in `key`. */
  canAsk: (role: Eligibility, key: RoleKey) => boolean;
  onAgain: (entry: Activation) => void;
  /** The last one was taken away, and the focus with it. */
  onEmptied: () => void;
}

/** What became of each request, until the person takes it away. */
export function OutcomesSection(props: Props) {
  const { entries, deactivations, extensions, journal, now, session, canAsk, onAgain, onEmptied } = props;
  const { t } = useServices();
  const tell = useTell();
  const list = useRef<HTMLUListElement>(null);
  if (entries.length + deactivations.length + extensions.length === 0) return null;
  const settled = [
    ...entries.filter((entry) => isSettled(entry.state)).map((entry) => idsToDismiss(entry, journal)),
    ...deactivations.filter(({ state }) => !isOpenDeactivation(state)).map(({ id }) => [id]),
    ...extensions.filter(({ state }) => !isPendingExtension(state)).map(({ id }) => [id]),
  ];

  const waiting = entries.filter(({ state, proof }) => state === 'proofNeeded' && !proof?.windowOf);

  function dismiss(ids: string[], button: HTMLElement): void {
    tell('dismissOutcomes', { ids });
    const buttons = [...list.current!.querySelectorAll<HTMLElement>('[data-testid="dismiss"]')];
    const at = buttons.indexOf(button);
    const neighbour = buttons[at + 1] ?? buttons[at - 1];
    if (neighbour) neighbour.focus();
    else onEmptied();
  }

  return (
    <Section
      title={t('popupOutcomes')}
      testId="outcomes"
      aside={
        waiting.length > 1 ? (
          <Button
            kind="quiet"
            size="small"
            data-testid="verify-all"
            onClick={() => tell('verify', { ids: waiting.map(({ id }) => id).slice(0, mostAtOnce) })}
          >
            {t('outcomeVerifyAll')}
          </Button>
        ) : (
          settled.length > 1 && (
            <Button
              kind="quiet"
              size="small"
              data-testid="clear-outcomes"
              onClick={() => {
                tell('dismissOutcomes', { ids: [...new Set(settled.flat())] });
                onEmptied();
              }}
            >
              {t('popupClearOutcomes')}
            </Button>
          )
        )
      }
    >
      <ul ref={list}>
        {deactivations.map((entry) => (
          <DeactivationRow
            key={entry.id}
            entry={entry}
            now={now}
            session={session}
            onDismiss={({ id }, button) => dismiss([id], button)}
          />
        ))}
        {extensions.map((entry) => (
          <ExtensionRow
            key={entry.id}
            entry={entry}
            now={now}
            session={session}
            onDismiss={({ id }, button) => dismiss([id], button)}
          />
        ))}
        {entries.map((entry) => (
          <OutcomeRow
            key={entry.id}
            entry={entry}
            now={now}
            session={session}
            onDismiss={(one, button) => dismiss(idsToDismiss(one, journal), button)}
            {...(canAsk(entry.role, entry.role.key) ? { onAgain } : {})}
            canAsk={canAsk}
          />
        ))}
      </ul>
    </Section>
  );
}
