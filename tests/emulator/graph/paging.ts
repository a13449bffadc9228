import { Buffer } from 'node:buffer';
import { badRequest } from './errors.ts';
import type { ODataQuery } from './odata.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** `@odata.nextLink`, or nothing on the last page. */
  readonly link: Readonly<Record<string, string>>;
}

function offsetOf(skiptoken: string | null): number {
  if (skiptoken === null) return 0;
  const offset = Number(Buffer.from(skiptoken, 'base64url').toString().replace(/^row:/, ''));
  if (!Number.isInteger(offset) || offset < 1) throw badRequest('The skip token is not valid.');
  return offset;
}

/** One page of a collection; the next link is absolute and opaque, and repeats the query (pim-api.md A.7). */
export function collectionPage<T>(
  rows: readonly T[],
  url: string,
  query: Pick<ODataQuery, 'top' | 'skiptoken'>,
  pageSize: number,
): Page<T> {
  const from = offsetOf(query.skiptoken);
  const to = from + Math.min(query.top ?? pageSize, pageSize);
  if (to >= rows.length) return { items: rows.slice(from), link: {} };
  const next = new URL(url);
  next.searchParams.set('$skiptoken', Buffer.from(`row:${to}`).toString('base64url'));
  return { items: rows.slice(from, to), link: { '@odata.nextLink': next.href } };
}
