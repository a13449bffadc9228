import type { PimKnobs } from './knobs.ts';
import type { PimKind } from './seed.ts';

/** How long an activation of this kind takes to get anywhere, in milliseconds. */
export interface Lags {
  readonly provisionMs: number;
  readonly listLagMs: number;
  readonly effectLagMs: number;
}

export function lagsOf(knobs: PimKnobs, kind: PimKind): Lags {
  if (kind === 'azure') return knobs.arm;
  return kind === 'group' ? knobs.group : knobs.graph;
}
