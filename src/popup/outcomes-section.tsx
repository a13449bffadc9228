import { useRef } from 'preact/hooks';
import type { Activation } from '../domain/activation.ts';
import { isSettled } from '../domain/activation.ts';
import { type Deactivation, isOpenDeactivation } from '../domain/deactivation.ts';
import { type EligibilityExtension, isPendingExtension } from '../domain/eligibility-extension.ts';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import { namesakesOf } from '../domain/role-names.ts';
import type { Session } from '../domain/session.ts';
import { mostAtOnce } from '../messaging/limits.ts';
import { Button } from '../ui/button.tsx';
import { useTell } from '../ui/commands.ts';
import { useServices } from '../ui/services.ts';
import { DeactivationRow } from './deactivation-row.tsx';
import { ExtensionRow } from './extension-row.tsx';
import { OutcomeGroup } from './outcome-group.tsx';
import { OutcomeRow } from './outcome-row.tsx';
import { Section } from './section.tsx';
import { useDoneGroup } from './use-done-group.ts';
import { idsToDismiss, isDone } from './view.ts';

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
  const { t, tn } = useServices();
  const tell = useTell();
  const list = useRef<HTMLUListElement>(null);
  const active = useDoneGroup(entries, isDone);
  const ended = useDoneGroup(deactivations, isEnded);
  if (entries.length + deactivations.length + extensions.length === 0) return null;
  const settled = [
    ...entries.filter((entry) => isSettled(entry.state)).map((entry) => idsToDismiss(entry, journal)),
    ...deactivations.filter(({ state }) => !isOpenDeactivation(state)).map(({ id }) => [id]),
    ...extensions.filter(({ state }) => !isPendingExtension(state)).map(({ id }) => [id]),
  ];

  const namesakes = namesakesOf([...entries, ...deactivations, ...extensions].map(({ role }) => role));
  const waiting = entries.filter(({ state, proof }) => state === 'proofNeeded' && !proof?.windowOf);

  function dismiss(ids: readonly string[], button: HTMLElement): void {
    tell('dismissOutcomes', { ids: [...new Set(ids)] });
    const buttons = [...list.current!.querySelectorAll<HTMLElement>('[data-testid^="dismiss"]')];
    const row = button.closest('li')!;
    const group = row.parentElement!.closest('li');
    // The last of a group takes its line with it.
    const going = group && group.querySelectorAll('li').length === 1 ? group : row;
    const at = buttons.indexOf(button);
    const stays = (one: HTMLElement) => !going.contains(one);
    const neighbour = buttons.slice(at + 1).find(stays) ?? buttons.slice(0, at).findLast(stays);
    if (neighbour) neighbour.focus();
    else onEmptied();
  }

  const deactivation = (entry: Deactivation) => (
    <DeactivationRow
      key={entry.id}
      entry={entry}
      now={now}
      session={session}
      isNamesake={namesakes.has(entry.role.key)}
      onDismiss={({ id }, button) => dismiss([id], button)}
    />
  );
  const activation = (entry: Activation) => (
    <OutcomeRow
      key={entry.id}
      entry={entry}
      now={now}
      session={session}
      isNamesake={namesakes.has(entry.role.key)}
      onDismiss={(one, button) => dismiss(idsToDismiss(one, journal), button)}
      {...(canAsk(entry.role, entry.role.key) ? { onAgain } : {})}
      canAsk={canAsk}
    />
  );

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
        {ended.rest.map(deactivation)}
        {extensions.map((entry) => (
          <ExtensionRow
            key={entry.id}
            entry={entry}
            now={now}
            session={session}
            onDismiss={({ id }, button) => dismiss([id], button)}
          />
        ))}
        {active.rest.map(activation)}
        {active.grouped.length > 0 && (
          <OutcomeGroup
            key="active"
            testId="group-active"
            text={tn(
              active.grouped.every(({ effect }) => effect?.state === 'inEffect')
                ? 'outcomesInEffect'
                : 'outcomesActive',
              active.grouped.length,
            )}
            isOpen={active.isOpen}
            onToggle={active.toggle}
            onDismiss={(button) =>
              dismiss(
                active.grouped.flatMap((entry) => idsToDismiss(entry, journal)),
                button,
              )
            }
          >
            {active.grouped.map(activation)}
          </OutcomeGroup>
        )}
        {ended.grouped.length > 0 && (
          <OutcomeGroup
            key="ended"
            testId="group-ended"
            text={tn('outcomesEnded', ended.grouped.length)}
            isOpen={ended.isOpen}
            onToggle={ended.toggle}
            onDismiss={(button) =>
              dismiss(
                ended.grouped.map(({ id }) => id),
                button,
              )
            }
          >
            {ended.grouped.map(deactivation)}
          </OutcomeGroup>
        )}
      </ul>
    </Section>
  );
}

const isEnded = ({ state }: Deactivation) => state === 'ended';
