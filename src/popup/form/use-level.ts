import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import { levelKey } from '../../domain/child-scopes.ts';
import { type Failure, failureOf } from '../../domain/failure.ts';
import { childScopesItem } from '../../platform/items.ts';
import { useNow } from '../../ui/clock.ts';
import { useServices } from '../../ui/services.ts';
import { useStored } from '../../ui/stored-signal.ts';
import { type Level, levelOf } from './scope-level.ts';

/** Has what lies right below a scope read when it is shown, and tells what is known of it meanwhile. */
export function useLevel(
  account: AccountKey,
  scopeId: string,
): Level & { readonly stored: boolean; readonly again: () => void } {
  const { commands } = useServices();
  const now = useNow();
  const book = useStored(childScopesItem(account)).value;
  const [refusal, setRefusal] = useState<{ scopeId: string; failure: Failure }>();
  const ask = (again: boolean) => {
    setRefusal(undefined);
    commands
      .send('readChildScopes', { scopeId, ...(again ? { again } : {}) })
      .catch((thrown: unknown) => setRefusal({ scopeId, failure: failureOf(thrown) }));
  };
  useEffect(() => ask(false), [scopeId]);
  const known = book?.[levelKey(scopeId)];
  const refused = refusal?.scopeId === scopeId ? refusal.failure : undefined;
  const level = levelOf(known, refused, now);
  // The rows keep their identity while the clock ticks.
  const rows = useMemo(() => level.rows, [known?.rows]);
  return { ...level, rows, stored: book !== undefined, again: () => ask(true) };
}
