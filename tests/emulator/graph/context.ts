import type { AccessToken, ServerClock } from '../types.ts';
import type { PimKnobs } from '../pim/knobs.ts';
import type { Pim } from '../pim/pim.ts';
import type { GraphVersion } from './directory-objects.ts';

/** What Graph's rooms are handed. */
export interface GraphContext {
  readonly pim: Pim;
  readonly clock: ServerClock;
  readonly knobs: PimKnobs;
  readonly newId: () => string;
  readonly version: GraphVersion;
}

export interface GraphEnv {
  Variables: {
    /** The caller's verified token. */
    token: AccessToken;
    /** `https://{host}/{version}/$metadata`, the head of every `@odata.context`. */
    metadata: string;
  };
}
