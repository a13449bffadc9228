/** Takes out of the journal what nobody needs any more; an open activation never leaves it. */
import type { Account } from '../../domain/account.ts';
import { type Activation, isSettled } from '../../domain/activation.ts';
import { epochMs } from '../../domain/duration.ts';
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
    prune: (account) => keep(account, (entry) => !isOver(entry, now())),
  };
}

function isOver(entry: Activation, now: number): boolean {
  const end = entry.state === 'active' ? epochMs(entry.endsAt) : undefined;
  if (end !== undefined) return end <= now;
  return now - (entry.settledAt ?? entry.recordedAt) > outcomeLifeMs;
}
