import { noLatency, type LatencyKnobs } from './latency.ts';
import { defaultPimKnobs, type PimKnobs } from './pim/knobs.ts';
import { defaultPortalKnobs, type PortalKnobs } from './portal/knobs.ts';
import { defaultTokenKnobs, type TokenKnobs } from './token-service/knobs.ts';

/** Everything about the cloud that a test may turn, at any time. */
export interface Knobs {
  readonly token: TokenKnobs;
  readonly portal: PortalKnobs;
  readonly pim: PimKnobs;
  readonly latencyMs: LatencyKnobs;
}

export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merge(target: Record<string, unknown>, changes: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(changes)) {
    const old = target[name];
    if (isRecord(old) && isRecord(value)) merge(old, value);
    else if (value !== undefined) target[name] = value;
  }
}

/** The defaults, with some of them changed; lists are replaced whole. */
export function createKnobs(changes: DeepPartial<Knobs> = {}): Knobs {
  const knobs: Knobs = {
    token: defaultTokenKnobs(),
    portal: defaultPortalKnobs(),
    pim: defaultPimKnobs(),
    latencyMs: noLatency(),
  };
  merge(knobs as unknown as Record<string, unknown>, changes as Record<string, unknown>);
  return knobs;
}
