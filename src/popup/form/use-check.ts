import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AccountKey } from '../../domain/account.ts';
import type { CheckResult } from '../../domain/check.ts';
import { type Failure, failureOf } from '../../domain/failure.ts';
import type { RoleKey } from '../../domain/role.ts';
import type { CommandArguments } from '../../messaging/contract.ts';
import { checkItem } from '../../platform/items.ts';
import { useServices } from '../../ui/services.ts';
import { useStored } from '../../ui/stored-signal.ts';

type Asked = CommandArguments<'check'>['requests'][number];

/** A worker that has not answered by then was stopped. */
const patienceMs = 30_000;

export interface FormCheck {
  /** Has the requests checked as they stand. */
  start(requests: readonly Asked[]): Promise<void>;
  /** What the service says of a role; `undefined` where it was not asked, or what is asked for has changed since. */
  resultOf(request: Asked): CheckResult | undefined;
  readonly isBusy: boolean;
  /** Why the check could not be begun. */
  readonly failure: Failure | undefined;
}

/**
 * The check of a form. Only answers to what the form says now are shown.
 *
 * @param isReadable whether the requests are what the form says: a start that has passed, or what is no length yet,
 * is in none of them
 */
export function useCheck(account: AccountKey, isReadable: boolean): FormCheck {
  const { commands, newId } = useServices();
  const stored = useStored(checkItem(account)).value;
  const started = useSignal<{ id: string; asked: ReadonlyMap<RoleKey, string> }>();
  const expired = useSignal('');
  const failure = useSignal<Failure>();
  const { id, asked } = started.value ?? {};
  const rows = id !== undefined && stored?.id === id ? stored.rows : undefined;
  const isOpen = id !== undefined && expired.value !== id && !failure.value;

  useEffect(() => {
    if (id === undefined) return undefined;
    const timer = setTimeout(() => (expired.value = id), patienceMs);
    return () => clearTimeout(timer);
  }, [id]);

  function shown(result: CheckResult | undefined): CheckResult | undefined {
    if (result && result.result !== 'checking') return result;
    if (isOpen) return { result: 'checking' };
    return failure.value ? undefined : { result: 'failed', failure: { kind: 'timeout' } };
  }

  return {
    async start(requests) {
      failure.value = undefined;
      const checkId = newId();
      started.value = { id: checkId, asked: new Map(requests.map((one) => [one.key, JSON.stringify(one)])) };
      try {
        await commands.send('check', { checkId, requests: [...requests] });
      } catch (thrown) {
        failure.value = failureOf(thrown);
      }
    },
    resultOf: (request) =>
      isReadable && asked?.get(request.key) === JSON.stringify(request)
        ? shown(rows?.[request.key])
        : undefined,
    isBusy:
      isOpen && [...(asked?.keys() ?? [])].some((key) => (rows?.[key]?.result ?? 'checking') === 'checking'),
    failure: failure.value,
  };
}
