import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { createEmulator, type Emulator, type EmulatorOptions } from '../emulator/emulator.ts';
import { fetchFrom } from '../emulator/fetch-from.ts';
import { hoistClientId, people } from '../emulator/seeds/contoso-directory.ts';
import { entraRoleId } from '../emulator/seeds/entra-roles.ts';
import {
  createSignInWindow,
  type SignInWindow,
  type SignInWindowOptions,
} from '../emulator/sign-in-window.ts';
import { sharedKeys } from './shared-keys.ts';

export const ORIGIN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
export const REDIRECT = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';
export const GRAPH = 'https://graph.microsoft.com/.default';
export const ARM = 'https://management.azure.com/.default';
export const NOW = Date.parse('2026-11-23T08:00:00Z');

/** A cloud that stands still at `NOW` until its clock is moved, and knows the redirect URI. */
export function cloud(options: EmulatorOptions = {}): Emulator {
  const emulator = createEmulator({ now: () => NOW, keys: sharedKeys, ...options });
  emulator.directory.addRedirectUri(hoistClientId, REDIRECT);
  return emulator;
}

export const windowOf = (
  emulator: Emulator,
  upn = 'ada@contoso.com',
  more: Partial<SignInWindowOptions> = {},
): SignInWindow => createSignInWindow(emulator, { choose: () => upn, ...more });

export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
}

export function pkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** An authorize URL as MSAL writes it; a parameter set to undefined is left out. */
export function authorizeUrl(
  changes: Record<string, string | undefined> = {},
  segment = 'organizations',
): string {
  const parameters: Record<string, string | undefined> = {
    client_id: hoistClientId,
    scope: `${GRAPH} openid profile offline_access`,
    redirect_uri: REDIRECT,
    'client-request-id': '0d1e4c5e-2c55-4b6b-9a5f-b2a64d4c2b11',
    response_mode: 'fragment',
    response_type: 'code',
    client_info: '1',
    code_challenge: pkce().challenge,
    code_challenge_method: 'S256',
    nonce: 'the-nonce',
    state: 'the-state',
    ...changes,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
  return `https://login.microsoftonline.com/${segment}/oauth2/v2.0/authorize?${query}`;
}

export const fragmentOf = (url: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(new URL(url).hash.slice(1)));

/** Members of token answers and of refusals: a test asks for those that its answer should have. */
export interface TokenBody {
  readonly scope: string;
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
  readonly client_info: string;
  readonly expires_in: number;
  readonly refresh_token_expires_in: number;
  readonly error: string;
  readonly error_description: string;
  readonly error_codes: readonly number[];
  readonly claims: string;
}

export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: TokenBody;
}

/** Claims that tests read one by one; any other is looked at as a whole. */
export interface Claims {
  readonly oid: string;
  readonly sid: string;
  readonly scp: string;
  readonly amr: readonly string[];
  readonly wids: readonly string[];
  readonly login_hint: string;
  readonly [claim: string]: unknown;
}

/** Posts to the token endpoint from an extension's worker, or from nowhere (`origin: null`). */
export async function postToken(
  emulator: Emulator,
  form: Record<string, string | undefined>,
  options: { origin?: string | null; segment?: string } = {},
): Promise<TokenAnswer> {
  const { origin = ORIGIN, segment = 'organizations' } = options;
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries({ client_id: hoistClientId, client_info: '1', ...form })) {
    if (value !== undefined) body.set(name, value);
  }
  const request = new Request(`https://login.microsoftonline.com/${segment}/oauth2/v2.0/token`, {
    method: 'POST',
    body,
  });
  const response = await (origin === null ? emulator.fetch(request) : fetchFrom(emulator, origin)(request));
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as TokenBody,
  };
}

/** Redeems a refresh token for Graph, with the claims that are asked for. */
export const refresh = (emulator: Emulator, refresh_token: string, claims?: string): Promise<TokenAnswer> =>
  postToken(emulator, {
    grant_type: 'refresh_token',
    refresh_token,
    scope: `${GRAPH} openid offline_access`,
    claims,
  });

export interface SignedIn {
  readonly code: string;
  readonly answer: Record<string, string>;
  readonly redeem: (
    changes?: Record<string, string | undefined>,
    options?: Parameters<typeof postToken>[2],
  ) => Promise<TokenAnswer>;
}

/** Signs in through the pages and stops before the code is redeemed. */
export async function signIn(
  emulator: Emulator,
  open: SignInWindow,
  changes: Record<string, string | undefined> = {},
  segment?: string,
): Promise<SignedIn> {
  const { verifier, challenge } = pkce();
  const answer = fragmentOf(
    await open(authorizeUrl({ code_challenge: challenge, ...changes }, segment), true),
  );
  const { code } = answer;
  if (code === undefined) throw new Error(`no code: ${JSON.stringify(answer)}`);
  const scope = changes['scope'] ?? `${GRAPH} openid profile offline_access`;
  return {
    code,
    answer,
    redeem: (form = {}, options = {}) =>
      postToken(
        emulator,
        {
          grant_type: 'authorization_code',
          code,
          code_verifier: verifier,
          redirect_uri: REDIRECT,
          scope,
          ...form,
        },
        options,
      ),
  };
}

/** The claims of a token, for looking at: nothing is verified. */
export function claimsOf(token: string): Claims {
  const [, payload = ''] = token.split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
}

/** The AADSTS code that an error description begins with. */
export function codeOf(description: string | undefined): number | undefined {
  const code = /^AADSTS(\d+): /.exec(description ?? '')?.[1];
  return code === undefined ? undefined : Number(code);
}

/** @param code the AADSTS code, which stands in the description too */
export function expectRefusal({ status, body }: TokenAnswer, code: number, error: string): void {
  expect({ status, error: body.error, codes: body.error_codes }).toEqual({
    status: 400,
    error,
    codes: [code],
  });
  expect(codeOf(body.error_description)).toBe(code);
}

/** Opens a URL as a browser without cookies would, once, and returns what is shown. */
export async function load(
  emulator: Emulator,
  url: string,
): Promise<{ status: number; location: string | null; html: string }> {
  const response = await emulator.fetch(new Request(url));
  return { status: response.status, location: response.headers.get('location'), html: await response.text() };
}

/** Text of an element of a page, by its test id. */
export function textOf(html: string, testId: string): string | undefined {
  const inner = new RegExp(`data-testid="${testId}"[^>]*>([^<]*)<`).exec(html)?.[1];
  return inner?.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

/** A token of Ada's for Graph, without the pages of a sign-in. */
export const graphToken = (emulator: Emulator): Promise<string> =>
  emulator.tokens.issue({ upn: 'ada@contoso.com', clientId: hoistClientId, api: 'graph' });

/** Activates an Entra role of Ada's by Graph, as her browser would, and insists that it took. */
export async function activateEntraRole(emulator: Emulator, role: string): Promise<void> {
  const token = await graphToken(emulator);
  const answer = await emulator.fetch(
    new Request('https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignmentScheduleRequests', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        action: 'selfActivate',
        principalId: people.ada.id,
        roleDefinitionId: entraRoleId(role),
        directoryScopeId: '/',
        justification: 'Contract test',
        scheduleInfo: {
          startDateTime: new Date(emulator.clock.now()).toISOString(),
          expiration: { type: 'afterDuration', duration: 'PT30M' },
        },
      }),
    }),
  );
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`not activated: ${answer.status} ${text}`);
}
