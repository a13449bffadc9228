import type { RequestedClaims } from './claims.ts';
import type { RequestedScopes } from './scopes.ts';

/** How somebody proved who they are: when, and by which methods (`pwd`, `mfa`). */
export interface SignedIn {
  readonly personId: string;
  /** Session id, as in the `sid` claim. */
  readonly sid: string;
  /** Milliseconds. */
  readonly at: number;
  amr: string[];
  /** Authentication contexts proved by a step of their own. */
  readonly contexts: string[];
}

/** What a code or a refresh token stands for. Instants are milliseconds of the cloud's clock. */
export interface Grant {
  readonly clientId: string;
  readonly personId: string;
  readonly tenantId: string;
  readonly sid: string;
  readonly amr: readonly string[];
  /** Authentication contexts that the session had proved by a step of their own. */
  readonly contexts: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface CodeGrant extends Grant {
  readonly redirectUri: string;
  readonly scopes: RequestedScopes;
  readonly claims: RequestedClaims;
  /** Authentication contexts that were satisfied at sign-in. */
  readonly acrs: readonly string[];
  readonly nonce: string | undefined;
  readonly challenge: { readonly method: 'S256' | 'plain'; readonly value: string } | undefined;
  redeemed: boolean;
}

export interface RefreshGrant extends Grant {
  readonly spa: boolean;
  readonly scopes: RequestedScopes;
}

/** An authorize request, read and checked. */
export interface AuthorizeRequest {
  readonly segment: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly responseMode: 'fragment' | 'query';
  readonly scopes: RequestedScopes;
  readonly claims: RequestedClaims;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly challenge: CodeGrant['challenge'];
  readonly prompt: 'none' | 'login' | 'select_account' | 'consent' | undefined;
  readonly loginHint: string | undefined;
  readonly sid: string | undefined;
  readonly correlationId: string;
  readonly wantsClientInfo: boolean;
}

/** A sign-in on its way through the pages. */
export interface Flow {
  readonly id: string;
  readonly request: AuthorizeRequest;
  personId: string | undefined;
  /** What the person did in this very flow. */
  provedPassword: boolean;
  provedMfa: boolean;
  consented: boolean;
  /** An administrator's consent for the whole tenant is asked for, and no code. */
  readonly forTenant: boolean;
}

export interface TokenServiceState {
  readonly codes: Map<string, CodeGrant>;
  readonly refreshTokens: Map<string, RefreshGrant>;
  /** Signed-in people by session cookie. */
  readonly sessions: Map<string, SignedIn[]>;
  readonly flows: Map<string, Flow>;
  /** By person: nothing issued before this instant is valid any more (Entra's TokensValidFrom). */
  readonly validFrom: Map<string, number>;
}

export function createState(): TokenServiceState {
  return {
    codes: new Map(),
    refreshTokens: new Map(),
    sessions: new Map(),
    flows: new Map(),
    validFrom: new Map(),
  };
}
