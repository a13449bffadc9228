import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PimError } from '../pim/errors.ts';

/** A refusal by Graph itself and not by PIM behind it; never double-encoded. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'GraphError';
    this.status = status;
    this.code = code;
  }
}

export function badRequest(message: string): GraphError {
  return new GraphError(400, 'BadRequest', message);
}

/**
 * The JSON body of a write. One that is not declared as JSON is refused, whatever it holds; a browser declares text
 * where the caller says nothing. The status and code for another media type are UNCONFIRMED.
 *
 * @throws GraphError 400 or 415.
 */
export async function jsonBody(c: Context): Promise<unknown> {
  const type = c.req.header('content-type');
  if (type === undefined) {
    throw badRequest('Write requests (excluding DELETE) must contain the Content-Type header declaration.');
  }
  if (!/^application\/json\b/i.test(type)) {
    throw new GraphError(415, 'UnsupportedMediaType', `The media type '${type}' is not supported.`);
  }
  return c.req.json().catch(() => {
    throw badRequest('Unable to read JSON request payload.');
  });
}

interface Options {
  /** The cloud's time, in milliseconds since the epoch. */
  readonly now: number;
  readonly requestId: string;
  readonly doubleEncode: boolean;
}

/** Graph's envelope around an error (pim-api.md F.1); anything that is no refusal is thrown on. */
export function errorResponse(c: Context, error: Error, { now, requestId, doubleEncode }: Options): Response {
  if (!(error instanceof PimError) && !(error instanceof GraphError)) throw error;
  const wrapped = doubleEncode && error instanceof PimError;
  const code = wrapped ? 'UnknownError' : error.code;
  const message = wrapped ? JSON.stringify({ errorCode: error.code, message: error.message }) : error.message;
  const innerError = {
    date: new Date(now).toISOString().slice(0, 19),
    'request-id': requestId,
    'client-request-id': c.req.header('client-request-id') ?? requestId,
  };
  return c.json({ error: { code, message, innerError } }, error.status as ContentfulStatusCode);
}
