/** The lengths of the form: a role's own, the one for all of them, or what its rules make of neither. Pure. */
import { type LengthChoice, type LengthClock, readLength } from '../../domain/length.ts';
import type { RoleKey } from '../../domain/role.ts';
import { longestGiven, type Rules, usualMinutes } from './rules.ts';

export interface Lengths {
  readonly own: Readonly<Record<RoleKey, LengthChoice>>;
  readonly forAll: LengthChoice | undefined;
}

export interface RoleLength {
  /** What the role's field shows; absent where nobody chose. */
  readonly choice: LengthChoice | undefined;
  /** `NaN` where what was typed is no length. */
  readonly minutes: number;
  /** The length for all is longer than the role's rules, or what is left of the eligibility, allow: it gets what they do. */
  readonly capped: boolean;
}

/** Minutes of a choice, `NaN` where it is no length. */
export function minutesOfChoice(choice: LengthChoice, clock: LengthClock): number {
  if ('minutes' in choice) return choice.minutes;
  return readLength(choice.typed, clock)?.minutes ?? Number.NaN;
}

export function lengthOfRole(
  { own, forAll }: Lengths,
  key: RoleKey,
  rules: Rules,
  clock: LengthClock,
): RoleLength {
  const chosen = own[key];
  if (chosen) return { choice: chosen, minutes: minutesOfChoice(chosen, clock), capped: false };
  const shared = forAll && minutesOfChoice(forAll, clock);
  // What is no length yet is said once, at the field for all.
  if (!forAll || shared === undefined || Number.isNaN(shared)) {
    return { choice: undefined, minutes: usualMinutes(rules), capped: false };
  }
  const longest = longestGiven(rules);
  return shared > longest
    ? { choice: { minutes: longest }, minutes: longest, capped: true }
    : { choice: forAll, minutes: shared, capped: false };
}
