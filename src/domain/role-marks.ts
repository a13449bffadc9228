/**
 * What a person made of their roles: favourites, names of their own for them, and how much they use each. Keyed by
 * eligibility: a role asked for below its eligible scope counts for that ({@link eligibleKeyOf}). Pure.
 */
import * as v from 'valibot';
import type { RoleKey } from './role.ts';

export const RoleMarkSchema = v.object({
  favourite: v.optional(v.literal(true)),
  /** What the person calls it: trimmed, 1 to {@link aliasLength} characters. */
  alias: v.optional(v.string()),
  /** How often it was asked for, as of `usedAt`: each time counts half of itself every {@link useHalfLifeMs}. */
  uses: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0))),
  /** When it was asked for last, ms since the epoch. */
  usedAt: v.optional(v.pipe(v.number(), v.finite())),
});
export type RoleMark = v.InferOutput<typeof RoleMarkSchema>;

/** By role key. A mark that cannot be read takes no other with it. */
export const RoleMarksSchema = v.record(v.string(), v.fallback(RoleMarkSchema, {}));
export type RoleMarks = Readonly<Record<RoleKey, RoleMark>>;

export const noRoleMarks: RoleMarks = {};

/** The longest alias, in code points. */
export const aliasLength = 60;
/** After two weeks a use counts half: long enough for the weekly duties, short enough to follow a change of them. */
export const useHalfLifeMs = 14 * 24 * 60 * 60_000;
/** So many roles are remembered for their use alone; the coldest are forgotten first. */
export const usesKept = 500;

/** What is kept of a typed alias; `undefined` where nothing of it is left. */
export function aliasOf(typed: string): string | undefined {
  return charactersOf(typed).slice(0, aliasLength).join('').trimEnd() || undefined;
}

/** Whether a part of a typed alias would not be kept. */
export function isAliasTooLong(typed: string): boolean {
  return charactersOf(typed).length > aliasLength;
}

const charactersOf = (typed: string) => [...typed.replace(/[\s\p{Cc}]+/gu, ' ').trim()];

export function withFavourite(marks: RoleMarks, key: RoleKey, favourite: boolean): RoleMarks {
  if ((marks[key]?.favourite ?? false) === favourite) return marks;
  const { favourite: _, ...rest } = marks[key] ?? {};
  return withMark(marks, key, favourite ? { ...rest, favourite } : rest);
}

/** @param typed as it was typed; empty takes the alias away */
export function withAlias(marks: RoleMarks, key: RoleKey, typed: string): RoleMarks {
  const alias = aliasOf(typed);
  if (marks[key]?.alias === alias) return marks;
  const { alias: _, ...rest } = marks[key] ?? {};
  return withMark(marks, key, alias === undefined ? rest : { ...rest, alias });
}

/** Counts one use of each of these roles at this time, ms since the epoch. */
export function withUses(marks: RoleMarks, keys: readonly RoleKey[], at: number): RoleMarks {
  const counted: Record<RoleKey, RoleMark> = { ...marks };
  for (const key of new Set(keys)) {
    const { uses = 0, usedAt = at, ...rest } = counted[key] ?? {};
    // A clock that was put back makes no use younger than the one before it.
    const now = Math.max(at, usedAt);
    counted[key] = { ...rest, uses: 1 + uses * 2 ** ((usedAt - now) / useHalfLifeMs), usedAt: now };
  }
  return withoutCold(counted);
}

/**
 * The role used most comes first, by how often and how lately: of two, the one whose uses weigh more at any one time,
 * and since all weights halve alike, it is the same one at every time. Roles that were never used come last.
 * Roles used alike compare as equal, so a stable sort leaves them in the order of before, by name for one.
 */
export function byUse(marks: RoleMarks): (a: { key: RoleKey }, b: { key: RoleKey }) => number {
  return (a, b) => {
    const [one, other] = [heatOf(marks[a.key]), heatOf(marks[b.key])];
    return one === other ? 0 : one > other ? -1 : 1;
  };
}

/** The rows in the order of {@link byUse}: what was never used keeps its place among its like. */
export function sortedByUse<T extends { readonly key: RoleKey }>(rows: readonly T[], marks: RoleMarks): T[] {
  const isUsed = ({ key }: T) => (marks[key]?.uses ?? 0) > 0;
  const used = rows.filter(isUsed);
  if (used.length === 0) return [...rows];
  return [...used.sort(byUse(marks)), ...rows.filter((row) => !isUsed(row))];
}

/** The logarithm of the weight, less what time takes from every weight alike. */
function heatOf(mark: RoleMark | undefined): number {
  const { uses = 0, usedAt = 0 } = mark ?? {};
  return Math.log2(uses) + usedAt / useHalfLifeMs;
}

function withMark(marks: RoleMarks, key: RoleKey, mark: RoleMark): RoleMarks {
  if (Object.keys(mark).length > 0) return { ...marks, [key]: mark };
  const { [key]: _, ...others } = marks;
  return others;
}

function withoutCold(marks: RoleMarks): RoleMarks {
  const keys = Object.keys(marks) as RoleKey[];
  const onlyUsed = keys.filter((key) => !marks[key]?.favourite && marks[key]?.alias === undefined);
  if (onlyUsed.length <= usesKept) return marks;
  const hotter = byUse(marks);
  const cold = new Set(
    onlyUsed
      .map((key) => ({ key }))
      .toSorted(hotter)
      .slice(usesKept)
      .map(({ key }) => key),
  );
  return Object.fromEntries(keys.flatMap((key) => (cold.has(key) ? [] : [[key, marks[key]!]])));
}
