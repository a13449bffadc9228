import { type Signal, useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { epochMs } from '../domain/duration.ts';
import type { Eligibility, RoleKey } from '../domain/role.ts';
import type { Mark } from '../domain/search.ts';
import { Button } from '../ui/button.tsx';
import type { RowPlace } from '../ui/long-list.tsx';
import { useServices } from '../ui/services.ts';
import { roleTexts } from '../platform/role-texts.ts';
import { momentText } from '../platform/time-text.ts';
import { RoleText } from './role-text.tsx';
import type { Availability } from './view.ts';
import './role-row.css';

interface Props {
  role: Eligibility;
  marks: readonly (readonly Mark[])[];
  availability: Availability;
  selection: Signal<ReadonlySet<RoleKey>>;
  onActivate: (key: RoleKey) => void;
  /** What else may be done with a role, below it. */
  below?: (role: Eligibility) => ComponentChildren;
  /** Where it stands in a long list. */
  place?: RowPlace;
}

/** An eligibility that ends within this time says so. */
const endsSoonMs = 30 * 24 * 60 * 60_000;

/** One eligible role. Reads its own place in the selection, so that a tick renders one row and not all. */
export function RoleRow({ role, marks, availability, selection, onActivate, below, place }: Props) {
  const services = useServices();
  const { t } = services;
  const selected = useComputed(() => selection.value.has(role.key));
  const tr = roleTexts(t, role);
  const end = epochMs(role.endsAt);
  const now = services.now();
  const free = availability === 'free';
  return (
    <li
      class="role-row"
      data-row
      data-testid="role-row"
      data-key={role.key}
      data-availability={availability}
      {...place}
    >
      <label class="role-row-pick">
        <input
          type="checkbox"
          class="role-row-check"
          aria-label={tr('popupSelectRole')}
          checked={free && selected.value}
          disabled={!free}
          data-testid="select"
          onChange={(event) => {
            const next = new Set(selection.value);
            if (event.currentTarget.checked) next.add(role.key);
            else next.delete(role.key);
            selection.value = next;
          }}
        />
        <RoleText role={role} marks={marks}>
          {end !== undefined && end - now < endsSoonMs && (
            <span class="role-row-until">{t('popupEligibleUntil', momentText(end, now, services))}</span>
          )}
        </RoleText>
      </label>
      {free ? (
        <Button
          size="small"
          class="role-row-activate"
          aria-label={tr('popupActivateRole')}
          data-testid="activate"
          onClick={() => onActivate(role.key)}
        >
          {t('popupActivate')}
        </Button>
      ) : (
        <span class={`role-row-state role-row-${availability}`}>
          {t(availability === 'active' ? 'popupRoleActive' : 'popupRoleUnderWay')}
        </span>
      )}
      {below?.(role)}
    </li>
  );
}
