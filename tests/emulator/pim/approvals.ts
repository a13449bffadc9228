import { createHash } from 'node:crypto';
import type { ServerClock } from '../types.ts';
import { refusal } from './errors.ts';
import type { PimKnobs } from './knobs.ts';
import { statusAt } from './lifecycle.ts';
import type { Identity } from './lists.ts';
import type { Decision, ScheduleRequest } from './rows.ts';
import type { PimKind } from './seed.ts';
import { sameId, type PimStore } from './store.ts';

/** The single stage of an approval as one reader sees it (pim-api.md E). */
export interface ApprovalStage {
  readonly id: string;
  /** Graph and ARM name these alike. */
  readonly status: 'InProgress' | 'Completed' | 'Expired';
  readonly reviewResult: 'NotReviewed' | 'Approve' | 'Deny';
  readonly assignedToMe: boolean;
  readonly decision: Decision | null;
}

/** What an approver answers, as it was sent. */
export interface Review {
  readonly reviewResult: unknown;
  readonly justification: unknown;
}

/** The approver's side of PIM. */
export interface PimApprovals {
  /** Requests of others that the person may decide or might have decided, in the order the knob asks for. */
  forApprover(who: Identity, kind: PimKind): ScheduleRequest[];
  /**
   * The request behind an approval, for those who may read it: its approvers and its requester.
   *
   * @throws PimError 403 for anybody else, 404 where there is none (pim-api.md E).
   */
  find(who: Identity, kind: PimKind, approvalId: string): ScheduleRequest;
  stage(who: Identity, request: ScheduleRequest): ApprovalStage;
  /**
   * Records a decision; the first one counts.
   *
   * @throws PimError 400 for a result that is none or a justification left out, 403 for no approver, 404 for an
   *   unknown stage, 409 once somebody has decided (pim-api.md E).
   */
  decide(who: Identity, request: ScheduleRequest, stageId: string, review: Review): void;
}

interface Options {
  readonly store: PimStore;
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
  /** Ids of the groups that a person is a member of now. */
  readonly groupsOf: (oid: string) => readonly string[];
}

/** The one stage's own GUID, always the same for a request. */
function stageId(requestId: string): string {
  const hex = createHash('sha256').update(`stage of ${requestId.toLowerCase()}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

export function createPimApprovals({ store, clock, knobs, groupsOf }: Options): PimApprovals {
  function isApprover({ oid, tid }: Identity, request: ScheduleRequest): boolean {
    if (request.tenantId !== tid || request.approval === null) return false;
    if (sameId(request.principalId, oid) && knobs.ownApproval === 'refuse') return false;
    const groups = groupsOf(oid);
    return request.approval.approvers.some(({ type, id }) =>
      type === 'user' ? sameId(id, oid) : groups.some((group) => sameId(group, id)),
    );
  }

  function stage(who: Identity, request: ScheduleRequest): ApprovalStage {
    const { decision } = request;
    const status = statusAt(request, clock.now(), knobs);
    const open = status === 'PendingApproval' ? 'InProgress' : 'Completed';
    const reviewed = decision?.approved === true ? 'Approve' : 'Deny';
    return {
      id: stageId(request.id),
      status: status === 'TimedOut' ? 'Expired' : open,
      reviewResult: decision === null ? 'NotReviewed' : reviewed,
      assignedToMe: isApprover(who, request),
      decision,
    };
  }

  function readReview({ reviewResult, justification }: Review): Pick<Decision, 'approved' | 'justification'> {
    if (reviewResult !== 'Approve' && reviewResult !== 'Deny') throw refusal.invalidReview();
    const text = typeof justification === 'string' ? justification : '';
    // Every policy here asks the approver for a justification; the very error is UNCONFIRMED.
    if (text.trim() === '' && knobs.blankReview === 'refuse') throw refusal.blankReview();
    return { approved: reviewResult === 'Approve', justification: text };
  }

  return {
    forApprover(who, kind) {
      const mine = store.requests.filter((request) => request.kind === kind && isApprover(who, request));
      return knobs.requestOrder === 'newestFirst' ? mine.toReversed() : mine;
    },

    find(who, kind, approvalId) {
      const request = store.requests.find(
        (item) => item.kind === kind && item.tenantId === who.tid && sameId(item.id, approvalId),
      );
      if (request === undefined || request.approval === null) throw refusal.approvalNotFound();
      if (!isApprover(who, request) && !sameId(request.principalId, who.oid)) {
        throw refusal.insufficient(who.oid);
      }
      return request;
    },

    stage,

    decide(who, request, id, review) {
      const { id: known, status, assignedToMe } = stage(who, request);
      if (!sameId(known, id)) throw refusal.approvalNotFound();
      if (!assignedToMe) throw refusal.insufficient(who.oid);
      const said = readReview(review);
      if (request.decision !== null) throw refusal.alreadyDecided(409);
      if (status !== 'InProgress') throw refusal.alreadyDecided(knobs.closedStageStatus);
      request.decision = { ...said, at: clock.now(), by: who.oid };
    },
  };
}
