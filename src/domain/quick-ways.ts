/**
 * The quick ways, the menu item and the keyboard command, without slips: what they may do by themselves, and the form
 * that is shown where a person has to look first. Pure.
 */
import type { Draft, LastRole } from './habits.ts';
import { isOutlasted } from './eligible-time.ts';
import type { ActivationPolicy, Ask, AskProblem } from './policy.ts';
import { checkAsk } from './policy.ts';
import { isPrivileged } from './privileged-roles.ts';
import type { Eligibility } from './role.ts';

/** A second click or key within this time is a slip. */
const slipMs = 5_000;

/** @param doneAt when a quick way last did something, ms since the epoch */
export function isSlip(doneAt: number, now: number): boolean {
  // A time that is yet to come was written before the clock was set back.
  return now >= doneAt && now - doneAt < slipMs;
}

/** A long weekend: whoever has not named a role for so long may think of another one. */
const rememberedMs = 4 * 24 * 60 * 60_000;

/**
 * Whether a key, which names nothing, may activate this role: only what the person last asked for alone, by a form
 * or a menu item that named it, and not long ago. The last of a bulk was never named as the one.
 */
export function isRemembered({ namedAt }: LastRole, now: number): boolean {
  return namedAt !== undefined && now >= namedAt && now - namedAt < rememberedMs;
}

/** Everything but a ticket: one is good for one request. */
export function askOf({ minutes, justification }: LastRole): Ask {
  return { minutes, justification };
}

export interface QuickRules {
  /** Absent where it is not known; then the service decides. */
  readonly policy: ActivationPolicy | undefined;
  /** Absent where the role is not listed; then it will be refused. */
  readonly eligibility: Eligibility | undefined;
  /** Ms since the epoch. */
  readonly now: number;
  /** The person chose to activate privileged roles without being asked. */
  readonly privilegedWithoutAsking: boolean;
}

/** Whether a person has to look at the form, or fill something in, before this role may be activated. */
export function needsForm(role: LastRole, rules: QuickRules): boolean {
  const isGuarded = rules.eligibility !== undefined && isPrivileged(rules.eligibility);
  if (isGuarded && !rules.privilegedWithoutAsking) return true;
  return problemsOf(role, rules).length > 0 || isOverlong(role, rules);
}

/**
 * The form, filled in with what the role was last asked for. A ticket that was typed for this very role and not sent
 * yet stays; a length that is not allowed any more, or that the
 * eligibility is too near its end for, gives way to the one that the form offers.
 */
export function quickForm(role: LastRole, rules: QuickRules, draft: Draft | null, askedAt: number): Draft {
  const isLengthAllowed =
    !isOverlong(role, rules) && problemsOf(role, rules).every(({ field }) => field !== 'minutes');
  const key = role.narrowed?.key ?? role.key;
  const isSameRole = draft?.keys.length === 1 && draft.keys[0] === key;
  const { ticketNumber, ticketSystem } = (isSameRole && draft) || {};
  return {
    keys: [key],
    minutes: isLengthAllowed ? { [key]: role.minutes } : {},
    ...(role.narrowed ? { targets: { [key]: role.narrowed.target } } : {}),
    justification: role.justification,
    ...(ticketNumber === undefined ? {} : { ticketNumber }),
    ...(ticketSystem === undefined ? {} : { ticketSystem }),
    askedAt,
  };
}

function problemsOf(role: LastRole, { policy }: QuickRules): AskProblem[] {
  return policy ? checkAsk(askOf(role), policy) : [];
}

/** Whether it would outlast the eligibility. */
function isOverlong({ minutes }: LastRole, { eligibility, now }: QuickRules): boolean {
  return eligibility !== undefined && isOutlasted(eligibility, now + minutes * 60_000);
}
