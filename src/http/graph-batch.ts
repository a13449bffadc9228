/** Many reads of Graph in few requests: `$batch` of at most twenty, each answered by itself (pim-api.md C.5). */
import * as v from 'valibot';
import { type Failure, FailureError } from '../domain/failure.ts';
import { serviceFailure } from '../domain/service-errors.ts';
import type { HttpClient } from './client.ts';
import { readErrorBody } from './error-body.ts';
import { retryAfterMs } from './retry-after.ts';

const mostInOne = 20;
const maxTries = 3;
const maxWaitMs = 20_000;

/** What one part came to: its body, unparsed, or why there is none. */
export type BatchPart = { readonly body: unknown } | { readonly failure: Failure };

const Answer = v.looseObject({
  responses: v.array(
    v.looseObject({
      id: v.string(),
      status: v.number(),
      headers: v.nullish(v.record(v.string(), v.unknown()), {}),
      body: v.nullish(v.unknown()),
    }),
  ),
});
type Response = v.InferOutput<typeof Answer>['responses'][number];

/**
 * Answers in the order of the paths. Parts are throttled one by one: those that are, and only those, are asked again
 * when their own `Retry-After` is over.
 *
 * @param paths below the version, such as `/policies/…`
 * @throws FailureError when a batch as a whole was refused or lost
 */
export async function readBatch(
  http: HttpClient,
  paths: readonly string[],
  sleep: (ms: number) => Promise<void>,
): Promise<BatchPart[]> {
  const parts: BatchPart[] = paths.map(() => ({ failure: { kind: 'unreadable' } }));
  let open = paths.map((path, index) => ({ path, index }));
  let waited = 0;
  for (let tries = 1; open.length > 0; tries++) {
    const answers = await Promise.all(chunks(open).map((chunk) => sendBatch(http, chunk)));
    const throttled: typeof open = [];
    let waitMs = 0;
    for (const { asked, response } of answers.flat()) {
      if (!response) continue;
      parts[asked.index] = partOf(response);
      if (response.status !== 429) continue;
      throttled.push(asked);
      waitMs = Math.max(waitMs, waitOf(response, http.serverNow('graph'), tries));
    }
    if (tries >= maxTries || waited + waitMs > maxWaitMs) break;
    open = throttled;
    waited += waitMs;
    if (open.length > 0) await sleep(waitMs);
  }
  return parts;
}

interface Asked {
  readonly path: string;
  readonly index: number;
}

async function sendBatch(http: HttpClient, chunk: readonly Asked[]) {
  const { body } = await http.request({
    resource: 'graph',
    method: 'POST',
    url: '/v1.0/$batch',
    readsOnly: true,
    body: { requests: chunk.map(({ path, index }) => ({ id: String(index), method: 'GET', url: path })) },
  });
  const answer = v.safeParse(Answer, body);
  if (!answer.success) throw new FailureError({ kind: 'unreadable', message: 'Not a batch of answers' });
  // They come in any order.
  const byId = new Map(answer.output.responses.map((response) => [response.id, response]));
  return chunk.map((asked) => ({ asked, response: byId.get(String(asked.index)) }));
}

function partOf({ status, body }: Response): BatchPart {
  if (status >= 200 && status < 300) return { body };
  return { failure: serviceFailure({ status, ...readErrorBody(JSON.stringify(body ?? {})) }) };
}

/** By the part's own header; half a second and more where it has none. */
function waitOf({ headers }: Response, serverNow: number, tries: number): number {
  const named = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  return (typeof named === 'string' && retryAfterMs(named, serverNow)) || 500 * 2 ** tries;
}

function chunks<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / mostInOne);
  return Array.from({ length: count }, (_, at) => items.slice(at * mostInOne, (at + 1) * mostInOne));
}
