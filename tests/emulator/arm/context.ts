import type { Context } from 'hono';
import type { AccessToken, ServerClock } from '../types.ts';
import type { PimKnobs } from '../pim/knobs.ts';
import type { Pim } from '../pim/pim.ts';
import type { ArmPath } from './path.ts';

/** What ARM's rooms are handed. */
export interface ArmContext {
  readonly pim: Pim;
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
}

/** One call to a `Microsoft.Authorization` type: who calls, and on what. */
export interface ArmCall {
  readonly c: Context;
  readonly token: AccessToken;
  readonly path: ArmPath;
}
