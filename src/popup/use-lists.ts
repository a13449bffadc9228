import { computed, type ReadonlySignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { AccountKey } from '../domain/account.ts';
import type { AssignmentList, EligibilityList } from '../domain/lists.ts';
import type { Source } from '../domain/role.ts';
import { assignmentsItem, eligibilitiesItem } from '../platform/items.ts';
import { useSettledList } from './use-settled-list.ts';

export interface Lists {
  readonly eligible: Record<Source, EligibilityList | undefined>;
  readonly active: Record<Source, AssignmentList | undefined>;
}

/** The eligible lists with their ages; `undefined` while they are first read from storage. */
export type AgedLists = ReadonlySignal<readonly (EligibilityList | undefined)[]>;

/** Whether some list could not be read because there was no way to its service. */
export function useUnreached(aged: AgedLists): ReadonlySignal<boolean> {
  return useMemo(() => computed(() => aged.value.some((list) => list?.failure?.kind === 'offline')), [aged]);
}

/**
 * Both lists of each source, `undefined` while they are first read from storage. Those of `lists` say nothing of their
 * age: `aged` does, for what shows it and nothing else.
 */
export function useLists(account: AccountKey): { lists: Lists; aged: AgedLists } {
  const entra = useSettledList(eligibilitiesItem(account, 'entra'));
  const azure = useSettledList(eligibilitiesItem(account, 'azure'));
  const groups = useSettledList(eligibilitiesItem(account, 'groups'));
  const stored = [entra.stored, azure.stored, groups.stored];
  const aged = useMemo(() => computed(() => stored.map((list) => list.value)), stored);
  const lists = {
    eligible: { entra: entra.settled.value, azure: azure.settled.value, groups: groups.settled.value },
    active: {
      entra: useSettledList(assignmentsItem(account, 'entra')).settled.value,
      azure: useSettledList(assignmentsItem(account, 'azure')).settled.value,
      groups: useSettledList(assignmentsItem(account, 'groups')).settled.value,
    },
  };
  return { lists, aged };
}
