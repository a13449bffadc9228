/** The approver's side: what waits for a decision, the decisions, and the news of them. The use cases, constructed. */
import type { Failure } from '../../domain/failure.ts';
import type { WorkerLife } from '../ports.ts';
import { createDecideApprovals, type DecideApprovals } from '../use-cases/decide-approvals.ts';
import { createRefreshApprovals, type RefreshApprovals } from '../use-cases/refresh-approvals.ts';
import { createWatchApprovals, type WatchApprovals } from '../use-cases/watch-approvals.ts';

export interface Approving {
  /** For the person, who then sees what is there. */
  readonly refreshApprovals: RefreshApprovals;
  readonly decideApprovals: DecideApprovals;
  readonly watchApprovals: WatchApprovals;
}

export function createApproving(
  life: WorkerLife,
  onSignInNeeded: (failure: Failure) => Promise<void>,
): Approving {
  const { ports, state, services, goOn } = life;
  const { alarms, now, newId, notify, texts } = ports;
  const { approvals } = services;
  const refreshApprovals = createRefreshApprovals({ state, approvals, now, onSignInNeeded });
  const watchApprovals = createWatchApprovals({
    state,
    refreshApprovals,
    isPopupOpen: () => ports.popup.isOpen(),
    notify,
    alarms,
    texts,
    now,
  });
  return {
    watchApprovals,
    async refreshApprovals(account, request) {
      await refreshApprovals(account, request);
      await watchApprovals.onShown(account);
    },
    decideApprovals: createDecideApprovals({
      state,
      approvals,
      alarms,
      now,
      newId,
      onSignInNeeded,
      goOn,
      onDecided: (account) => refreshApprovals(account),
    }),
  };
}
