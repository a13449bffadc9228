/** What the person typed into the form, and the asks that come of it. */
import { type Signal, signal } from '@preact/signals';
import type { Draft } from '../../domain/habits.ts';
import type { LocalStart } from '../../domain/local-start.ts';
import type { RoleKey, Target } from '../../domain/role.ts';
import { parseLength } from './length.ts';
import { type RoleAsk, type Rules, usualMinutes } from './rules.ts';

/** A length chosen from the list, or one being typed. */
export type LengthChoice = { readonly minutes: number } | { readonly typed: string };

export interface FormState {
  /** In the order they are shown. */
  readonly keys: Signal<readonly RoleKey[]>;
  /** Absent: the role's usual length, whatever its policy turns out to be. */
  readonly lengths: Signal<Readonly<Record<RoleKey, LengthChoice>>>;
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
  const lengths = Object.entries(draft.minutes).map(([key, minutes]) => [key, { minutes }]);
  return {
    keys: signal(draft.keys),
    lengths: signal(Object.fromEntries(lengths) as Record<RoleKey, LengthChoice>),
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
  const minutes = keys.flatMap((key) => {
    const chosen = minutesOfChoice(state.lengths.value[key]);
    return chosen === undefined ? [] : [[key, chosen] as const];
  });
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
    ...(targets.length > 0 ? { targets: Object.fromEntries(targets) } : {}),
    ...(justification === undefined ? {} : { justification }),
    ...(ticketNumber ? { ticketNumber } : {}),
    ...(ticketSystem ? { ticketSystem } : {}),
    ...(start ? { start } : {}),
    ...(state.askedAt === undefined ? {} : { askedAt: state.askedAt }),
  };
}

function minutesOfChoice(choice: LengthChoice | undefined): number | undefined {
  if (!choice) return undefined;
  return 'minutes' in choice ? choice.minutes : parseLength(choice.typed);
}

export interface AsksOptions {
  readonly keys: readonly RoleKey[];
  readonly rulesOf: (key: RoleKey) => Rules;
  readonly justification: string;
}

/** A ticket goes only to the roles that ask for one, or whose rules are not known. */
export function asksOf(state: FormState, { keys, rulesOf, justification }: AsksOptions): RoleAsk[] {
  const number = state.ticketNumber.value.trim();
  const system = state.ticketSystem.value.trim();
  return keys.map((key) => {
    const rules = rulesOf(key);
    const choice = state.lengths.value[key];
    const minutes = choice ? (minutesOfChoice(choice) ?? Number.NaN) : usualMinutes(rules);
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
