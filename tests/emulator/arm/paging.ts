import { Buffer } from 'node:buffer';
import { PimError } from '../pim/errors.ts';

/** One page of a list; `nextLink` is absolute and opaque, and absent on the last page. */
export function listPage(rows: readonly unknown[], url: string, pageSize: number): Record<string, unknown> {
  const here = new URL(url);
  const token = here.searchParams.get('$skiptoken');
  const from = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString().replace(/^at=/, ''));
  if (!Number.isInteger(from) || from < 0)
    throw new PimError(400, 'InvalidSkipToken', 'The skip token is not valid.');
  const to = from + pageSize;
  const value = rows.slice(from, to);
  if (to >= rows.length) return { value };
  here.searchParams.set('$skiptoken', Buffer.from(`at=${to}`).toString('base64url'));
  return { value, nextLink: here.href };
}
