/** One AADSTS error made to happen, whatever the request deserves. */
export interface ForcedError {
  readonly code: number;
  readonly at: 'authorize' | 'token';
  /** Only for requests of this client; every client by default. */
  readonly clientId?: string;
  /** Only for this grant (at `token`) or this prompt (at `authorize`; '' = none given). */
  readonly only?: string;
  /** How often it happens before it wears off; always by default. */
  times?: number;
}

/**
 * What an authentication context asks for: multi-factor once in the session, a proof of its own once in the session
 * (a policy with an authentication strength), multi-factor anew on every request (sign-in frequency "every time"), or
 * a policy that blocks the person (AADSTS53003).
 */
export type ContextRule = 'mfa' | 'own' | 'every-time' | 'blocked';

/** Switches of the token service; durations in milliseconds. */
export interface TokenKnobs {
  /** Life of an access token. Entra draws 60 to 90 minutes; a fixed value keeps tests repeatable. */
  accessTokenLifeMs: number;
  /** Life of an access token that declares `cp1`. UNCONFIRMED for PIM: said to reach 28 hours (pim-api.md F.3). */
  caeAccessTokenLifeMs: number;
  /** Fixed, non-sliding life of a refresh token given to a single-page application (pim-api.md G). */
  spaRefreshTokenLifeMs: number;
  /** Life of a refresh token given to other clients. */
  refreshTokenLifeMs: number;
  authorizationCodeLifeMs: number;
  /** Must everybody pass multi-factor authentication when signing in? */
  mfaAtSignIn: boolean;
  /** UNCONFIRMED: whether `amr` among the claims asked for makes people pass multi-factor authentication (pim-api.md F.2). */
  amrClaims: 'honoured' | 'ignored';
  /** Rule by authentication context ("c1"); one that is not listed asks for multi-factor once. */
  authenticationContexts: Record<string, ContextRule>;
  /** Does the session cookie outlive the browser ("stay signed in")? */
  persistentSession: boolean;
  /** The password that everybody has; null accepts any that is not empty. */
  password: string | null;
  /** Errors made to happen. */
  forced: ForcedError[];
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export function defaultTokenKnobs(): TokenKnobs {
  return {
    accessTokenLifeMs: 4_923_000,
    caeAccessTokenLifeMs: 4_923_000,
    spaRefreshTokenLifeMs: 24 * HOUR,
    refreshTokenLifeMs: 90 * 24 * HOUR,
    authorizationCodeLifeMs: 10 * MINUTE,
    mfaAtSignIn: false,
    amrClaims: 'honoured',
    authenticationContexts: {},
    persistentSession: true,
    password: null,
    forced: [],
  };
}
