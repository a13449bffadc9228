/** Reads a collection to its end: ARM's `nextLink` and Graph's `@odata.nextLink` (pim-api.md A.7, C.1). */
import { FailureError } from '../domain/failure.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './client.ts';

export interface Collection {
  /** The members of every page's `value`, unparsed. */
  readonly rows: unknown[];
  /** The service's time when it gave the last page, ms since the epoch. */
  readonly serverNow: number;
}

/** More pages than any person has roles for; a service that goes on after them is going in circles. */
const mostPages = 100;

/**
 * @throws FailureError `unreadable` when a page is no collection, points to another host, or never ends; what was
 *   read until then is not returned, because half a list would pass for a whole one
 */
export async function readPages(
  http: HttpClient,
  first: Pick<HttpRequest, 'resource' | 'url' | 'signal' | 'timeoutMs'>,
): Promise<Collection> {
  const rows: unknown[] = [];
  const seen = new Set<string>();
  let url: string | undefined = first.url;
  let serverNow = http.serverNow(first.resource);
  while (url !== undefined) {
    if (seen.size >= mostPages) throw unreadable(`More than ${mostPages} pages`);
    if (seen.has(url)) throw unreadable('A page that points to itself');
    seen.add(url);
    const answer: HttpResponse = await http.request({ ...first, method: 'GET', url });
    const page = pageOf(answer.body);
    if (!page) throw unreadable('Not a collection');
    for (const row of page.value) rows.push(row);
    serverNow = answer.serverNow;
    url = page.next;
  }
  return { rows, serverNow };
}

function unreadable(message: string): FailureError {
  return new FailureError({ kind: 'unreadable', message });
}

function pageOf(body: unknown): { value: unknown[]; next: string | undefined } | undefined {
  if (typeof body !== 'object' || body === null || !('value' in body) || !Array.isArray(body.value))
    return undefined;
  const links = body as { nextLink?: unknown; '@odata.nextLink'?: unknown };
  const next = links['@odata.nextLink'] ?? links.nextLink;
  return { value: body.value as unknown[], next: typeof next === 'string' && next !== '' ? next : undefined };
}
