/** One level of the scope picker: what is known of it, and what the picker says. Pure. */
import type { ChildScopes } from '../../domain/child-scopes.ts';
import type { Failure } from '../../domain/failure.ts';
import { isReading } from '../../domain/lists.ts';
import type { Scope } from '../../domain/role.ts';
import { compareTexts } from '../../domain/text-order.ts';

export interface Level {
  /** By name, as people look for them; empty until something was read. */
  readonly rows: readonly Scope[];
  readonly reading: boolean;
  /** Why the newest reading failed. */
  readonly failure: Failure | undefined;
  /** Whether the rows are all there is. */
  readonly isRead: boolean;
}

/**
 * @param refusal why the worker could not be asked
 * @param now ms since the epoch
 */
export function levelOf(known: ChildScopes | undefined, refusal: Failure | undefined, now: number): Level {
  const isRead = known?.readAt !== undefined;
  const reading = !refusal && (known ? isReading(known, now) : true);
  // Begun and never ended: the worker that read it was stopped.
  const lost = known && !reading && !known.failure && !isRead ? ({ kind: 'timeout' } as const) : undefined;
  return {
    rows: (known?.rows ?? []).toSorted((a, b) => compareTexts(a.name, b.name)),
    reading,
    failure: reading ? undefined : (refusal ?? known?.failure ?? lost),
    isRead,
  };
}
