/** Reads the lists of roles anew, every source and both lists of each at once; one that fails hides no other. */
import type { Account } from '../../domain/account.ts';
import { mergeAssignments } from '../../domain/assignments.ts';
import { isGhost } from '../../domain/deactivation.ts';
import { type Failure, failureOf, needsPerson } from '../../domain/failure.ts';
import { isReading } from '../../domain/lists.ts';
import { type Assignment, mergeByKey, mergeEligibilities, type Source, sources } from '../../domain/role.ts';
import type { StoredItem } from '../../platform/stored-item.ts';
import type { PimProvider } from '../../providers/provider.ts';
import type { WorkerState } from '../worker-state.ts';

export interface RefreshOptions {
  readonly state: WorkerState;
  readonly providers: Record<Source, PimProvider>;
  readonly now: () => number;
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
  /** Told when both lists of a source were read or failed. */
  readonly onRead: (account: Account, source: Source) => Promise<void>;
}

export interface RefreshRequest {
  readonly sources?: readonly Source[] | undefined;
  /** A list younger than this is left alone, unless its last reading failed. */
  readonly unlessYoungerThanMs?: number | undefined;
}

interface List<R> {
  readonly rows: R[];
  readonly readAt?: number | undefined;
  readonly readingSince?: number | undefined;
  readonly failure?: Failure | undefined;
}

export type RefreshRoles = (account: Account, request?: RefreshRequest) => Promise<void>;

export function createRefreshRoles({
  state,
  providers,
  now,
  onSignInNeeded,
  onRead,
}: RefreshOptions): RefreshRoles {
  const underWay = new Map<string, Promise<void>>();

  /** Callers that come while a list is being read wait for that reading. */
  function once(name: string, work: () => Promise<void>): Promise<void> {
    const running = underWay.get(name);
    if (running) return running;
    const started = work().finally(() => underWay.delete(name));
    underWay.set(name, started);
    return started;
  }

  async function readList<R>(
    account: Account,
    item: StoredItem<List<R>>,
    request: RefreshRequest,
    read: () => Promise<(known: R[]) => R[]>,
  ): Promise<void> {
    if (isFresh(await item.read(), request.unlessYoungerThanMs, now())) return;
    await item.update((list) => ({ ...list, readingSince: now() }));
    try {
      const merge = await read();
      // What belongs to an account went with its sign-out and must not be written again.
      if (!(await state.isSignedIn(account))) return;
      // Merged with what stands there now: an activation may have become active while the list was on its way.
      await item.update((list) => ({ rows: keepIfSame(list.rows, merge(list.rows)), readAt: now() }));
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (!(await state.isSignedIn(account))) return;
      await item.update(({ readingSince: _, ...list }) => ({ ...list, failure }));
      if (needsPerson(failure)) await onSignInNeeded(failure);
    }
  }

  async function readAssignments(
    account: Account,
    provider: PimProvider,
    item: StoredItem<List<Assignment>>,
  ): Promise<(known: Assignment[]) => Assignment[]> {
    const fresh = mergeByKey(await provider.listAssignments(account));
    const { missing } = mergeAssignments((await item.read()).rows, fresh, now());
    const stillHeld = await Promise.all(
      missing.map(async (row) => ((await isHeld(account, provider, row)) ? [row.key] : [])),
    );
    const confirmed = new Set(stillHeld.flat());
    const deactivations = await state.of(account).deactivations.read();
    return (known) => {
      const merged = mergeAssignments(known, fresh, now());
      const rows = [...merged.rows, ...merged.missing.filter((row) => confirmed.has(row.key))];
      return rows.filter((row) => !isGhost(row, deactivations, now()));
    };
  }

  async function refreshSource(account: Account, source: Source, request: RefreshRequest): Promise<void> {
    const own = state.of(account);
    const provider = providers[source];
    const assignments = own.assignments(source);
    await Promise.all([
      once(`${own.key}/${source}/eligibilities`, () =>
        readList(account, own.eligibilities(source), request, async () => {
          const fresh = mergeEligibilities(await provider.listEligibilities(account));
          return () => fresh;
        }),
      ),
      once(`${own.key}/${source}/assignments`, () =>
        readList(account, assignments, request, () => readAssignments(account, provider, assignments)),
      ),
    ]);
    await own.arrange(source);
    await onRead(account, source);
  }

  return async (account, request = {}) => {
    await Promise.all((request.sources ?? sources).map((source) => refreshSource(account, source, request)));
  };
}

function isFresh(list: List<unknown>, youngerThanMs: number | undefined, now: number): boolean {
  if (youngerThanMs === undefined || list.failure || isReading(list, now)) return false;
  return list.readAt !== undefined && now - list.readAt < youngerThanMs;
}

/** A role missing from the list is held unless a read at its scope denies it; one that cannot be asked stays. */
async function isHeld(account: Account, provider: PimProvider, row: Assignment): Promise<boolean> {
  if (!provider.isHeld) return false;
  try {
    return await provider.isHeld(account, row);
  } catch {
    return true;
  }
}

/** The rows keep their identity when nothing changed, so that pages have nothing to draw. */
function keepIfSame<R>(known: R[], fresh: R[]): R[] {
  return JSON.stringify(known) === JSON.stringify(fresh) ? known : fresh;
}
