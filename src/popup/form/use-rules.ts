import { useEffect, useState } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import type { RoleKey } from '../../domain/role.ts';
import { policiesItem } from '../../platform/items.ts';
import { useServices } from '../../ui/services.ts';
import { useStored } from '../../ui/stored-signal.ts';
import { type Rules, rulesOf } from './rules.ts';

/** A worker that has not answered by then was stopped; its requests end after 25 s. */
const patienceMs = 30_000;

/** Has the policies of these roles read when the form opens, and tells what is known of each meanwhile. */
export function useRules(account: AccountKey, keys: readonly RoleKey[]): (key: RoleKey) => Rules {
  const { commands } = useServices();
  const book = useStored(policiesItem(account)).value;
  const [waiting, setWaiting] = useState(true);
  useEffect(() => {
    const giveUp = () => setWaiting(false);
    commands.send('readPolicies', { keys: [...keys] }).catch(giveUp);
    const timer = setTimeout(giveUp, patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return (key) => rulesOf(book, key, waiting);
}
