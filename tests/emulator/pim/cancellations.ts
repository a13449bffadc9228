import type { ServerClock } from '../types.ts';
import { refusal } from './errors.ts';
import type { PimKnobs } from './knobs.ts';
import { statusAt } from './lifecycle.ts';
import type { Identity } from './lists.ts';
import type { RequestStatus, ScheduleRequest } from './rows.ts';
import type { PimKind } from './seed.ts';
import { sameId, type PimStore } from './store.ts';

export interface PimCancellations {
  /**
   * Takes back a request of the caller's that has not been carried out. The services delete it after thirty days.
   *
   * @throws PimError 404 for a request that is not the caller's, 400 for one that is past cancelling (pim-api.md A.5).
   */
  cancel(who: Identity, kind: PimKind, id: string): ScheduleRequest;
}

interface Options {
  readonly store: PimStore;
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
}

export function createPimCancellations({ store, clock, knobs }: Options): PimCancellations {
  function isCancelable(status: RequestStatus): boolean {
    if (status === 'PendingApproval' || status === 'PendingAdminDecision')
      return knobs.cancelPending === 'cancel';
    return status === knobs.futureStatus;
  }

  return {
    cancel(who, kind, id) {
      const now = clock.now();
      const request = store.requests.find(
        (item) =>
          item.kind === kind &&
          item.tenantId === who.tid &&
          sameId(item.id, id) &&
          sameId(item.principalId, who.oid),
      );
      if (request === undefined) throw refusal.requestNotFound();
      const status = statusAt(request, now, knobs);
      if (!isCancelable(status)) throw refusal.notCancelable(status);
      request.canceledAt = now;
      return request;
    },
  };
}
