import { Hono, type Context } from 'hono';
import type { AccessToken, Authorize, ServerClock } from '../types.ts';
import { PimError } from '../pim/errors.ts';
import type { PimKnobs } from '../pim/knobs.ts';
import type { Pim } from '../pim/pim.ts';
import { apiVersions, requireApiVersion } from './api-versions.ts';
import { createApprovalCalls } from './approvals.ts';
import { createAuthorizationCalls } from './authorization.ts';
import { createChildResources } from './child-resources.ts';
import { batchResponse } from './batch.ts';
import type { ArmCall } from './context.ts';
import { armRefusal, errorResponse } from './errors.ts';
import { armHeaders, corsHeaders } from './headers.ts';
import { parseArmPath, type ArmPath } from './path.ts';
import { createRoleAssignmentsList } from './role-assignments.ts';
import { visibleSubscriptions } from './subscriptions.ts';

export interface ApiOptions {
  readonly pim: Pim;
  readonly authorize: Authorize;
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
  readonly newId: () => string;
}

/** The numbers of 2022, which only ever fall here: the emulator's throttling is a fault, not a budget. */
const readBudget = 11_999;
const writeBudget = 1_199;

const actions: Readonly<Record<string, readonly string[]>> = {
  roleassignmentschedulerequests: ['/cancel', '/validate'],
  roleeligibilityschedulerequests: ['/cancel', '/validate'],
  roleassignmentapprovals: ['/stages', '/stages/{child}'],
};

/** What follows the name, in the words of the table of handlers; null where the type has no such thing. */
function actionOf({ type, action, child }: ArmPath): string | null {
  if (action === null) return '';
  const written = `/${action}${child === null ? '' : '/{child}'}`;
  return actions[type]?.includes(written) === true ? written : null;
}

/** Azure Resource Manager as far as PIM needs it; to be mounted at its own host. */
export function createArm({ pim, authorize, clock, knobs, newId }: ApiOptions): Hono {
  const app = new Hono();
  const calls = createAuthorizationCalls({ pim, clock, knobs });
  const approvals = createApprovalCalls({ pim, clock, knobs });
  const spent = { reads: 0, writes: 0 };

  type Handler = (call: ArmCall) => Response | Promise<Response>;
  const handlers: Readonly<Record<string, Handler>> = {
    'GET roleeligibilityscheduleinstances': calls.listEligibility,
    'GET roleassignmentscheduleinstances': calls.listActive,
    'GET roleassignmentschedulerequests': calls.listRequests,
    'GET roleassignmentschedulerequests/{name}': calls.getRequest,
    'PUT roleassignmentschedulerequests/{name}': calls.putRequest,
    'POST roleassignmentschedulerequests/{name}/validate': calls.validateRequest,
    'POST roleassignmentschedulerequests/{name}/cancel': calls.cancelRequest,
    'GET roleeligibilityschedulerequests': calls.listRequests,
    'GET roleeligibilityschedulerequests/{name}': calls.getRequest,
    'PUT roleeligibilityschedulerequests/{name}': calls.putRequest,
    'POST roleeligibilityschedulerequests/{name}/validate': calls.validateRequest,
    'POST roleeligibilityschedulerequests/{name}/cancel': calls.cancelRequest,
    'GET rolemanagementpolicyassignments': calls.listPolicies,
    'GET permissions': calls.permissions,
    'GET eligiblechildresources': createChildResources({ pim, clock, knobs }),
    'GET roleassignmentapprovals': approvals.list,
    'GET roleassignmentapprovals/{name}': approvals.get,
    'GET roleassignmentapprovals/{name}/stages': approvals.listStages,
    'GET roleassignmentapprovals/{name}/stages/{child}': approvals.getStage,
    'PATCH roleassignmentapprovals/{name}/stages/{child}': approvals.decide,
    'PUT roleassignmentapprovals/{name}/stages/{child}': approvals.decide,
    'GET roleassignments': createRoleAssignmentsList({ pim, clock, knobs }),
    'GET roledefinitions/{name}': calls.getDefinition,
  };

  async function authorized(c: Context): Promise<AccessToken | Response> {
    const token = await authorize(c.req.raw, 'arm');
    if (token instanceof Response || token.scp.includes('user_impersonation')) return token;
    const { oid } = token;
    throw new PimError(
      403,
      'AuthorizationFailed',
      `The token of '${oid}' lacks the scope user_impersonation.`,
    );
  }

  app.use(async (c, next) => {
    await next();
    const isWrite = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
    if (isWrite) spent.writes += 1;
    else spent.reads += 1;
    const headers = armHeaders({
      requestId: newId(),
      clientRequestId: c.req.header('x-ms-client-request-id') ?? null,
      now: clock.now(),
      isWrite,
      isTenantLevel: !/^\/subscriptions\/./i.test(new URL(c.req.url).pathname),
      remaining: isWrite ? writeBudget - spent.writes : readBudget - spent.reads,
    });
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    if (c.res.headers.get('content-type')?.startsWith('application/json') === true) {
      c.res.headers.set('Content-Type', 'application/json; charset=utf-8');
    }
  });

  app.options('*', (c) => c.body(null, 200, { ...corsHeaders, 'Access-Control-Max-Age': '3600' }));

  app.get('/subscriptions', async (c) => {
    const token = await authorized(c);
    if (token instanceof Response) return token;
    requireApiVersion(c.req.query('api-version'), 'subscriptions');
    const value = visibleSubscriptions(pim, token);
    return c.json({ value, count: { type: 'Total', value: value.length } });
  });

  app.post('/batch', async (c) => {
    const token = await authorized(c);
    if (token instanceof Response) return token;
    requireApiVersion(c.req.query('api-version'), 'batch');
    return batchResponse(c, knobs.arm, (request) => app.fetch(request));
  });

  app.all('*', async (c) => {
    const token = await authorized(c);
    if (token instanceof Response) return token;
    const path = parseArmPath(new URL(c.req.url).pathname);
    const version = c.req.query('api-version');
    const action = path === null ? null : actionOf(path);
    if (path === null || action === null || apiVersions[path.type] === undefined) {
      if (version === undefined) throw armRefusal.missingApiVersion();
      throw armRefusal.invalidResourceType(path?.type ?? new URL(c.req.url).pathname);
    }
    requireApiVersion(version, path.type);
    const handler = handlers[`${c.req.method} ${path.type}${path.name === null ? '' : '/{name}'}${action}`];
    if (handler === undefined) {
      throw new PimError(405, 'MethodNotAllowed', `The method ${c.req.method} is not allowed here.`);
    }
    return handler({ c, token, path });
  });

  app.onError((error, c) => errorResponse(c, error));
  return app;
}
