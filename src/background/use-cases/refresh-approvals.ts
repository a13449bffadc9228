/** Reads what waits for this person's decision, every source by itself; one that fails hides no other. */
import type { Account } from '../../domain/account.ts';
import type { ApprovalList } from '../../domain/approval.ts';
import { type Failure, failureOf, needsPerson } from '../../domain/failure.ts';
import { isReading } from '../../domain/lists.ts';
import type { Source } from '../../domain/role.ts';
import type { ApprovalProvider } from '../../providers/approvals.ts';
import type { WorkerState } from '../worker-state.ts';

export interface RefreshApprovalsOptions {
  readonly state: WorkerState;
  readonly approvals: readonly ApprovalProvider[];
  readonly now: () => number;
  readonly onSignInNeeded: (failure: Failure) => Promise<void>;
}

/** A list younger than `unlessYoungerThanMs` is left alone, unless its last reading failed. */
export type RefreshApprovals = (
  account: Account,
  request?: { readonly unlessYoungerThanMs?: number | undefined },
) => Promise<void>;

export function createRefreshApprovals(options: RefreshApprovalsOptions): RefreshApprovals {
  const { state, approvals, now, onSignInNeeded } = options;
  const underWay = new Map<Source, Promise<void>>();

  async function read(account: Account, provider: ApprovalProvider, youngerThanMs?: number): Promise<void> {
    const item = state.of(account).approvals(provider.source);
    if (isFresh(await item.read(), youngerThanMs, now())) return;
    await item.update((list) => ({ ...list, readingSince: now() }));
    try {
      const rows = await provider.listPending(account);
      if (await state.isSignedIn(account)) await item.write({ rows, readAt: now() });
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (!(await state.isSignedIn(account))) return;
      await item.update(({ readingSince: _, ...list }) => ({ ...list, failure }));
      if (needsPerson(failure)) await onSignInNeeded(failure);
    }
  }

  return async (account, { unlessYoungerThanMs } = {}) => {
    await Promise.all(
      approvals.map((provider) => {
        const { source } = provider;
        const running = underWay.get(source);
        if (running) return running;
        const started = read(account, provider, unlessYoungerThanMs).finally(() => underWay.delete(source));
        underWay.set(source, started);
        return started;
      }),
    );
  };
}

function isFresh(list: ApprovalList, youngerThanMs: number | undefined, now: number): boolean {
  if (youngerThanMs === undefined || list.failure || isReading(list, now)) return false;
  return list.readAt !== undefined && now - list.readAt < youngerThanMs;
}
