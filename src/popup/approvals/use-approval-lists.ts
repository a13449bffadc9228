import type { AccountKey } from '../../domain/account.ts';
import type { ApprovalList } from '../../domain/approval.ts';
import type { Source } from '../../domain/role.ts';
import { approvalsItem } from '../../platform/items.ts';
import { useSettledList } from '../use-settled-list.ts';

export type ApprovalLists = Record<Source, ApprovalList | undefined>;

/** Each source's list, `undefined` while it is first read from storage; says nothing of its age. */
export function useApprovalLists(account: AccountKey): ApprovalLists {
  return {
    entra: useSettledList(approvalsItem(account, 'entra')).settled.value,
    azure: useSettledList(approvalsItem(account, 'azure')).settled.value,
    groups: useSettledList(approvalsItem(account, 'groups')).settled.value,
  };
}
