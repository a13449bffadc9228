/**
 * From active to in effect: what is known of whether an active role already lets its holder do anything. Azure caches
 * for up to ten minutes, Entra puts a role into tokens within about three (pim-api.md I). Pure.
 *
 *   waiting ─► inEffect · cannotTell · notSeen
 */
import * as v from 'valibot';
import type { RoleKey, Source } from './role.ts';

export const effectStates = [
  /** Microsoft does not show it yet; it is being looked for. */
  'waiting',
  'inEffect',
  /** Nothing that a person may read shows when this role takes effect. */
  'cannotTell',
  /** Not shown for so long that nobody looks any more. */
  'notSeen',
] as const;
export type EffectState = (typeof effectStates)[number];

export const EffectSchema = v.object({
  state: v.picklist(effectStates),
  /** When the role became active; this and all other times here in ms since the epoch, by the browser's clock. */
  since: v.number(),
  /** When the last look began: what it saw was true then, and not when its answer came. */
  lookedAt: v.optional(v.number()),
  /** When it was first seen in effect, or given up. */
  settledAt: v.optional(v.number()),
});
export type Effect = v.InferOutput<typeof EffectSchema>;

/** What one look says of a role. A look that failed says `notYet`. */
export type EffectAnswer = 'inEffect' | 'notYet' | 'cannotTell';

/** Azure's caches hold for up to ten minutes; a role that is not seen after this long is not looked for any more. */
const lookedForMs = 15 * 60_000;

export const newEffect = (at: number): Effect => ({ state: 'waiting', since: at });

/** @param at when the answer came */
export function afterLook({ since }: Effect, answer: EffectAnswer, lookedAt: number, at = lookedAt): Effect {
  if (answer !== 'notYet') return { since, lookedAt, state: answer, settledAt: at };
  if (Math.abs(lookedAt - since) < lookedForMs) return { since, lookedAt, state: 'waiting' };
  return { since, lookedAt, state: 'notSeen', settledAt: at };
}

/** So long what is left of a role that was ended may pass for the role that was activated since (pim-api.md I). */
const leftOverMs: Record<Source, number> = { entra: 5 * 60_000, azure: 10 * 60_000, groups: 5 * 60_000 };

interface Ended {
  readonly state: string;
  readonly settledAt?: number | undefined;
  readonly role: { readonly source: Source; readonly templateId: string; readonly key?: RoleKey };
}

/**
 * Whether a look that finds this role may only find what is left of it: it was ended a moment ago, here or at another
 * scope, and tokens and caches forget no sooner than they learn. Of groups the template is only the access.
 */
export function mayBeLeftOver(role: Ended['role'], deactivations: readonly Ended[], now: number): boolean {
  return deactivations.some(
    ({ state, settledAt = -Infinity, role: ended }) =>
      state === 'ended' &&
      ended.source === role.source &&
      ended.templateId === role.templateId &&
      (role.source !== 'groups' || ended.key === role.key) &&
      Math.abs(now - settledAt) < leftOverMs[role.source],
  );
}

/** When a source is to be asked next; one question answers for every role of it. */
export interface NextProbe {
  readonly source: Source;
  /** 0 when it is due. */
  readonly inMs: number;
  readonly by: 'timer' | 'alarm';
}

interface Probed {
  readonly role: { readonly source: Source };
  readonly effect: Effect;
}

/**
 * Two looks are never closer than this, however many roles become active. For Entra and for groups each costs a new token, and the
 * token service takes a client that asks for the same over and over for one that runs in circles (AADSTS50196).
 */
const shortestGapMs: Record<Source, number> = { entra: 5_000, azure: 2_000, groups: 5_000 };
const longestTimerGapMs = 30_000;
const timersForMs = 3 * 60_000;
const alarmGapMs = 60_000;

/**
 * @param waiting the entries whose effect is waited for
 * @param looked all entries that were looked for, in whatever state
 */
export function nextProbe(
  source: Source,
  waiting: readonly Probed[],
  looked: readonly Probed[],
  now: number,
): NextProbe | undefined {
  const own = waiting
    .filter(({ role }) => role.source === source)
    .map(({ effect }) => waitOf(effect, source, now));
  const soonest = own.toSorted((a, b) => a.inMs - b.inMs)[0];
  if (!soonest) return undefined;
  const last = looked
    .filter(({ role }) => role.source === source)
    .map(({ effect }) => effect.lookedAt ?? -Infinity)
    // Looks that lie ahead were written before the clock was set back.
    .filter((at) => at <= now);
  const rest = Math.max(...last, -Infinity) + shortestGapMs[source] - now;
  return { source, by: soonest.by, inMs: Math.max(soonest.inMs, rest, 0) };
}

function waitOf({ since, lookedAt }: Effect, source: Source, now: number): Omit<NextProbe, 'source'> {
  if (lookedAt === undefined) return { inMs: 0, by: 'timer' };
  const elapsed = Math.abs(lookedAt - since);
  const isLong = Math.abs(now - since) >= timersForMs;
  const gap = isLong
    ? alarmGapMs
    : Math.min(longestTimerGapMs, Math.max(shortestGapMs[source], elapsed * 0.75));
  const inMs = Math.min(gap, Math.max(0, lookedAt + gap - now));
  return { inMs, by: isLong ? 'alarm' : 'timer' };
}
