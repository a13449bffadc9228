/**
 * What a service says of a refusal, in whichever of its envelopes (pim-api.md F.1): ARM's and Graph's
 * `{ error: { code, message } }`, Graph's second envelope written as text into the message of the first, the token
 * service's `{ error, error_description }`, an HTML page, or plain text.
 */
import { codeWithin, isVagueCode } from '../domain/service-errors.ts';

export interface ErrorBody {
  readonly code?: string;
  readonly message?: string;
  /** Claims that a new token must meet, as JSON text (pim-api.md F.2, F.3). */
  readonly claims?: string;
}

const longestText = 500;

/** @param challenge the `WWW-Authenticate` header, which may carry claims too */
export function readErrorBody(text: string, challenge: string | null = null): ErrorBody {
  const said = fromJson(text) ?? { message: fromPage(text) };
  const code = said.code && !isVagueCode(said.code) ? said.code : (codeWithin(text) ?? said.code);
  const claims = findClaims(said.message ?? '') ?? findClaims(text) ?? findClaims(challenge ?? '');
  return {
    ...(code ? { code } : {}),
    ...(said.message ? { message: withoutTokens(said.message) } : {}),
    ...(claims ? { claims } : {}),
  };
}

interface Said {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

function fromJson(text: string): Said | undefined {
  const body = objectIn(text);
  return body && said(body, 3);
}

function said(body: Record<string, unknown>, depth: number): Said {
  const { error } = body;
  const envelope = isObject(error) ? error : body;
  const code =
    textOf(envelope['code']) ?? textOf(envelope['errorCode']) ?? textOf(envelope['Code']) ?? textOf(error);
  const message =
    textOf(envelope['message']) ?? textOf(envelope['Message']) ?? textOf(envelope['error_description']);
  const inner = depth > 0 && message ? objectIn(message) : undefined;
  if (!inner) return { code, message };
  const within = said(inner, depth - 1);
  return { code: within.code ?? code, message: within.message ?? message };
}

/** The title of an HTML page, or a plain text, shortened; nothing else of a page helps anybody. */
function fromPage(text: string): string | undefined {
  const isPage = /^\s*</.test(text);
  const found = isPage ? /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1] : text;
  return found?.replace(/\s+/g, ' ').trim().slice(0, longestText) || undefined;
}

/**
 * The claims after `claims=`, wherever they stand in a text: URL-encoded JSON in a message, base64 in a header.
 * `undefined` where there are none or they are not a JSON object.
 */
export function findClaims(text: string): string | undefined {
  for (const match of text.replaceAll('\\"', '"').matchAll(/claims=(?:"([^"]+)"|([^"&\s,;]+))/g)) {
    const found = match[1] ?? match[2] ?? '';
    for (const decode of [decodeURIComponent, decodeBase64]) {
      const decoded = attemptTo(() => decode(found));
      if (decoded && objectIn(decoded)) return decoded;
    }
  }
  return undefined;
}

function decodeBase64(text: string): string {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}

/** Takes out whatever looks like a signed token: services quote the token that they refuse. */
export function withoutTokens(text: string): string {
  return text.replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]');
}

function objectIn(text: string): Record<string, unknown> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  const value = attemptTo(() => JSON.parse(text) as unknown);
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function attemptTo<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
