/** What lies below scopes of Azure, one level at a time, as it was last read. */
import * as v from 'valibot';
import { FailureSchema } from './failure.ts';
import { ScopeSchema } from './role.ts';

const LevelSchema = v.object({
  /** When the rows were read, ms since the epoch; absent before the first answer. */
  readAt: v.optional(v.number()),
  /** When the reading that is under way began; one older than a minute died with its worker. */
  readingSince: v.optional(v.number()),
  /** Why the newest reading failed; the rows are then those of `readAt`. */
  failure: v.optional(FailureSchema),
  rows: v.array(ScopeSchema),
});
export type ChildScopes = v.InferOutput<typeof LevelSchema>;

/** By the id of the scope above, lower case. */
export const ChildScopesBookSchema = v.record(v.string(), LevelSchema);
export type ChildScopesBook = v.InferOutput<typeof ChildScopesBookSchema>;

export const levelKey = (scopeId: string): string => scopeId.toLowerCase();

/** So many rows are kept in all, about 200 kB: no item grows over what is quick to read. */
const mostRows = 1_500;

/** The book with a level in it; levels read longest ago give way, but never the one that was just read. */
export function withLevel(book: ChildScopesBook, scopeId: string, level: ChildScopes): ChildScopesBook {
  const key = levelKey(scopeId);
  const others = Object.entries(book)
    .filter(([other]) => other !== key)
    .toSorted(([, a], [, b]) => ageOf(b) - ageOf(a));
  let rows = level.rows.length;
  const kept = others.filter(([, other]) => (rows += other.rows.length) <= mostRows);
  return { ...Object.fromEntries(kept), [key]: level };
}

const ageOf = ({ readAt, readingSince }: ChildScopes): number => Math.max(readAt ?? 0, readingSince ?? 0);
