import type { AccountKey } from '../../domain/account.ts';
import type { ApprovalList } from '../../domain/approval.ts';
import type { Source } from '../../domain/role.ts';
import { approvalsItem } from '../../platform/items.ts';
import { useStored } from '../../ui/stored-signal.ts';

export type ApprovalLists = Record<Source, ApprovalList | undefined>;

/** Each source's list, `undefined` while it is first read from storage. */
export function useApprovalLists(account: AccountKey): ApprovalLists {
  return {
    entra: useStored(approvalsItem(account, 'entra')).value,
    azure: useStored(approvalsItem(account, 'azure')).value,
    groups: useStored(approvalsItem(account, 'groups')).value,
  };
}
