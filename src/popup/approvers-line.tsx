import type { AccountKey } from '../domain/account.ts';
import type { RoleKey } from '../domain/role.ts';
import { policiesItem } from '../platform/items.ts';
import { useServices } from '../ui/services.ts';
import { useStored } from '../ui/stored-signal.ts';
import { approversText } from './approvers-text.ts';

interface Props {
  account: AccountKey;
  role: RoleKey;
}

/** Who can approve a request that waits, by the role's policy as it was last read; nothing where no name is known. */
export function ApproversLine({ account, role }: Props) {
  const services = useServices();
  const book = useStored(policiesItem(account)).value;
  const names = approversText(book?.[role]?.policy?.approvers, services);
  if (!names) return null;
  return (
    <p class="outcome-approvers" data-testid="approvers">
      {services.t('outcomeApprovers', names)}
    </p>
  );
}
