/** Takes out of the journal of deactivations what nobody needs any more; an open one never leaves it. */
import type { Account } from '../../domain/account.ts';
import { type Deactivation, isOpenDeactivation, remembersGhosts } from '../../domain/deactivation.ts';
import { epochMs } from '../../domain/duration.ts';
import type { WorkerState } from '../worker-state.ts';

/** A settled outcome is shown for a day at most. */
const outcomeLifeMs = 24 * 60 * 60_000;

export interface KeepDeactivations {
  dismiss(account: Account, ids: readonly string[]): Promise<void>;
  prune(account: Account): Promise<void>;
}

export function createKeepDeactivations(state: WorkerState, now: () => number): KeepDeactivations {
  return {
    async dismiss(account, ids) {
      await state.of(account).deactivations.update((known) =>
        known.flatMap((entry) => {
          if (isOpenDeactivation(entry.state) || !ids.includes(entry.id)) return [entry];
          return remembersGhosts(entry, now()) ? [{ ...entry, dismissed: true }] : [];
        }),
      );
    },
    async prune(account) {
      await state.of(account).deactivations.update((known) => {
        const kept = known.filter((entry) => isOpenDeactivation(entry.state) || !isOver(entry, now()));
        return kept.length === known.length ? known : kept;
      });
    },
  };
}

/** An outcome that is not told yet is not over. */
function isOver(entry: Deactivation, now: number): boolean {
  const { state, role, settledAt, recordedAt, toldAt } = entry;
  if (toldAt === undefined) return false;
  if (state === 'ended') return !remembersGhosts(entry, now);
  const roleEnd = epochMs(role.endsAt);
  return (roleEnd !== undefined && roleEnd <= now) || now - (settledAt ?? recordedAt) > outcomeLifeMs;
}
