import type { Context } from 'hono';
import type { EffectiveAccess, ServerClock } from '../types.ts';
import type { Directory } from './directory.ts';
import type { SigningKeys } from './keys.ts';
import type { TokenKnobs } from './knobs.ts';
import type { Mint } from './mint.ts';
import type { Session } from './session.ts';
import type { TokenServiceState } from './state.ts';

/** What every endpoint of the token service works with. */
export interface TokenServiceParts {
  readonly directory: Directory;
  readonly state: TokenServiceState;
  readonly clock: ServerClock;
  readonly knobs: TokenKnobs;
  readonly access: EffectiveAccess;
  readonly keys: () => Promise<SigningKeys>;
  readonly mint: Mint;
  readonly newId: () => string;
}

/** Every request to the login host carries the session of its browser. */
export interface LoginEnv {
  Variables: { session: Session };
}

export type LoginContext = Context<LoginEnv>;
