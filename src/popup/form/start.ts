/** The start of the form: now, or later by the clock on the person's wall; and what stands in its way. Pure. */
import type { Activation } from '../../domain/activation.ts';
import { isoInstant } from '../../domain/duration.ts';
import { type LocalStart, readLocalStart, type ReadStart } from '../../domain/local-start.ts';
import type { Assignment, Eligibility, RoleKey } from '../../domain/role.ts';
import { askedWindow, type Clash, clashOf } from '../../domain/window.ts';
import type { RoleAsk } from './rules.ts';

/** What the choice of a start comes to; `undefined` is now. */
export function readStart(choice: LocalStart | undefined, zone: string, now: number): ReadStart | undefined {
  return choice && readLocalStart(choice, zone, now);
}

/** The asks with the start that was chosen; one that cannot be read is none, and is not sent. */
export function asksFrom(asks: readonly RoleAsk[], start: ReadStart | undefined): RoleAsk[] {
  if (start?.type !== 'start') return [...asks];
  const startsAt = isoInstant(start.at);
  return asks.map((one) => ({ ...one, ask: { ...one.ask, startsAt } }));
}

/** When all of them end, ms since the epoch; `undefined` where they end at different times, or one has no length yet. */
export function commonEnd(asks: readonly RoleAsk[], now: number): number | undefined {
  const [first, ...others] = asks.map(({ ask }) => askedWindow(ask, now).end);
  return Number.isFinite(first) && others.every((end) => end === first) ? first : undefined;
}

/**
 * The roles whose time is taken, as far as it is known here.
 * @param roleOf the role as it is asked for, at a narrower scope where one was chosen
 */
export function clashesOf(
  asks: readonly RoleAsk[],
  roleOf: (key: RoleKey) => Eligibility,
  known: { readonly journal: readonly Activation[]; readonly assignments: readonly Assignment[] },
  now: number,
): { readonly role: Eligibility; readonly clash: Clash }[] {
  return asks.flatMap(({ key, ask }) => {
    // A length that is still being typed has no end to compare.
    const role = roleOf(key);
    const clash = Number.isFinite(ask.minutes) ? clashOf(role, ask, known, now) : undefined;
    return clash ? [{ role, clash }] : [];
  });
}
