/** The rules of a role as far as they are known, and what the form makes of them. Pure. */
import type { Failure } from '../../domain/failure.ts';
import type { PolicyBook } from '../../domain/lists.ts';
import {
  type ActivationPolicy,
  type Ask,
  type AskProblem,
  checkAsk,
  defaultMinutes,
  defaultPolicy,
} from '../../domain/policy.ts';
import { stricterOf } from '../../domain/narrowing.ts';
import type { RoleKey } from '../../domain/role.ts';

export type Rules = ReadRules & {
  /** The longest that is offered of what is left of the eligibility, in whole minutes; absent where that limits nothing. */
  readonly left?: number | undefined;
};

type ReadRules =
  | { readonly state: 'checking' }
  | {
      readonly state: 'known';
      readonly policy: ActivationPolicy;
      /** Made of two that differ: which of them counts is not known. */
      readonly merged?: true;
    }
  /** The policy could not be read; the service decides. */
  | { readonly state: 'unread'; readonly failure?: Failure | undefined };

/** @param waiting whether the worker may still be reading */
export function rulesOf(book: PolicyBook | undefined, key: RoleKey, waiting: boolean): Rules {
  const page = book?.[key];
  if (page?.policy) return { state: 'known', policy: page.policy };
  return page?.failure || !waiting ? { state: 'unread', failure: page?.failure } : { state: 'checking' };
}

/** What a role is asked for narrower than it is eligible for: the stricter rules of both, as far as they are known. */
export function stricterRules(one: Rules, other: Rules): Rules {
  if (one.state === 'checking' || other.state === 'checking') return { state: 'checking' };
  const [a, b] = [one, other].map((rules) => (rules.state === 'known' ? rules.policy : undefined));
  const policy = stricterOf(a, b);
  if (!policy) return { state: 'unread' };
  return { state: 'known', policy, ...(a && b && !isSame(a, b) ? { merged: true } : {}) };
}

function isSame(a: ActivationPolicy, b: ActivationPolicy): boolean {
  const names = Object.keys({ ...a, ...b }) as (keyof ActivationPolicy)[];
  return names.every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]));
}

/** A day is what PIM allows at most (pim-api.md I). */
const longestMinutes = 1440;

/** Where the rules are not known nothing is refused here that the service might accept. */
const lenient: ActivationPolicy = {
  maximumMinutes: longestMinutes,
  justificationRequired: false,
  ticketRequired: false,
  approvalRequired: false,
  mfaRequired: false,
};

export function policyOf(rules: Rules): ActivationPolicy {
  return rules.state === 'known' ? rules.policy : lenient;
}

/** The longest that is offered to draw or step to: until the rules are known what most rules allow, so that nothing jumps. */
export function longestOffered(rules: Rules): number {
  return rules.state === 'checking' ? withinLeft(defaultPolicy.maximumMinutes, rules) : longestGiven(rules);
}

/** The longest that a role gets of a length for all: nothing is cut before the rules are known. */
export function longestGiven(rules: Rules): number {
  return withinLeft(policyOf(rules).maximumMinutes, rules);
}

const withinLeft = (minutes: number, { left }: Rules) => Math.min(minutes, left ?? Infinity);

/** Whether the eligibility ends before the policy's longest activation would. */
export function isLimitedByEnd({ left, ...rules }: Rules): boolean {
  return left !== undefined && left < longestOffered(rules);
}

/** What a role is asked for unless the person chooses: by its policy, or by PIM's default until that is known. */
export function usualMinutes(rules: Rules): number {
  const usual = defaultMinutes(rules.state === 'known' ? rules.policy : defaultPolicy);
  return withinLeft(usual, rules);
}

/** The permission that the rules of some role could not be read without, once for all of them. */
export function missingPermission(asks: readonly RoleAsk[]): Failure | undefined {
  return asks
    .map(({ rules }) => (rules.state === 'unread' ? rules.failure : undefined))
    .find((failure) => failure?.kind === 'permissionMissing');
}

/** One role of the form with what is asked for it; `minutes` is `NaN` when what was typed is no length. */
export interface RoleAsk {
  readonly key: RoleKey;
  readonly ask: Ask;
  readonly rules: Rules;
}

/** What is wrong with a length; `maximumMinutes` is the longest that may be asked for. */
export interface LengthProblem {
  readonly problem: 'tooShort' | 'tooLong' | 'unreadable';
  readonly maximumMinutes: number;
}

export interface FormProblems {
  readonly minutes: ReadonlyMap<RoleKey, LengthProblem>;
  readonly justification: boolean;
  readonly ticketNumber: boolean;
  readonly ticketSystem: boolean;
  readonly any: boolean;
}

/** The problems of all roles by the field they are shown at. */
export function problemsOf(asks: readonly RoleAsk[]): FormProblems {
  const minutes = new Map<RoleKey, LengthProblem>();
  const fields = new Set<AskProblem['field']>();
  for (const { key, ask, rules } of asks) {
    for (const problem of checkAsk(ask, policyOf(rules))) {
      fields.add(problem.field);
      if (problem.field !== 'minutes') continue;
      minutes.set(key, Number.isNaN(ask.minutes) ? { ...problem, problem: 'unreadable' } : problem);
    }
  }
  return {
    minutes,
    justification: fields.has('justification'),
    ticketNumber: fields.has('ticketNumber'),
    ticketSystem: fields.has('ticketSystem'),
    any: fields.size > 0,
  };
}
