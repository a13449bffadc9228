import type { Context } from 'hono';
import type { ArmPimKnobs } from '../pim/knobs.ts';
import { armRefusal } from './errors.ts';
import { parseJson, sentText } from './sent.ts';

/** No client was seen to send more at once; where the service stops is UNCONFIRMED. */
const maximum = 20;

interface SubRequest {
  readonly name: string;
  readonly httpMethod: string;
  /** Relative or absolute. */
  readonly url: string;
  readonly content: unknown;
}

interface SubResponse {
  readonly name: string;
  readonly httpStatusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: unknown;
  readonly contentLength: number;
}

function parse(item: unknown): SubRequest {
  const sent = (typeof item === 'object' ? item : null) as Partial<SubRequest> | null;
  if (typeof sent?.name !== 'string' || typeof sent.httpMethod !== 'string' || typeof sent.url !== 'string')
    throw armRefusal.invalidContent('every request of a batch has a name, a httpMethod and a url');
  const { name, httpMethod, url, content = null } = sent;
  return { name, httpMethod: httpMethod.toUpperCase(), url, content };
}

async function requestsOf(c: Context): Promise<SubRequest[]> {
  const { requests } = (parseJson(await sentText(c)) ?? {}) as { requests?: unknown };
  if (!Array.isArray(requests) || requests.length > maximum)
    throw armRefusal.invalidContent(`a batch holds up to ${maximum} requests`);
  return requests.map(parse);
}

/**
 * `POST /batch`, the portal's own and undocumented: many calls in one, each answered by itself (pim-api.md C.5).
 *
 * @param answer serves one call as if it had come alone, with the batch's own token.
 */
export async function batchResponse(
  c: Context,
  knobs: ArmPimKnobs,
  answer: (request: Request) => Response | Promise<Response>,
): Promise<Response> {
  const authorization = c.req.header('authorization') ?? '';

  /** All are checked before the first is carried out. */
  function check({ httpMethod, url }: SubRequest): void {
    const target = new URL(url, c.req.url);
    const isHere = target.host === new URL(c.req.url).host && !/^\/batch$/i.test(target.pathname);
    if (!isHere) throw armRefusal.invalidContent(`the url '${url}' cannot be part of a batch`);
    if (httpMethod !== 'GET' && knobs.batchWrites === 'refuse')
      throw armRefusal.invalidContent(`the httpMethod '${httpMethod}' cannot be part of a batch`);
  }

  async function respond({ name, httpMethod, url, content }: SubRequest): Promise<SubResponse> {
    const body = content === null || httpMethod === 'GET' ? {} : { body: JSON.stringify(content) };
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await answer(
      new Request(new URL(url, c.req.url), { method: httpMethod, headers, ...body }),
    );
    const text = await response.text();
    return {
      name,
      httpStatusCode: response.status,
      headers: Object.fromEntries(response.headers),
      content: text === '' ? {} : parseJson(text),
      contentLength: text.length,
    };
  }

  const requests = await requestsOf(c);
  for (const request of requests) check(request);
  return c.json({ responses: await Promise.all(requests.map(respond)) });
}
