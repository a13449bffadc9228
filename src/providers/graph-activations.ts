/** Asking Graph for a role, and giving it back: what Entra roles and groups do alike, but for the bodies (pim-api.md A, D). */
import type { Account } from '../domain/account.ts';
import type { Activation } from '../domain/activation.ts';
import type { Deactivation } from '../domain/deactivation.ts';
import type { HttpClient } from '../http/client.ts';
import type { GraphRequests } from './graph-requests.ts';
import type { PimProvider } from './provider.ts';
import { endOutcomeOf, outcomeOf } from './send.ts';

export interface GraphActivationsOptions {
  readonly http: HttpClient;
  readonly requests: GraphRequests;
  /** The body that asks. @param startMs the service's time, ms since the epoch */
  readonly activation: (account: Account, entry: Activation, startMs: number) => object;
  readonly deactivation: (account: Account, entry: Deactivation) => object;
}

type GraphActivations = Pick<
  PimProvider,
  | 'resendIsSafe'
  | 'activate'
  | 'check'
  | 'deactivate'
  | 'cancel'
  | 'readRequest'
  | 'findRequest'
  | 'findDeactivation'
>;

export function createGraphActivations(options: GraphActivationsOptions): GraphActivations {
  const { http, requests, activation, deactivation } = options;
  const serverNow = () => http.serverNow('graph');
  return {
    // Graph makes the id, so the same request sent twice is two requests.
    resendIsSafe: false,
    activate: (account, entry) =>
      outcomeOf(() => requests.post(account, activation(account, entry, serverNow()), entry.proof?.claims)),
    check: (account, entry) => requests.check(account, activation(account, entry, serverNow())),
    deactivate: (account, entry) =>
      endOutcomeOf(
        () => requests.post(account, deactivation(account, entry)),
        entry.role.startsAt,
        serverNow,
      ),
    cancel: (account, { requestId }) => requests.cancel(account, requestId),
    readRequest: (account, { requestId }) => requests.read(account, requestId),
    findRequest: requests.findActivation,
    findDeactivation: requests.findDeactivation,
  };
}
