/** Takes out of the journal what nobody needs any more; what is on its way never leaves it. */
import type { Account } from '../../domain/account.ts';
import { type Activation, isDismissible, isSettled, waitsForEffect } from '../../domain/activation.ts';
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
  async function keep(
    account: Account,
    isKept: (entry: Activation) => boolean,
    mayGo = ({ state }: Activation) => isSettled(state),
  ): Promise<void> {
    await state.of(account).journal.update((journal) => {
      const kept = journal.filter((entry) => !mayGo(entry) || isKept(entry));
      return kept.length === journal.length ? journal : kept;
    });
  }
  return {
    async dismiss(account, ids) {
      // What is still looked for stays until it is found out, unseen: the portals are to be told of it.
      await state.of(account).journal.update((journal) =>
        journal.flatMap((entry) => {
          if (!isDismissible(entry) || !ids.includes(entry.id)) return [entry];
          return waitsForEffect(entry, now()) ? [{ ...entry, dismissed: true }] : [];
        }),
      );
    },
    async prune(account) {
      const own = state.of(account);
      const lists = await Promise.all(
        sources.map(async (source) => [source, await own.assignments(source).read()] as const),
      );
      const held = Object.fromEntries(lists) as Record<Source, AssignmentList>;
      await keep(
        account,
        (entry) => !isOver(entry, now()) && !isLeft(entry, now()) && !isGone(entry, held[entry.role.source]),
      );
    },
  };
}

/** Taken away by the person, and nothing is looked for any more. */
function isLeft(entry: Activation, now: number): boolean {
  return entry.dismissed === true && !waitsForEffect(entry, now);
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
