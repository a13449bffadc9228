/** What the person typed into the form, and the asks that come of it. */
import { type Signal, signal } from '@preact/signals';
import type { Draft } from '../../domain/habits.ts';
import type { LocalStart } from '../../domain/local-start.ts';
import type { RoleKey, Target } from '../../domain/role.ts';
import type { LengthChoice, LengthClock } from '../../domain/length.ts';
import { lengthOfRole, type Lengths } from './length.ts';
import type { RoleAsk, Rules } from './rules.ts';

export interface FormState {
  /** In the order they are shown. */
  readonly keys: Signal<readonly RoleKey[]>;
  /** Absent: the role's usual length, whatever its policy turns out to be. */
  readonly lengths: Signal<Readonly<Record<RoleKey, LengthChoice>>>;
  /** The length of all roles that have none of their own. */
  readonly lengthForAll: Signal<LengthChoice | undefined>;
  /** Scopes below the eligible ones; absent: all of the eligible scope. */
  readonly targets: Signal<Readonly<Record<RoleKey, Target>>>;
  /** `undefined` until typed: the remembered one is shown. */
  readonly justification: Signal<string | undefined>;
  readonly ticketNumber: Signal<string>;
  readonly ticketSystem: Signal<string>;
  /** `undefined` is now. */
  readonly start: Signal<LocalStart | undefined>;
  /** Set where a quick way asked for the form. */
  readonly askedAt: number | undefined;
}

export function createFormState(draft: Draft): FormState {
  const lengths = [
    ...Object.entries(draft.minutes).map(([key, minutes]) => [key, { minutes }]),
    ...Object.entries(draft.typed ?? {}).map(([key, typed]) => [key, { typed }]),
  ];
  return {
    keys: signal(draft.keys),
    lengths: signal(Object.fromEntries(lengths) as Record<RoleKey, LengthChoice>),
    lengthForAll: signal<LengthChoice | undefined>(draft.lengthForAll),
    targets: signal({ ...draft.targets } as Record<RoleKey, Target>),
    justification: signal(draft.justification),
    ticketNumber: signal(draft.ticketNumber ?? ''),
    ticketSystem: signal(draft.ticketSystem ?? ''),
    start: signal(draft.start),
    askedAt: draft.askedAt,
  };
}

/** What is kept of the form for the next time the popup opens. */
export function draftOf(state: FormState): Draft {
  const keys = [...state.keys.value];
  const chosen = keys.map((key) => [key, state.lengths.value[key]] as const);
  const minutes = chosen.flatMap(([key, choice]) =>
    choice && 'minutes' in choice ? [[key, choice.minutes] as const] : [],
  );
  // As it was typed: the end that was named may mean another length by the time the popup opens again.
  const typed = chosen.flatMap(([key, choice]) =>
    choice && 'typed' in choice ? [[key, choice.typed] as const] : [],
  );
  const lengthForAll = state.lengthForAll.value;
  const targets = keys.flatMap((key) => {
    const target = state.targets.value[key];
    return target ? [[key, target] as const] : [];
  });
  const justification = state.justification.value;
  const ticketNumber = state.ticketNumber.value;
  const ticketSystem = state.ticketSystem.value;
  const start = state.start.value;
  return {
    keys,
    minutes: Object.fromEntries(minutes),
    ...(typed.length > 0 ? { typed: Object.fromEntries(typed) } : {}),
    ...(lengthForAll ? { lengthForAll } : {}),
    ...(targets.length > 0 ? { targets: Object.fromEntries(targets) } : {}),
    ...(justification === undefined ? {} : { justification }),
    ...(ticketNumber ? { ticketNumber } : {}),
    ...(ticketSystem ? { ticketSystem } : {}),
    ...(start ? { start } : {}),
    ...(state.askedAt === undefined ? {} : { askedAt: state.askedAt }),
  };
}

export function lengthsOf(state: FormState): Lengths {
  return { own: state.lengths.value, forAll: state.lengthForAll.value };
}

export interface AsksOptions {
  readonly keys: readonly RoleKey[];
  readonly rulesOf: (key: RoleKey) => Rules;
  readonly justification: string;
  /** What lengths are counted from. */
  readonly clock: LengthClock;
}

/** A ticket goes only to the roles that ask for one, or whose rules are not known. */
export function asksOf(state: FormState, options: AsksOptions): RoleAsk[] {
  const { keys, rulesOf, justification, clock } = options;
  const lengths = lengthsOf(state);
  const number = state.ticketNumber.value.trim();
  const system = state.ticketSystem.value.trim();
  return keys.map((key) => {
    const rules = rulesOf(key);
    const { minutes } = lengthOfRole(lengths, key, rules, clock);
    const wantsTicket = rules.state === 'known' ? rules.policy.ticketRequired : true;
    return {
      key,
      rules,
      ask: {
        minutes,
        justification: justification.trim(),
        ...(wantsTicket && (number || system) ? { ticket: { number, system } } : {}),
      },
    };
  });
}
