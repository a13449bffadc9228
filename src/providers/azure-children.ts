/** Scopes below the eligible one (pim-api.md C.4). */
import * as v from 'valibot';
import { FailureError } from '../domain/failure.ts';
import type { Eligibility, Scope } from '../domain/role.ts';
import type { HttpClient } from '../http/client.ts';
import { readPages } from '../http/pages.ts';
import { authorizationAt, azureScope } from './azure-scope.ts';
import { optionalText, readRows } from './wire.ts';

/** A management group takes over 15 s; a fetch of 30 s would stop the worker. */
const timeoutMs = 27_000;

const ChildRow = v.pipe(
  v.looseObject({ id: v.pipe(v.string(), v.startsWith('/')), name: optionalText }),
  v.transform(({ id, name }) => azureScope(id, name)),
);

/** @throws FailureError when the service refuses, takes too long or cannot be understood */
export async function readChildScopes(
  http: HttpClient,
  apiVersion: string,
  scopeId: string,
): Promise<Scope[]> {
  const url = `${authorizationAt(scopeId)}/eligibleChildResources?api-version=${apiVersion}`;
  const { rows } = await readPages(http, { resource: 'arm', url, timeoutMs });
  const scopes = readRows(ChildRow, rows).rows;
  return [...new Map(scopes.map((scope) => [scope.id.toLowerCase(), scope])).values()];
}

/**
 * Below a management group Azure asks for a right to read the resource group, which the very role would bring; the
 * way around is to activate at the subscription (pim-api.md C.4).
 */
export function ofNarrowedRole(thrown: unknown, role: Eligibility): unknown {
  if (!role.narrowed || !(thrown instanceof FailureError)) return thrown;
  const { failure } = thrown;
  const isRead = /\/resourceGroups\/read$/i.test(failure.facts?.['action'] ?? '');
  if (failure.status !== 403 || failure.code !== 'AuthorizationFailed' || !isRead) return thrown;
  return new FailureError({ ...failure, kind: 'groupUnreadable' }, { cause: thrown });
}
