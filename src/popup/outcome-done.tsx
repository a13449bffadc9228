import type { ComponentChildren } from 'preact';
import type { Activation } from '../domain/activation.ts';
import { OneLine } from '../ui/one-line.tsx';
import { useServices } from '../ui/services.ts';
import { effectText } from './effect-text.ts';
import { pathSign } from './role-places.ts';
import './outcome-done.css';

interface Props {
  /** As {@link namesInOrder} has them. */
  names: readonly [string, string];
  /** The names above the second one, where that alone does not tell it from another row. */
  path: string | undefined;
  alias: string | undefined;
  /** Both, with all that tells them from others. */
  title: string;
  /** What became of it, always in sight. */
  children: ComponentChildren;
  /** What is worth saying beside it where there is room; read out in any case. */
  rest?: string | undefined;
  /** What stands elsewhere for whoever looks. */
  hidden?: string | undefined;
}

/** What ended well, in one line that never becomes two: the names give way before the state does. */
export function OutcomeDone({ names, path, alias, title, children, rest, hidden }: Props) {
  const { t } = useServices();
  return (
    <div class="outcome-done">
      <p class="outcome-done-names" title={title}>
        <strong class="outcome-done-first">
          <OneLine text={names[0]} />
        </strong>
        <span class="outcome-done-mark"> · </span>
        {path && (
          <>
            <bdi class="outcome-done-path">{path}</bdi>
            <span class="outcome-done-mark outcome-path">{pathSign}</span>
          </>
        )}
        <bdi class="outcome-done-second">{names[1]}</bdi>
        {alias && (
          <span class="outcome-alias" title={t('popupAlias', alias)}>
            <bdi>{alias}</bdi>
          </span>
        )}
      </p>
      <p class="outcome-done-end">
        {children}
        {rest && (
          <span class="outcome-done-rest">
            {' · '}
            {rest}
          </span>
        )}
        {hidden && <span class="visually-hidden"> · {hidden}</span>}
      </p>
    </div>
  );
}

/** What matters of an active role in two words; all that is known of its effect is there for who asks or listens. */
export function OutcomeDoneText({ entry }: { entry: Activation }) {
  const services = useServices();
  const { t } = services;
  const { effect, already, role } = entry;
  const said = effect && effectText(effect, role.source, services);
  const marks = effect && { 'data-testid': 'effect', 'data-effect': effect.state };
  if (effect?.state === 'inEffect' && !already) return <span {...marks}>{said}</span>;
  return (
    <>
      <span title={said}>{t(already ? 'outcomeAlready' : 'outcomeActivePlain')}</span>
      {said && (
        <span class="visually-hidden" {...marks}>
          {` · ${said}`}
        </span>
      )}
    </>
  );
}
