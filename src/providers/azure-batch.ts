/** Several reads of ARM in one request: `POST /batch`, the portal's own and undocumented (pim-api.md C.5). */
import * as v from 'valibot';
import { FailureError } from '../domain/failure.ts';
import type { HttpClient } from '../http/client.ts';

/** No client was seen to send more in one. */
const mostInBatch = 20;

const Answers = v.looseObject({
  responses: v.array(
    v.looseObject({ name: v.string(), httpStatusCode: v.number(), content: v.optional(v.unknown()) }),
  ),
});

export interface BatchAnswer {
  readonly status: number;
  /** Parsed JSON. */
  readonly body: unknown;
}

/**
 * Only for reads, because each part of a batch is judged by itself and a write could not be followed up.
 *
 * @param urls paths on ARM's host, as many as one likes
 * @returns an answer for each, in the same order; `undefined` where the service left one out
 * @throws FailureError when a batch as a whole was refused, not reached or not understood
 */
export async function readBatched(
  http: HttpClient,
  urls: readonly string[],
): Promise<(BatchAnswer | undefined)[]> {
  const batches: string[][] = [];
  for (let at = 0; at < urls.length; at += mostInBatch) batches.push(urls.slice(at, at + mostInBatch));
  return (await Promise.all(batches.map((batch) => readOne(http, batch)))).flat();
}

async function readOne(http: HttpClient, urls: readonly string[]): Promise<(BatchAnswer | undefined)[]> {
  const answer = await http.request({
    resource: 'arm',
    method: 'POST',
    url: '/batch?api-version=2020-06-01',
    readsOnly: true,
    body: { requests: urls.map((url, index) => ({ httpMethod: 'GET', name: String(index), url })) },
  });
  const parsed = v.safeParse(Answers, answer.body);
  if (!parsed.success) throw new FailureError({ kind: 'unreadable', message: 'Not the answer to a batch' });
  // Told by name: nothing says that the order is kept.
  const byName = new Map(parsed.output.responses.map((one) => [one.name, one]));
  return urls.map((_, index) => {
    const one = byName.get(String(index));
    return one && { status: one.httpStatusCode, body: one.content };
  });
}
