/**
 * Schedule requests that Graph keeps, of Entra roles and of groups alike: sent, read back, and found among one's own
 * where the answer was lost. Graph names a request itself, so it is told by what it asks for (pim-api.md A.3, A.5, D).
 */
import * as v from 'valibot';
import type { Account } from '../domain/account.ts';
import type { Activation } from '../domain/activation.ts';
import type { Deactivation } from '../domain/deactivation.ts';
import type { EligibilityExtension } from '../domain/eligibility-extension.ts';
import { epochMs } from '../domain/duration.ts';
import { FailureError } from '../domain/failure.ts';
import type { RequestEntry, RequestSnapshot } from '../domain/request-entry.ts';
import type { Eligibility, Source } from '../domain/role.ts';
import type { HttpClient } from '../http/client.ts';
import { readPages } from '../http/pages.ts';
import { type CheckOutcome, checkOutcomeOf, graphCheckOutcome } from './check.ts';
import type { OnListGap } from './list-gap.ts';
import { minutesAsked, type ScheduleInfo, scheduleInfo, snapshotOf } from './schedule-wire.ts';
import { optionalInstant, optionalText, readRows, sameText } from './wire.ts';

/** What every schedule request of Graph has, whatever it is for. */
export const graphRequest = {
  id: v.string(),
  status: v.string(),
  action: optionalText,
  principalId: optionalText,
  justification: optionalText,
  createdDateTime: optionalInstant,
  isValidationOnly: v.nullish(v.boolean()),
  scheduleInfo,
};

export interface GraphRequest {
  readonly id: string;
  readonly status: string;
  readonly action?: string | undefined;
  readonly principalId?: string | undefined;
  readonly justification?: string | undefined;
  readonly createdDateTime?: string | undefined;
  readonly isValidationOnly?: boolean | null | undefined;
  readonly scheduleInfo?: ScheduleInfo;
}

type RoleOfRequest = Pick<Eligibility, 'roleDefinitionId' | 'scope'>;
/** Whether a request is for this role. */
export type IsFor<R> = (request: R, role: RoleOfRequest) => boolean;

/** How much earlier than sent a request may have been created by the service's clock. */
const clockToleranceMs = 2 * 60_000;

export interface GraphRequestsOptions<R extends GraphRequest> {
  readonly http: HttpClient;
  /** The browser's clock, ms since the epoch. */
  readonly now: () => number;
  readonly onListGap: OnListGap;
  readonly source: Source;
  /** Path of the collection. */
  readonly path: string;
  readonly schema: v.GenericSchema<unknown, R>;
  readonly isFor: IsFor<R>;
}

export interface GraphRequests {
  /** Sends a request once; `undefined` when the service accepted but its answer cannot be understood. */
  post(account: Account, body: unknown, claims?: string): Promise<RequestSnapshot | undefined>;
  /** Has a request judged and not carried out. @throws FailureError as the request itself would be refused */
  check(account: Account, body: object): Promise<CheckOutcome>;
  /** @throws FailureError `unreadable` when what has this id is no schedule request */
  read(account: Account, requestId: string): Promise<RequestSnapshot | undefined>;
  /** @throws FailureError when the service refused */
  cancel(account: Account, requestId: string): Promise<void>;
  findActivation(account: Account, entry: Activation): Promise<RequestSnapshot | undefined>;
  findDeactivation(account: Account, entry: Deactivation): Promise<RequestSnapshot | undefined>;
  findExtension(account: Account, entry: EligibilityExtension): Promise<RequestSnapshot | undefined>;
}

export function createGraphRequests<R extends GraphRequest>(options: GraphRequestsOptions<R>): GraphRequests {
  const { http, now, onListGap, source, path, schema, isFor } = options;

  const snapshot = (body: unknown, serverNow: number) => {
    const parsed = v.safeParse(schema, body);
    return parsed.success ? toSnapshot(parsed.output, serverNow) : undefined;
  };

  /** The collection itself goes past the limit of 50; where it is closed, the newest are better than none. */
  async function ownRequests(account: Account) {
    const mine = `$filter=${encodeURIComponent(`principalId eq '${account.objectId}'`)}`;
    try {
      return await readPages(http.as(account), { resource: 'graph', url: `${path}?${mine}` });
    } catch (thrown) {
      if (!(thrown instanceof FailureError) || thrown.failure.kind !== 'forbidden') throw thrown;
      return readPages(http.as(account), {
        resource: 'graph',
        url: `${path}/filterByCurrentUser(on='principal')`,
      });
    }
  }

  async function find(
    account: Account,
    entry: Pick<RequestEntry, 'sentAt' | 'changedAt'>,
    among: (requests: R[], sentAt: number) => R | undefined,
  ) {
    const { rows, serverNow } = await ownRequests(account);
    const { rows: requests, unreadable, why } = readRows(schema, rows);
    if (unreadable > 0) {
      const gap = { source, list: 'requests', unreadable, capped: false } as const;
      onListGap({ ...gap, ...(why === undefined ? {} : { why }) });
    }
    const serverIsAhead = serverNow - now();
    const found = among(requests, (entry.sentAt ?? entry.changedAt) + serverIsAhead);
    return found && toSnapshot(found, serverNow);
  }

  return {
    async post(account, body, claims) {
      const own = http.as(account);
      const asked = { resource: 'graph', method: 'POST', url: path, body, claims, waits: false } as const;
      const answer = await own.request(asked);
      return snapshot(answer.body, answer.serverNow);
    },
    check: (account, asked) =>
      checkOutcomeOf(async () => {
        const body = { ...asked, isValidationOnly: true };
        // Not a read to the client: sent again by itself it would lean on the service's minding one member.
        const answer = await http.as(account).request({ resource: 'graph', method: 'POST', url: path, body });
        return graphCheckOutcome(answer.body);
      }),
    async read(account, requestId) {
      const url = `${path}/${encodeURIComponent(requestId)}`;
      try {
        const { body, serverNow } = await http.as(account).request({ resource: 'graph', method: 'GET', url });
        const read = snapshot(body, serverNow);
        if (read) return read;
      } catch (thrown) {
        if (thrown instanceof FailureError && thrown.failure.status === 404) return undefined;
        throw thrown;
      }
      throw new FailureError({ kind: 'unreadable', message: 'Not a schedule request' });
    },
    async cancel(account, requestId) {
      const url = `${path}/${encodeURIComponent(requestId)}/cancel`;
      await http.as(account).request({ resource: 'graph', method: 'POST', url });
    },
    findActivation: (account, entry) =>
      find(account, entry, (requests, sentAt) => findOwnRequest(requests, account, entry, sentAt, isFor)),
    findDeactivation: (account, entry) =>
      find(account, entry, (requests, sentAt) =>
        findOwnDeactivation(requests, account, entry, sentAt, isFor),
      ),
    findExtension: (account, entry) =>
      find(account, entry, (requests, sentAt) =>
        newestOf(
          requests,
          account,
          entry.renews ? 'selfRenew' : 'selfExtend',
          sentAt,
          (request) => isFor(request, entry.role) && !entry.earlierRequestIds?.includes(request.id),
        ),
      ),
  };
}

/**
 * The request that an entry became, among the person's own: same role, scope, justification and length, created
 * after it was sent, and not what an earlier entry became. Graph gives the id itself, so nothing more exact is to be
 * had; the newest is taken, because nothing was sent after it.
 *
 * @param sentAt by the service's clock, ms since the epoch
 */
export function findOwnRequest<R extends GraphRequest>(
  requests: readonly R[],
  account: Account,
  { role, ask, earlierRequestIds = [] }: Activation,
  sentAt: number,
  isFor: IsFor<R>,
): R | undefined {
  return newestOf(requests, account, 'selfActivate', sentAt, (request) => {
    return (
      isFor(request, role) &&
      !earlierRequestIds.includes(request.id) &&
      (request.justification ?? '').trim() === ask.justification.trim() &&
      minutesAsked(request.scheduleInfo) === ask.minutes &&
      mayStartAt(request.scheduleInfo, ask.startsAt)
    );
  });
}

/** Whether its start may be the later one that was asked for; while approval is pending it may show none. */
function mayStartAt(schedule: ScheduleInfo, asked: string | undefined): boolean {
  const [start, wanted] = [epochMs(schedule?.startDateTime), epochMs(asked)];
  return start === undefined || wanted === undefined || Math.abs(start - wanted) < 60_000;
}

/**
 * The request that a deactivation became. No other of the same role can be meant: between two of them lie five
 * minutes of being active.
 *
 * @param sentAt by the service's clock, ms since the epoch
 */
function findOwnDeactivation<R extends GraphRequest>(
  requests: readonly R[],
  account: Account,
  { role }: Deactivation,
  sentAt: number,
  isFor: IsFor<R>,
): R | undefined {
  return newestOf(requests, account, 'selfDeactivate', sentAt, (request) => isFor(request, role));
}

function newestOf<R extends GraphRequest>(
  requests: readonly R[],
  account: Account,
  action: string,
  sentAt: number,
  matches: (request: R) => boolean,
): R | undefined {
  const createdAt = (request: R) => epochMs(request.createdDateTime) ?? -Infinity;
  return requests
    .filter(
      (request) =>
        sameText(request.action, action) &&
        !request.isValidationOnly &&
        (request.principalId === undefined || sameText(request.principalId, account.objectId)) &&
        createdAt(request) >= sentAt - clockToleranceMs &&
        matches(request),
    )
    .toSorted((a, b) => createdAt(b) - createdAt(a))[0];
}

function toSnapshot(request: GraphRequest, serverNow: number): RequestSnapshot {
  return snapshotOf(
    { requestId: request.id, status: request.status, schedule: request.scheduleInfo },
    serverNow,
  );
}
