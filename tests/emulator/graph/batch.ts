import type { Context, Hono } from 'hono';
import { badRequest, jsonBody } from './errors.ts';

const maximum = 20;

interface SubRequest {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

interface SubResponse {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function parse(item: unknown): SubRequest {
  const sent = (typeof item === 'object' ? item : null) as Partial<SubRequest> | null;
  if (typeof sent?.id !== 'string' || typeof sent.method !== 'string' || typeof sent.url !== 'string') {
    throw badRequest("Invalid batch payload format: every request needs 'id', 'method' and 'url'.");
  }
  const { id, method, url, headers = {}, body = null, dependsOn = [] } = sent;
  return { id, method, url, headers, body, dependsOn };
}

function parseBatch(payload: unknown): SubRequest[] {
  const requests = (payload as { requests?: unknown } | null)?.requests;
  if (!Array.isArray(requests)) throw badRequest('Invalid batch payload format.');
  if (requests.length > maximum)
    throw badRequest(`Number of batch requests exceeds the limit of ${maximum}.`);
  const parsed = requests.map(parse);
  if (new Set(parsed.map(({ id }) => id)).size !== parsed.length)
    throw badRequest('Request ids must be unique.');
  return parsed;
}

/**
 * `POST /$batch`: up to twenty requests, each answered by itself (pim-api.md C.5). One that depends on a failed
 * one answers 424. The answers come back in another order than the requests, as the service may.
 */
export async function batchResponse(c: Context, version: string, app: Hono): Promise<Response> {
  const payload = await jsonBody(c);
  const responses = new Map<string, SubResponse>();
  for (const { id, method, url, headers, body, dependsOn } of parseBatch(payload)) {
    if (dependsOn.some((other) => (responses.get(other)?.status ?? 400) >= 400)) {
      responses.set(id, { id, status: 424, headers: {}, body: null });
      continue;
    }
    const target = new URL(`/${version}/${url.replace(/^\//, '')}`, c.req.url);
    const init: RequestInit = {
      method,
      headers: { ...headers, authorization: c.req.header('authorization') ?? '' },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    };
    const response = await app.fetch(new Request(target, init));
    const contentType = response.headers.get('content-type') ?? '';
    responses.set(id, {
      id,
      status: response.status,
      headers: { 'Content-Type': contentType },
      body: response.status === 204 ? null : await response.json(),
    });
  }
  return c.json({ responses: [...responses.values()].toReversed() });
}
