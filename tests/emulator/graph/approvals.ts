import { Hono, type Context } from 'hono';
import type { ApprovalStage } from '../pim/approvals.ts';
import { refusal } from '../pim/errors.ts';
import type { ScheduleRequest } from '../pim/rows.ts';
import type { PimKind } from '../pim/seed.ts';
import { milliseconds } from '../pim/time.ts';
import type { GraphContext, GraphEnv } from './context.ts';
import type { GraphVersion } from './directory-objects.ts';
import { badRequest, jsonBody } from './errors.ts';
import { parseQuery, type Entity } from './odata.ts';
import { groupScopes } from './groups/scopes.ts';
import { acceptedScopes, requirePimScope } from './permissions.ts';

type GraphCall = Context<GraphEnv>;

/** Where one service of Graph keeps approvals. */
export interface ApprovalSet {
  readonly kind: PimKind;
  readonly collection: string;
  /** What the parts of an approval are called in a version that has approvals. */
  readonly parts: Readonly<Partial<Record<GraphVersion, 'steps' | 'stages'>>>;
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/** Entra's are in beta alone (pim-api.md E). */
export const roleApprovals: ApprovalSet = {
  kind: 'directory',
  collection: 'roleManagement/directory/roleAssignmentApprovals',
  parts: { beta: 'steps' },
  read: acceptedScopes.readAssignment,
  write: acceptedScopes.writeAssignment,
};

/** In v1.0 the metadata says stages, where one page of the documentation prints steps (pim-api.md E). */
export const groupApprovals: ApprovalSet = {
  kind: 'group',
  collection: 'identityGovernance/privilegedAccess/group/assignmentApprovals',
  parts: { 'v1.0': 'stages', beta: 'steps' },
  read: groupScopes.readAssignment,
  write: groupScopes.writeAssignment,
};

/** An approval has one step or stage, and its id is the request's (pim-api.md E). */
export function approvalRoutes({ pim, version }: GraphContext, set: ApprovalSet): Hono<GraphEnv> {
  const { kind, collection } = set;
  const parts = set.parts[version];
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
    requirePimScope(c.get('token'), set.read);
    return pim.approvals.find(c.get('token'), kind, key);
  }

  function stageOf(c: GraphCall, request: ScheduleRequest): ApprovalStage {
    return pim.approvals.stage(c.get('token'), request);
  }

  if (parts === undefined) {
    for (const path of ['/', '/*']) {
      app.all(path, () => {
        throw badRequest(
          `Resource not found for the segment '${collection.slice(collection.lastIndexOf('/') + 1)}'.`,
        );
      });
    }
    return app;
  }

  app.get('/:key', (c) => {
    const request = requested(c, c.req.param('key'));
    const { expand } = parseQuery(c.req.url, ['$expand']);
    const unknown = expand.find(({ name }) => name !== parts);
    if (unknown !== undefined) {
      throw badRequest(
        `Could not find a property named '${unknown.name}' on type 'microsoft.graph.approval'.`,
      );
    }
    const expanded =
      expand.length === 0
        ? {}
        : {
            [`${parts}@odata.context`]: contextOf(c, `('${request.id}')/${parts}`),
            [parts]: [step(stageOf(c, request))],
          };
    return c.json({ '@odata.context': contextOf(c, '/$entity'), id: request.id, ...expanded });
  });

  app.get(`/:key/${parts}`, (c) => {
    const request = requested(c, c.req.param('key'));
    parseQuery(c.req.url, []);
    return c.json({
      '@odata.context': contextOf(c, `('${request.id}')/${parts}`),
      value: [step(stageOf(c, request))],
    });
  });

  app.get(`/:key/${parts}/:step`, (c) => {
    const request = requested(c, c.req.param('key'));
    const stage = stageOf(c, request);
    if (stage.id !== c.req.param('step').toLowerCase()) {
      throw refusal.approvalNotFound();
    }
    return c.json({ '@odata.context': contextOf(c, `('${request.id}')/${parts}/$entity`), ...step(stage) });
  });

  app.patch(`/:key/${parts}/:step`, async (c) => {
    const token = c.get('token');
    requirePimScope(token, set.write);
    const { key, step: stepId } = c.req.param();
    const request = pim.approvals.find(token, kind, key);
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
