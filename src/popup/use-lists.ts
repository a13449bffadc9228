import type { AccountKey } from '../domain/account.ts';
import type { AssignmentList, EligibilityList } from '../domain/lists.ts';
import type { Source } from '../domain/role.ts';
import { assignmentsItem, eligibilitiesItem } from '../platform/items.ts';
import { useStored } from '../ui/stored-signal.ts';

export interface Lists {
  readonly eligible: Record<Source, EligibilityList | undefined>;
  readonly active: Record<Source, AssignmentList | undefined>;
}

/** Both lists of each source, `undefined` while they are first read from storage. */
export function useLists(account: AccountKey): Lists {
  return {
    eligible: {
      entra: useStored(eligibilitiesItem(account, 'entra')).value,
      azure: useStored(eligibilitiesItem(account, 'azure')).value,
      groups: useStored(eligibilitiesItem(account, 'groups')).value,
    },
    active: {
      entra: useStored(assignmentsItem(account, 'entra')).value,
      azure: useStored(assignmentsItem(account, 'azure')).value,
      groups: useStored(assignmentsItem(account, 'groups')).value,
    },
  };
}
