import { apiVersions } from './arm/api-versions.ts';
import { parseArmPath } from './arm/path.ts';

/** Milliseconds that a host takes. */
export interface LatencyKnobs {
  login: number;
  graph: number;
  arm: number;
  portal: number;
  /** On top, after the PUT of a request has been carried out: 14 000 was measured (pim-api.md I). */
  armPut: number;
  /** On top, before the tenant-wide list of active assignments: 11 000 to 21 000 (pim-api.md 0.6). */
  armTenantList: number;
  /** On top, before the children of a management group: more than 15 000 (pim-api.md C.4). */
  armChildren: number;
}

export function noLatency(): LatencyKnobs {
  return { login: 0, graph: 0, arm: 0, portal: 0, armPut: 0, armTenantList: 0, armChildren: 0 };
}

/** What people measured on the real services (pim-api.md I), the slow calls at their slowest. */
export function measuredLatency(): LatencyKnobs {
  return { ...noLatency(), armPut: 14_000, armTenantList: 21_000, armChildren: 15_000 };
}

/** How long a call waits before anything is done about it, and how long its answer takes afterwards. */
export interface Latency {
  readonly before: number;
  readonly after: number;
}

export function latencyOf(
  site: 'login' | 'graph' | 'arm' | 'portal',
  { method, url }: Pick<Request, 'method' | 'url'>,
  knobs: LatencyKnobs,
): Latency {
  const usual = knobs[site];
  const path = site === 'arm' ? parseArmPath(new URL(url).pathname) : null;
  if (path === null || apiVersions[path.type] === undefined) return { before: usual, after: 0 };
  const isPut = method === 'PUT' && path.type.endsWith('schedulerequests');
  const isTenantList =
    method === 'GET' && path.scope === '' && path.type === 'roleassignmentscheduleinstances';
  const isChildren =
    method === 'GET' &&
    path.type === 'eligiblechildresources' &&
    /^\/providers\/Microsoft\.Management\/managementGroups\//i.test(path.scope);
  const more = isTenantList ? knobs.armTenantList : isChildren ? knobs.armChildren : 0;
  return { before: usual + more, after: isPut ? knobs.armPut : 0 };
}
