import { useMemo } from 'preact/hooks';
import type { Activation } from '../domain/activation.ts';
import type { Deactivation } from '../domain/deactivation.ts';
import { type Assignment, type RoleKey, type Source, sources } from '../domain/role.ts';
import type { AssignmentList } from '../domain/lists.ts';
import { type ActiveRoles, activeRoles, type Availability, availabilityOf } from './view.ts';

interface HeldRoles {
  readonly assignments: readonly Assignment[];
  readonly active: ActiveRoles;
  /** The same function until it would answer otherwise. */
  readonly availability: (key: RoleKey) => Availability;
}

/** What the person holds now, of lists and journals, and what is therefore free to be activated. */
export function useHeldRoles(
  lists: Readonly<Record<Source, AssignmentList | undefined>>,
  journal: readonly Activation[],
  deactivations: readonly Deactivation[],
  now: number,
): HeldRoles {
  const rows = sources.map((source) => lists[source]?.rows);
  const assignments = useMemo(() => rows.flatMap((of) => of ?? []), rows);
  const active = activeRoles(assignments, journal, now, deactivations);
  const fresh = availabilityOf(active, journal, now);
  // The roles that anybody asked about are few: those held, and those in the journal.
  const told = new Set([
    ...[...active.running, ...active.permanent].map(({ role }) => role.key),
    ...journal.map(({ role }) => role.key),
  ]);
  const content = [...told].map((key) => `${key} ${fresh(key)}`).join('\n');
  const availability = useMemo(() => fresh, [content]);
  return { assignments, active, availability };
}
