import { Hono, type Context } from 'hono';
import type { ApprovalStage } from '../pim/approvals.ts';
import { refusal } from '../pim/errors.ts';
import type { ScheduleRequest } from '../pim/rows.ts';
import { milliseconds } from '../pim/time.ts';
import type { GraphContext, GraphEnv } from './context.ts';
import { badRequest, jsonBody } from './errors.ts';
import { parseQuery, type Entity } from './odata.ts';
import { acceptedScopes, requirePimScope } from './permissions.ts';

type GraphCall = Context<GraphEnv>;

const collection = 'roleManagement/directory/roleAssignmentApprovals';

/**
 * `/beta/roleManagement/directory/roleAssignmentApprovals`: an approval has one step, and its id is the request's
 * (pim-api.md E). v1.0 does not have the segment.
 */
export function approvalRoutes({ pim, version }: GraphContext): Hono<GraphEnv> {
  const app = new Hono<GraphEnv>();

  function step(stage: ApprovalStage): Entity {
    const { id, status, reviewResult, assignedToMe, decision } = stage;
    const reviewer = decision?.by ?? null;
    return {
      id,
      displayName: null,
      reviewedDateTime: decision === null ? null : `${milliseconds(decision.at)}Z`,
      reviewResult,
      status,
      assignedToMe,
      justification: decision?.justification ?? '',
      reviewedBy:
        reviewer === null
          ? null
          : { id: reviewer, displayName: pim.store.person(reviewer)?.displayName ?? null },
    };
  }

  function contextOf(c: GraphCall, rest: string): string {
    return `${c.get('metadata')}#${collection}${rest}`;
  }

  function requested(c: GraphCall, key: string): ScheduleRequest {
    requirePimScope(c.get('token'), acceptedScopes.readAssignment);
    return pim.approvals.find(c.get('token'), 'directory', key);
  }

  function stageOf(c: GraphCall, request: ScheduleRequest): ApprovalStage {
    return pim.approvals.stage(c.get('token'), request);
  }

  if (version !== 'beta') {
    for (const path of ['/', '/*']) {
      app.all(path, () => {
        throw badRequest("Resource not found for the segment 'roleAssignmentApprovals'.");
      });
    }
    return app;
  }

  app.get('/:key', (c) => {
    const request = requested(c, c.req.param('key'));
    const { expand } = parseQuery(c.req.url, ['$expand']);
    const unknown = expand.find(({ name }) => name !== 'steps');
    if (unknown !== undefined) {
      throw badRequest(
        `Could not find a property named '${unknown.name}' on type 'microsoft.graph.approval'.`,
      );
    }
    const steps =
      expand.length === 0
        ? {}
        : {
            'steps@odata.context': contextOf(c, `('${request.id}')/steps`),
            steps: [step(stageOf(c, request))],
          };
    return c.json({ '@odata.context': contextOf(c, '/$entity'), id: request.id, ...steps });
  });

  app.get('/:key/steps', (c) => {
    const request = requested(c, c.req.param('key'));
    parseQuery(c.req.url, []);
    return c.json({
      '@odata.context': contextOf(c, `('${request.id}')/steps`),
      value: [step(stageOf(c, request))],
    });
  });

  app.get('/:key/steps/:step', (c) => {
    const request = requested(c, c.req.param('key'));
    const stage = stageOf(c, request);
    if (stage.id !== c.req.param('step').toLowerCase()) {
      throw refusal.approvalNotFound();
    }
    return c.json({ '@odata.context': contextOf(c, `('${request.id}')/steps/$entity`), ...step(stage) });
  });

  app.patch('/:key/steps/:step', async (c) => {
    const token = c.get('token');
    requirePimScope(token, acceptedScopes.writeAssignment);
    const { key, step: stepId } = c.req.param();
    const request = pim.approvals.find(token, 'directory', key);
    const sent = await jsonBody(c);
    if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
      throw badRequest('Empty Payload. JSON content expected.');
    }
    const { reviewResult, justification } = sent as Entity;
    pim.approvals.decide(token, request, stepId, { reviewResult, justification });
    return c.body(null, 204);
  });

  return app;
}
