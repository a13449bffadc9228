import { useEffect, useState } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import { type Eligibility, isGroupKey, type RoleKey } from '../../domain/role.ts';
import { groupRolesItem } from '../../platform/items.ts';
import { useServices } from '../../ui/services.ts';
import { useStored } from '../../ui/stored-signal.ts';
import type { Brings } from './group-brings.tsx';

/** A worker that has not answered by then was stopped; its requests end after 25 s. */
const patienceMs = 30_000;

/** Has what the groups among these bring looked up when the form opens, and tells what is known meanwhile. */
export function useBrings(
  account: AccountKey,
  keys: readonly RoleKey[],
): (role: Eligibility) => Brings | undefined {
  const { commands } = useServices();
  const book = useStored(groupRolesItem(account)).value;
  const [waiting, setWaiting] = useState(true);
  useEffect(() => {
    const groups = keys.filter(isGroupKey);
    if (groups.length === 0) return;
    const giveUp = () => setWaiting(false);
    commands.send('readGroupRoles', { keys: groups }).catch(giveUp);
    const timer = setTimeout(giveUp, patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return ({ key, templateId, scope }) => {
    if (!isGroupKey(key)) return undefined;
    if (templateId === 'owner') return { state: 'owner' };
    const read = book?.[scope.id.toLowerCase()];
    if (read) return { state: 'read', roles: read };
    return { state: waiting ? 'checking' : 'unread' };
  };
}
