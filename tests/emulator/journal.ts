import { decodeJwt } from 'jose';
import type { ServerClock } from './types.ts';

/** One request as the cloud saw it. What would let somebody act as its sender is blotted out. */
export interface JournalEntry {
  readonly sequence: number;
  /** Milliseconds of the cloud's clock. */
  readonly at: number;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON body parsed, a form as a record, anything else as text. */
  readonly body?: unknown;
  /** The claims of the bearer token, unverified, where one was sent. */
  readonly token?: Readonly<Record<string, unknown>>;
  /** Object id of the caller, once an API has verified the token. */
  oid?: string;
  /** Kind of the fault that struck, where one did. */
  fault?: string;
  /** Status answered; absent while there is no answer, and for ever when the connection was cut. */
  status?: number;
}

export interface JournalFilter {
  readonly host?: string;
  readonly method?: string;
  /** A string must equal the whole path. */
  readonly path?: RegExp | string;
  readonly oid?: string;
  readonly where?: (entry: JournalEntry) => boolean;
}

export interface Journal {
  readonly entries: readonly JournalEntry[];
  requests(filter?: JournalFilter): JournalEntry[];
  count(filter?: JournalFilter): number;
  last(filter?: JournalFilter): JournalEntry | undefined;
  clear(): void;
  /** Writes a request down before anything is done about it. */
  open(request: Request): Promise<JournalEntry>;
}

const secretFields = new Set(['code', 'refresh_token', 'code_verifier', 'client_secret', 'password']);
const secretHeaders = new Set(['authorization', 'cookie']);
const BLOTTED = '<redacted>';

const blot = (fields: Iterable<[string, string]>, secrets: ReadonlySet<string>): Record<string, string> =>
  Object.fromEntries(
    [...fields].map(([name, value]) => [name, secrets.has(name.toLowerCase()) ? BLOTTED : value]),
  );

async function bodyOf(request: Request): Promise<unknown> {
  if (request.body === null || request.method === 'GET' || request.method === 'HEAD') return undefined;
  const type = request.headers.get('content-type') ?? '';
  const text = await request.clone().text();
  if (text === '') return undefined;
  if (type.includes('x-www-form-urlencoded')) return blot(new URLSearchParams(text), secretFields);
  if (!type.includes('json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function claimsOf(request: Request): Record<string, unknown> | undefined {
  const token = request.headers.get('authorization')?.split(' ')[1];
  if (token === undefined) return undefined;
  try {
    return decodeJwt(token);
  } catch {
    return undefined;
  }
}

/** Scopes read better without their percent signs; what is not well formed stays as it is. */
const readable = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

const fits = (entry: JournalEntry, filter: JournalFilter): boolean =>
  (filter.host ?? entry.host) === entry.host &&
  (filter.method ?? entry.method) === entry.method &&
  (filter.oid ?? entry.oid) === entry.oid &&
  (filter.path === undefined ||
    (typeof filter.path === 'string'
      ? filter.path === entry.path
      : new RegExp(filter.path, filter.path.flags.replaceAll('g', '')).test(entry.path))) &&
  (filter.where?.(entry) ?? true);

export function createJournal(clock: ServerClock): Journal {
  const entries: JournalEntry[] = [];
  let sequence = 0;
  const requests = (filter: JournalFilter = {}): JournalEntry[] =>
    entries.filter((entry) => fits(entry, filter));
  return {
    entries,
    requests,
    count: (filter) => requests(filter).length,
    last: (filter) => requests(filter).at(-1),
    clear: () => void entries.splice(0),
    async open(request) {
      const url = new URL(request.url);
      const at = clock.now();
      const number = ++sequence;
      const token = claimsOf(request);
      const body = await bodyOf(request);
      const entry: JournalEntry = {
        sequence: number,
        at,
        host: url.hostname,
        method: request.method,
        path: readable(url.pathname),
        query: blot(url.searchParams, secretFields),
        headers: blot(request.headers, secretHeaders),
        ...(body === undefined ? {} : { body }),
        ...(token === undefined ? {} : { token }),
      };
      entries.push(entry);
      return entry;
    },
  };
}
