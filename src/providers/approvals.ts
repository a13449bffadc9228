/** The approver's side of a PIM service (pim-api.md E): the three differ in addresses and in what a row looks like. */
import type * as v from 'valibot';
import type { Account } from '../domain/account.ts';
import type { ApprovalStage, PendingApproval, Review } from '../domain/approval.ts';
import type { Resource } from '../domain/clouds.ts';
import { FailureError } from '../domain/failure.ts';
import type { Source } from '../domain/role.ts';
import type { HttpClient } from '../http/client.ts';
import { ThrottledError, WriteLostError } from '../http/errors.ts';
import { readPages } from '../http/pages.ts';
import { type Stage, stageFor } from './approvals-wire.ts';
import { movedInstant } from './browser-time.ts';
import { readRows } from './wire.ts';

/** How sending a decision ended, when the service said so. */
export type DecideOutcome =
  | { readonly type: 'taken' }
  /** 409: it was decided before, by whomever. */
  | { readonly type: 'decided' }
  /** `notBefore` in ms since the epoch, browser's clock. */
  | { readonly type: 'throttled'; readonly notBefore: number }
  /** Nobody can say whether it arrived; the stage tells. */
  | { readonly type: 'lost' };

/** Every method throws a `FailureError` when the service refuses, cannot be reached or cannot be understood. */
export interface ApprovalProvider {
  readonly source: Source;
  /** Requests of others that wait for this person's decision. */
  listPending(account: Account): Promise<PendingApproval[]>;
  /** Where the approval stands for this person. */
  readStage(account: Account, approval: PendingApproval): Promise<ApprovalStage>;
  /** Decides a stage; the same decision sent twice is one. */
  decide(
    account: Account,
    approval: PendingApproval,
    stageId: string,
    decision: { readonly review: Review; readonly justification: string },
  ): Promise<DecideOutcome>;
}

/** Where one service keeps approvals, and how it writes them. */
export interface ApprovalService {
  readonly source: Source;
  readonly resource: Resource;
  /** Without it there is nothing to ask for; absent where every consent has it. */
  readonly permission?: string;
  readonly pendingUrl: string;
  /** `undefined` for a row that nobody has to decide any more. */
  readonly row: v.GenericSchema<unknown, PendingApproval | undefined>;
  readonly stagesUrl: (approval: PendingApproval) => string;
  readonly stageUrl: (approval: PendingApproval, stageId: string) => string;
  readonly stage: v.GenericSchema<unknown, Stage>;
  /** The forms of a decision's body, the likeliest first; one that the service cannot read is followed by the next. */
  readonly bodies: (decision: { readonly review: Review; readonly justification: string }) => unknown[];
}

/** @param granted what the tenant consented to for Graph; `undefined` while that is not known */
export function createApprovalProvider(
  http: HttpClient,
  service: ApprovalService,
  granted: () => Promise<readonly string[] | undefined>,
): ApprovalProvider {
  const { source, resource } = service;
  return {
    source,
    async listPending(account) {
      const { permission } = service;
      if (permission && (await granted())?.includes(permission) === false) return [];
      const { rows } = await readPages(http.as(account), { resource, url: service.pendingUrl });
      const ahead = await http.aheadMs(resource);
      return readRows(service.row, rows)
        .rows.filter((row) => row !== undefined)
        .map((row) => inBrowserTime(row, ahead));
    },
    async readStage(account, approval) {
      try {
        const { rows } = await readPages(http.as(account), { resource, url: service.stagesUrl(approval) });
        return stageFor(readRows(service.stage, rows).rows);
      } catch (thrown) {
        if (thrown instanceof FailureError && thrown.failure.status === 404) return { state: 'gone' };
        throw thrown;
      }
    },
    async decide(account, approval, stageId, decision) {
      const url = service.stageUrl(approval, stageId);
      const send = (body: unknown) => http.as(account).request({ resource, method: 'PATCH', url, body });
      const [likeliest, ...others] = service.bodies(decision);
      try {
        let sent = send(likeliest);
        // A body that could not be read has decided nothing.
        for (const body of others)
          sent = sent.catch((thrown) => (isUnread(thrown) ? send(body) : raise(thrown)));
        await sent;
        return { type: 'taken' };
      } catch (thrown) {
        if (thrown instanceof ThrottledError) return { type: 'throttled', notBefore: thrown.notBefore };
        if (thrown instanceof WriteLostError) return { type: 'lost' };
        if (thrown instanceof FailureError && thrown.failure.status === 409) return { type: 'decided' };
        throw thrown;
      }
    },
  };
}

/** What is stored is in the browser's time, as all else (see `browser-time.ts`). */
function inBrowserTime(approval: PendingApproval, aheadMs: number): PendingApproval {
  const createdAt = movedInstant(approval.createdAt, -aheadMs);
  return createdAt === undefined ? approval : { ...approval, createdAt };
}

function isUnread(thrown: unknown): boolean {
  return thrown instanceof FailureError && thrown.failure.status === 400;
}

function raise(thrown: unknown): never {
  throw thrown;
}
