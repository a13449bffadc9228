/** Takes out of the journal what nobody needs any more; an open activation never leaves it. */
import type { Account } from '../../domain/account.ts';
import { type Activation, isSettled } from '../../domain/activation.ts';
import { listLagMs } from '../../domain/assignments.ts';
import { epochMs } from '../../domain/duration.ts';
import type { AssignmentList } from '../../domain/lists.ts';
import { type Source, sources } from '../../domain/role.ts';
import type { WorkerState } from '../worker-state.ts';

/** A settled outcome is shown for a day unless the person takes it away before. */
const outcomeLifeMs = 24 * 60 * 60_000;

export interface KeepJournal {
  dismiss(account: Account, ids: readonly string[]): Promise<void>;
  prune(account: Account): Promise<void>;
}

export function createKeepJournal(state: WorkerState, now: () => number): KeepJournal {
  async function keep(account: Account, isKept: (entry: Activation) => boolean): Promise<void> {
    await state.of(account).journal.update((journal) => {
      const kept = journal.filter((entry) => !isSettled(entry.state) || isKept(entry));
      return kept.length === journal.length ? journal : kept;
    });
  }
  return {
    dismiss: (account, ids) => keep(account, (entry) => !ids.includes(entry.id)),
    async prune(account) {
      const own = state.of(account);
      const lists = await Promise.all(
        sources.map(async (source) => [source, await own.assignments(source).read()] as const),
      );
      const held = Object.fromEntries(lists) as Record<Source, AssignmentList>;
      await keep(account, (entry) => !isOver(entry, now()) && !isGone(entry, held[entry.role.source]));
    },
  };
}

function isOver(entry: Activation, now: number): boolean {
  const end = entry.state === 'active' ? epochMs(entry.endsAt) : undefined;
  if (end !== undefined) return end <= now;
  return now - (entry.settledAt ?? entry.recordedAt) > outcomeLifeMs;
}

/**
 * A role that was ended elsewhere before its time: a list that is newer than the longest lag of lists does not show
 * it. The entry would go on to say that it is active, and keep it from being activated again.
 */
function isGone({ state, role, settledAt }: Activation, { rows, readAt }: AssignmentList): boolean {
  if (state !== 'active' || settledAt === undefined || readAt === undefined) return false;
  return readAt - settledAt > listLagMs && !rows.some((row) => row.key === role.key);
}
