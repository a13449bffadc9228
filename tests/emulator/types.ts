/**
 * What the rooms of the embedded cloud share: its clock, its knobs, its directory of people and scopes, and the
 * one function by which Graph, ARM and the portal learn who is calling.
 */

/** The cloud's own time, in milliseconds since the epoch; it may run ahead of, or behind, the browser's. */
export interface ServerClock {
  now(): number;
  /** Moves the cloud's time on; nothing waits for it. */
  advance(ms: number): void;
}

export type ApiName = 'graph' | 'arm' | 'portal';

/** The claims of an access token whose signature, audience, issuer and life an API has verified. */
export interface AccessToken {
  readonly oid: string;
  readonly tid: string;
  readonly appid: string;
  readonly scp: readonly string[];
  readonly amr: readonly string[];
  readonly acrs: readonly string[];
  readonly xms_cc: readonly string[];
  /** Template ids of the directory roles that were in effect when the token was issued. */
  readonly wids: readonly string[];
  /** Ids of the groups that the person was an active member of when the token was issued. */
  readonly groups: readonly string[];
  readonly iat: number;
  readonly exp: number;
  /** When the token was minted, in milliseconds: `iat` is too coarse to compare with a role's start. */
  readonly issuedAtMs?: number;
}

export interface Tenant {
  readonly id: string;
  readonly displayName: string;
  readonly defaultDomain: string;
  /** Further domains by which the tenant may be named in an authority. */
  readonly verifiedDomains?: readonly string[];
}

export interface Person {
  readonly id: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** Other tenants that the person is a guest of, with the object id the person has there. */
  readonly guestOf?: readonly { readonly tenantId: string; readonly id: string }[];
}

/** One app registration, as the token service knows it. */
export interface AppRegistration {
  readonly clientId: string;
  /** Tenant that owns it; `multiTenant` registrations work in every tenant of the cloud. */
  readonly tenantId: string;
  readonly multiTenant: boolean;
  readonly platform: 'spa' | 'web';
  /** Exact redirect URIs; mutable, so that a test may register the one that its browser made. */
  readonly redirectUris: string[];
  /** Scopes consented to, by tenant id and then API. */
  readonly consents: Record<string, { graph: string[]; arm: string[] }>;
  /** Name shown on sign-in and consent pages. */
  readonly displayName?: string;
  /** Permissions that the registration lists, asked for by `/.default` while nothing is consented to. */
  readonly permissions?: { readonly graph: readonly string[]; readonly arm: readonly string[] };
  /** Secret of a `web` registration; without it such a client cannot redeem anything (AADSTS7000218). */
  readonly secret?: string;
}

/** What the token service asks of the PIM state when it mints a token. */
export interface EffectiveAccess {
  /** Role template ids in effect for tokens now (after `effectLagMs`). */
  wids(oid: string): string[];
  /** Group ids in effect for tokens now. */
  groups(oid: string): string[];
}

/** What an API does with a request before it answers: the caller's verified token, or the 401 to send back. */
export type Authorize = (request: Request, api: ApiName) => Promise<AccessToken | Response>;

/** Everybody and everything that the token service knows; the PIM seed stands beside it in a `Seed`. */
export interface DirectorySeed {
  readonly tenants: readonly Tenant[];
  readonly people: readonly Person[];
  readonly registrations: readonly AppRegistration[];
}
