import { useEffect, useState } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import { eligibleKeyOf, targetOf } from '../../domain/narrowing.ts';
import type { Eligibility, RoleKey } from '../../domain/role.ts';
import { policiesItem } from '../../platform/items.ts';
import { useServices } from '../../ui/services.ts';
import { useStored } from '../../ui/stored-signal.ts';
import { type Rules, rulesOf, stricterRules } from './rules.ts';

/** A worker that has not answered by then was stopped; its requests end after 25 s. */
const patienceMs = 30_000;

/**
 * Has the policies of these roles read when the form opens, and those of narrower scopes when they are chosen; tells
 * what is known of each meanwhile.
 *
 * @param roles as they are asked for: narrowed where the person chose so
 */
export function useRules(
  account: AccountKey,
  keys: readonly RoleKey[],
  roles: readonly Eligibility[],
): (role: Eligibility) => Rules {
  const { commands } = useServices();
  const book = useStored(policiesItem(account)).value;
  const [waiting, setWaiting] = useState(true);
  const narrowed = roles.filter((role) => role.narrowed);
  const waitFor = (asked: Promise<unknown>) => {
    const giveUp = () => setWaiting(false);
    setWaiting(true);
    asked.catch(giveUp);
    const timer = setTimeout(giveUp, patienceMs);
    return () => clearTimeout(timer);
  };
  useEffect(() => waitFor(commands.send('readPolicies', { keys: [...keys] })), []);
  useEffect(() => {
    if (narrowed.length === 0) return undefined;
    const wanted = narrowed.map((role) => ({ key: eligibleKeyOf(role), target: targetOf(role)! }));
    return waitFor(commands.send('readNarrowedPolicies', { wanted }));
  }, [narrowed.map(({ key }) => key).join(' ')]);
  return (role) => {
    const own = rulesOf(book, role.key, waiting);
    return role.narrowed ? stricterRules(rulesOf(book, role.narrowed.key, waiting), own) : own;
  };
}
