import { Hono, type Context } from 'hono';
import type { Authorize, ServerClock } from '../types.ts';
import type { PimKnobs } from '../pim/knobs.ts';
import type { Pim } from '../pim/pim.ts';
import { approvalRoutes, groupApprovals, roleApprovals } from './approvals.ts';
import { batchResponse } from './batch.ts';
import type { GraphContext, GraphEnv } from './context.ts';
import type { GraphVersion } from './directory-objects.ts';
import { directoryRoutes } from './directory.ts';
import { badRequest, errorResponse } from './errors.ts';
import { groupDirectoryRoutes } from './groups/directory.ts';
import { privilegedGroupRoutes } from './groups/routes.ts';
import { policyRoutes } from './policies.ts';
import { roleAssignmentRoutes } from './role-assignments.ts';
import { roleManagementRoutes } from './role-management.ts';

export interface ApiOptions {
  readonly pim: Pim;
  readonly authorize: Authorize;
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
  readonly newId: () => string;
}

const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, WWW-Authenticate, Retry-After',
};

/** Microsoft Graph as far as PIM needs it, v1.0 and beta; to be mounted at its own host. */
export function createGraph({ pim, authorize, clock, knobs, newId }: ApiOptions): Hono {
  const outer = new Hono();
  const requestIds = new WeakMap<Request, string>();

  function versionApp(version: GraphVersion): Hono<GraphEnv> {
    const context: GraphContext = { pim, clock, knobs, newId, version };
    const app = new Hono<GraphEnv>();
    app.use(async (c, next) => {
      const token = await authorize(c.req.raw, 'graph');
      if (token instanceof Response) return token;
      c.set('token', token);
      c.set('metadata', `${new URL(c.req.url).origin}/${version}/$metadata`);
      return next();
    });
    app.post('/$batch', (c) => batchResponse(c, version, outer));
    app.route('/', directoryRoutes(context));
    app.route('/', groupDirectoryRoutes(context));
    app.route('/policies', policyRoutes(context));
    app.route('/roleManagement/directory/roleAssignmentApprovals', approvalRoutes(context, roleApprovals));
    app.route(
      '/identityGovernance/privilegedAccess/group/assignmentApprovals',
      approvalRoutes(context, groupApprovals),
    );
    app.route('/', roleAssignmentRoutes(context));
    app.route('/identityGovernance/privilegedAccess/group', privilegedGroupRoutes(context));
    app.route('/roleManagement/directory', roleManagementRoutes(context));
    return app;
  }

  outer.use(async (c, next) => {
    const id = newId();
    requestIds.set(c.req.raw, id);
    await next();
    c.res.headers.set('request-id', id);
    c.res.headers.set('client-request-id', c.req.header('client-request-id') ?? id);
    c.res.headers.set('Cache-Control', 'no-store, no-cache');
    for (const [name, value] of Object.entries(corsHeaders)) c.res.headers.set(name, value);
    if (c.res.headers.get('content-type')?.startsWith('application/json') === true) {
      c.res.headers.set(
        'Content-Type',
        'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
      );
      c.res.headers.set('OData-Version', '4.0');
    }
  });
  outer.options('*', (c) =>
    c.body(null, 200, {
      'Access-Control-Allow-Methods': 'GET, POST, PATCH, PUT, DELETE, OPTIONS',
      'Access-Control-Allow-Headers': c.req.header('access-control-request-headers') ?? '*',
      'Access-Control-Max-Age': '3600',
    }),
  );
  outer.route('/v1.0', versionApp('v1.0'));
  outer.route('/beta', versionApp('beta'));

  const onError = (error: Error, c: Context): Response => {
    const requestId = requestIds.get(c.req.raw) ?? newId();
    return errorResponse(c, error, {
      now: clock.now(),
      requestId,
      doubleEncode: knobs.graph.doubleEncodeErrors,
    });
  };
  outer.onError(onError);
  outer.notFound((c) =>
    onError(badRequest(`Resource not found for the segment '${new URL(c.req.url).pathname}'.`), c),
  );
  return outer;
}
