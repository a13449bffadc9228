import { type ReadonlySignal, useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { epochMs } from '../domain/duration.ts';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import { draftedRole, openDraft } from '../domain/role-draft.ts';
import type { RoleMark } from '../domain/role-marks.ts';
import type { Mark } from '../domain/search-words.ts';
import { roleTexts } from '../platform/role-texts.ts';
import { momentText } from '../platform/time-text.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { enterIcon, renameIcon } from '../ui/icons.ts';
import type { RowPlace } from '../ui/long-list.tsx';
import { scopeKindLooks } from '../ui/scope-text.ts';
import { useServices } from '../ui/services.ts';
import type { RoleDrafts } from './drafts/use-role-drafts.ts';
import { AliasEditor } from './marks/alias-editor.tsx';
import { FavouriteButton } from './marks/favourite-button.tsx';
import { RowText } from './row-text.tsx';
import type { Selection } from './selection.ts';
import type { Availability } from './view.ts';
import './role-row.css';

export interface RowActions {
  readonly selection: Selection;
  readonly onActivate: (key: RoleKey) => void;
  /** What is typed for single roles: where one types a name of one's own, its field is open. */
  readonly drafts: RoleDrafts;
  /** What else may be done with a role, below it. */
  readonly below?: ((role: Eligibility) => ComponentChildren) | undefined;
}

interface Props extends RowActions {
  role: Eligibility;
  path: string;
  mark: RoleMark | undefined;
  marks: readonly (readonly Mark[])[];
  availability: Availability;
  /** Where it stands in a long list. */
  place?: RowPlace;
  /** Set to the one that Enter in the search box opens. */
  chosen?: ReadonlySignal<RoleKey | undefined> | undefined;
}

/** An eligibility that ends within this time says so. */
const endsSoonMs = 30 * 24 * 60 * 60_000;

/** One eligible role. Reads its own place in the selection, so that a tick renders one row and not all. */
export function RoleRow(props: Props) {
  const { role, path, mark, marks, availability, place, chosen, selection, onActivate, drafts, below } =
    props;
  const services = useServices();
  const { t } = services;
  const { key } = role;
  const selected = useComputed(() => selection.keys.value.has(key));
  const isChosen = useComputed(() => chosen?.value === key);
  /** Shift was held when the box was clicked. */
  const isRange = useRef(false);
  const isNaming = useComputed(() => openDraft(drafts.all.value, 'alias', key) !== undefined);
  const tr = roleTexts(t, role);
  const end = epochMs(role.endsAt);
  const now = services.now();
  const free = availability === 'free';
  const isSelected = free && selected.value;
  return (
    <li
      class={`role-row${isSelected ? ' role-row-selected' : ''}${isChosen.value ? ' role-row-chosen' : ''}`}
      data-row
      data-testid="role-row"
      data-key={key}
      data-availability={availability}
      {...place}
    >
      <label
        class="role-row-pick"
        // A range is picked, no text.
        onMouseDown={(event) => event.shiftKey && event.preventDefault()}
        onClick={(event) => {
          // On the box itself the browser would undo the tick of a click that is prevented: its change does it.
          if (!event.shiftKey || !free || event.target instanceof HTMLInputElement) return;
          event.preventDefault();
          selection.pickTo(key);
          event.currentTarget.querySelector('input')?.focus();
        }}
      >
        <span class="role-row-lead">
          <Icon of={scopeKindLooks[role.scope.kind].icon} />
          <input
            type="checkbox"
            class="role-row-check"
            aria-label={tr('popupSelectRole')}
            checked={isSelected}
            disabled={!free}
            tabIndex={-1}
            data-testid="select"
            onClick={(event) => {
              isRange.current = event.shiftKey;
            }}
            onChange={({ currentTarget: box }) => {
              if (!isRange.current) return selection.pick(key, box.checked);
              selection.pickTo(key);
              box.checked = true;
            }}
          />
        </span>
        <RowText role={role} path={path} alias={mark?.alias} marks={marks}>
          {end !== undefined && end - now < endsSoonMs && (
            <span class="role-row-until">
              {' · '}
              {t('popupEligibleUntil', momentText(end, now, services))}
            </span>
          )}
        </RowText>
      </label>
      {!free && (
        <span class={`role-row-state role-row-${availability}`}>
          {t(availability === 'active' ? 'popupRoleActive' : 'popupRoleUnderWay')}
        </span>
      )}
      {isChosen.value && (
        <span class="role-row-enter" aria-hidden>
          <Icon of={enterIcon} size={16} />
        </span>
      )}
      <span class="role-row-actions">
        <IconButton
          icon={renameIcon}
          label={t('aliasLabel', tr('popupRoleOnScope'))}
          title={t('popupRename')}
          tabIndex={-1}
          data-testid="rename"
          onClick={() => {
            drafts.open({ kind: 'alias', role: draftedRole(role), alias: mark?.alias ?? '' });
          }}
        />
        {free && (
          <Button
            size="small"
            class="role-row-activate"
            aria-label={tr('popupActivateRole')}
            tabIndex={-1}
            data-testid="activate"
            onClick={() => onActivate(key)}
          >
            {t('popupActivate')}
          </Button>
        )}
      </span>
      <FavouriteButton role={role} mark={mark} class="role-row-star" />
      {below?.(role)}
      {isNaming.value && (
        <div class="role-row-below">
          <AliasEditor role={role} mark={mark} drafts={drafts} />
        </div>
      )}
    </li>
  );
}
