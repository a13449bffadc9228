/** Reads what lies below a scope when somebody opens it, and keeps it for a while; the picker never waits for it. */
import type { Account } from '../../domain/account.ts';
import { type ChildScopes, levelKey, withLevel } from '../../domain/child-scopes.ts';
import { type Failure, failureOf, needsPerson } from '../../domain/failure.ts';
import type { PimProvider } from '../../providers/provider.ts';
import type { WorkerState } from '../worker-state.ts';

export interface ReadChildScopesOptions {
  readonly state: WorkerState;
  readonly provider: PimProvider;
  readonly now: () => number;
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
}

export interface ChildScopesRequest {
  readonly scopeId: string;
  /** However young the level is. */
  readonly again?: boolean | undefined;
}

export type ReadChildScopes = (account: Account, request: ChildScopesRequest) => Promise<void>;

/** Resource groups come and go; what was just read is not read again by going up and down. */
const freshMs = 5 * 60_000;

export function createReadChildScopes(options: ReadChildScopesOptions): ReadChildScopes {
  const { state, provider, now, onSignInNeeded } = options;
  const underWay = new Map<string, Promise<void>>();

  async function read(account: Account, { scopeId, again = false }: ChildScopesRequest): Promise<void> {
    const { childScopes } = state.of(account);
    const levelOf = async () => (await childScopes.read())[levelKey(scopeId)];
    const known = await levelOf();
    const age = known?.readAt === undefined ? Infinity : now() - known.readAt;
    // One that was read in the future was read before the clock was set back.
    if (!again && !known?.failure && age >= 0 && age < freshMs) return;
    const write = (change: (level: ChildScopes) => ChildScopes) =>
      childScopes.update((book) => withLevel(book, scopeId, change(book[levelKey(scopeId)] ?? { rows: [] })));
    await write(({ failure: _, ...level }) => ({ ...level, readingSince: now() }));
    try {
      const rows = (await provider.listChildScopes?.(account, scopeId)) ?? [];
      await write(() => ({ rows, readAt: now() }));
    } catch (thrown) {
      const failure = failureOf(thrown);
      await write(({ readingSince: _, ...level }) => ({ ...level, failure }));
      if (needsPerson(failure)) await onSignInNeeded(failure);
    }
  }

  return (account, request) => {
    const name = `${state.of(account).key} ${levelKey(request.scopeId)}`;
    const running = underWay.get(name);
    if (running) return running;
    const started = read(account, request).finally(() => underWay.delete(name));
    underWay.set(name, started);
    return started;
  };
}
