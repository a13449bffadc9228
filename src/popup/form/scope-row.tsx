import type { Scope } from '../../domain/role.ts';
import { hasChildren } from '../../domain/narrowing.ts';
import type { Mark } from '../../domain/search-words.ts';
import { Highlighted } from '../../ui/highlighted.tsx';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { nextIcon } from '../../ui/icons.ts';
import { scopeKindLooks } from '../../ui/scope-text.ts';
import { useServices } from '../../ui/services.ts';
import type { Availability } from '../view.ts';
import './scope-row.css';

interface Props {
  scope: Scope;
  /** Marks of the name and of the kind. */
  marks: readonly (readonly Mark[])[];
  chosen: boolean;
  /** Of the role at this scope. */
  availability: Availability;
  onChoose: () => void;
  onOpen: () => void;
}

/** A scope to choose, and the way to what is in it. */
export function ScopeRow({ scope, marks, chosen, availability, onChoose, onOpen }: Props) {
  const { t } = useServices();
  const look = scopeKindLooks[scope.kind];
  const state =
    availability === 'active'
      ? t('scopesActive')
      : availability === 'underWay'
        ? t('scopesUnderWay')
        : chosen
          ? t('scopesChosen')
          : undefined;
  return (
    <li class="scope-row" data-row data-testid="scope-row" data-scope={scope.id}>
      <button
        type="button"
        class="scope-row-choose"
        disabled={availability !== 'free'}
        data-testid="scope-choose"
        onClick={onChoose}
      >
        <Icon of={look.icon} size={20} />
        <span class="scope-row-text" title={`${scope.name}\n${scope.id}`}>
          <bdi class="scope-row-name">
            <Highlighted text={scope.name} marks={marks[0]} />
          </bdi>
          <span class="scope-row-kind">
            <Highlighted text={t(look.text)} marks={marks[1]} />
          </span>
        </span>
        {state && (
          <span class={`scope-row-state${availability === 'active' ? ' scope-row-active' : ''}`}>
            {state}
          </span>
        )}
      </button>
      {hasChildren(scope.kind) && (
        <IconButton
          icon={nextIcon}
          label={t('scopesOpen', scope.name)}
          data-testid="scope-open"
          onClick={onOpen}
        />
      )}
    </li>
  );
}
