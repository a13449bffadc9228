import type { ApprovalStage } from '../pim/approvals.ts';
import { refusal } from '../pim/errors.ts';
import type { ScheduleRequest } from '../pim/rows.ts';
import { sameScope } from '../pim/store.ts';
import { milliseconds } from '../pim/time.ts';
import type { ArmCall, ArmContext } from './context.ts';
import { armRefusal } from './errors.ts';
import { withoutNulls } from './expanded.ts';
import { listPage } from './paging.ts';
import { filterOf, parseJson, requireMfa, scopeOf, sentText } from './sent.ts';

type Json = Record<string, unknown>;

/** `roleAssignmentApprovals` of 2021-01-01-preview, at a scope or at the tenant's root (pim-api.md E). */
export interface ApprovalCalls {
  list(call: ArmCall): Response;
  get(call: ArmCall): Response;
  listStages(call: ArmCall): Response;
  getStage(call: ArmCall): Response;
  decide(call: ArmCall): Promise<Response>;
}

const type = 'Microsoft.Authorization/roleAssignmentApprovals';

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function createApprovalCalls({ pim, knobs }: ArmContext): ApprovalCalls {
  /** Ids repeat the address of the call: without a scope they have none. */
  function idOf(call: ArmCall, request: ScheduleRequest): string {
    const scope = call.path.scope === '' ? '' : request.scope;
    return `${scope}/providers/${type}/${request.id}`;
  }

  function stageBody(call: ArmCall, request: ScheduleRequest, stage: ApprovalStage): Json {
    const { id, status, assignedToMe, reviewResult, decision } = stage;
    const reviewer = decision?.by ?? null;
    const person = reviewer === null ? null : pim.store.person(reviewer);
    return {
      id: `${idOf(call, request)}/stages/${id}`,
      name: id,
      type: `${type}/stages`,
      properties: withoutNulls({
        status,
        assignedToMe,
        reviewResult,
        justification: decision?.justification ?? '',
        reviewedDateTime: decision === null ? null : `${milliseconds(decision.at)}Z`,
        reviewedBy:
          reviewer === null
            ? null
            : withoutNulls({
                principalId: reviewer,
                principalType: 'user',
                principalName: person?.displayName,
                userPrincipalName: person?.userPrincipalName,
              }),
      }),
    };
  }

  function stageOf(call: ArmCall, request: ScheduleRequest): Json {
    return stageBody(call, request, pim.approvals.stage(call.token, request));
  }

  function body(call: ArmCall, request: ScheduleRequest): Json {
    const id = idOf(call, request);
    return { id, name: request.id, type, properties: { stages: [stageOf(call, request)] } };
  }

  /** At the root of the tenant every request is found, at a scope those for that very scope. */
  function isHere(call: ArmCall, request: ScheduleRequest): boolean {
    return call.path.scope === '' || sameScope(request.scope, scopeOf(pim, call).id);
  }

  function requested(call: ArmCall): ScheduleRequest {
    const request = pim.approvals.find(call.token, 'azure', call.path.name ?? '');
    if (!isHere(call, request)) throw refusal.approvalNotFound();
    return request;
  }

  function filtered(call: ArmCall): ScheduleRequest[] {
    switch (filterOf(call)) {
      case 'asapprover()':
        return pim.approvals.forApprover(call.token, 'azure');
      // Whoever activates a role of theirs is both.
      case 'astarget()':
      case 'ascreatedby()':
        return pim.lists.requests(call.token, 'azure').filter(({ approval }) => approval !== null);
      default:
        throw refusal.insufficient(call.token.oid);
    }
  }

  /** Which of the two bodies the service reads is UNCONFIRMED: the schema says flat, the example nested. */
  function review(sent: unknown): { reviewResult: unknown; justification: unknown } {
    const nested = isObject(sent) && isObject(sent.properties) ? sent.properties : null;
    const members = knobs.arm.decisionBody === 'flat' ? sent : nested;
    if (!isObject(members) || members.reviewResult === undefined)
      throw armRefusal.invalidContent("Required property 'reviewResult' not found");
    return { reviewResult: members.reviewResult, justification: members.justification };
  }

  return {
    list(call) {
      const rows = filtered(call).filter((request) => isHere(call, request));
      const bodies = rows.map((request) => body(call, request));
      return call.c.json(listPage(bodies, call.c.req.url, knobs.arm.pageSize));
    },

    get: (call) => call.c.json(body(call, requested(call))),

    listStages: (call) => call.c.json({ value: [stageOf(call, requested(call))] }),

    getStage(call) {
      const request = requested(call);
      const stage = pim.approvals.stage(call.token, request);
      if (stage.id !== call.path.child?.toLowerCase()) throw refusal.approvalNotFound();
      return call.c.json(stageBody(call, request, stage));
    },

    async decide(call) {
      requireMfa(knobs.arm, call.token);
      const request = requested(call);
      const sent = review(parseJson(await sentText(call.c)));
      pim.approvals.decide(call.token, request, call.path.child ?? '', sent);
      return knobs.arm.decisionAnswer === 'empty'
        ? call.c.body(null, 200)
        : call.c.json(stageOf(call, request));
    },
  };
}
