/** Finding things by what is written on them, the best first, with the places that matched. */
import { createNearSearch } from './search-near.ts';
import { foldText, termsOf, type Word, wordsOf } from './search-words.ts';

/** Start and end (exclusive) of a matched piece, in UTF-16 units of its field. */
export type Mark = readonly [from: number, to: number];

export interface Found<T> {
  readonly item: T;
  /** The matched pieces of each field, in the order of the fields. */
  readonly marks: readonly (readonly Mark[])[];
}

/** Where a term was found: cheaper is better. */
interface Hit {
  readonly field: number;
  readonly cost: number;
  readonly marks: readonly Mark[];
}

interface Text {
  readonly folded: string;
  /** The words in alphabetical order. */
  readonly sorted: string;
  readonly words: readonly Word[];
  readonly initials: string;
}

/** What a hit costs by its form. A field's own cost comes on top, so these are spaced for fields that cost 0 to 6. */
const costs = { word: 0, prefix: 1, initials: 3, inside: 6, near: 12 };
/** A text that is wholly what was typed stands before everything else, in fields that cost no more than this. */
const wholeTextBonus = 100;
const namesCost = 1;
/** Each word of a matched text that nobody asked for; so many count. */
const restCost = 0.2;
const restCounted = 5;

/**
 * Searches `items` by the text of their fields. All words must be found, in any order, each in whichever field has it
 * best: as a word, as the beginning of one, as the initials of several, inside one, or, where it is in no item like
 * that, with one slip after its first letter. Case and accents do not matter. The best match comes first; among equals
 * the given order stands. An empty query finds everything, in the given order.
 *
 * @param fieldCosts what a hit in each field costs; where absent, a field costs more than the ones before it
 */
export function createSearch<T>(
  items: readonly T[],
  fieldsOf: (item: T) => readonly string[],
  fieldCosts: readonly number[] = [],
): (query: string) => Found<T>[] {
  // Read when something is searched for the first time: a list that is only shown costs nothing.
  let texts: readonly (readonly Text[])[] | undefined;
  let near: ReturnType<typeof createNearSearch> | undefined;
  const unmarked = new Map<T, Found<T>>();

  return (query) => {
    if (!query.trim()) {
      return items.map((item) => {
        // The same object each time, so that nothing is drawn again that was drawn so before.
        const known = unmarked.get(item) ?? { item, marks: [] };
        unmarked.set(item, known);
        return known;
      });
    }
    texts ??= readTexts(items, fieldsOf);
    near ??= createNearSearch(texts.map((fields) => fields.map(({ folded }) => folded)));
    const terms = termsOf(query);
    const whole = terms.toSorted().join(' ');
    const costOf = (field: number) => fieldCosts[field] ?? field * 2;
    /** By term, what each item has of it. */
    const hitsOf = terms.map((term) => {
      const direct = texts!.map((fields) => bestHit(fields, term, costOf));
      if (direct.some(Boolean)) return direct;
      const nearly = near!(term);
      return direct.map((_, index) => nearHit(nearly.get(index), costOf));
    });
    return texts
      .flatMap((fields, index) => {
        const hits = hitsOf.flatMap((found) => found[index] ?? []);
        if (hits.length < terms.length || terms.length === 0) return [];
        return [{ index, hits, fields, cost: costOfAll(fields, hits, whole, costOf) }];
      })
      .sort((a, b) => a.cost - b.cost || a.index - b.index)
      .map(({ index, hits, fields }) => ({
        item: items[index]!,
        marks: fields.map((_, field) => joined(hits.filter((hit) => hit.field === field))),
      }));
  };
}

/** Many items have the same role or the same kind: each text is read once. */
function readTexts<T>(items: readonly T[], fieldsOf: (item: T) => readonly string[]): Text[][] {
  const known = new Map<string, Text>();
  return items.map((item) =>
    fieldsOf(item).map((text) => {
      const read = known.get(text) ?? textOf(text);
      known.set(text, read);
      return read;
    }),
  );
}

function textOf(text: string): Text {
  const words = wordsOf(text);
  const folded = foldText(text);
  const sorted = termsOf(folded).sort().join(' ');
  return { folded, sorted, words, initials: words.map(({ from }) => folded[from]).join('') };
}

function bestHit(fields: readonly Text[], term: string, costOf: (field: number) => number): Hit | undefined {
  let best: Hit | undefined;
  for (const [field, text] of fields.entries()) {
    const own = costOf(field);
    if (best && best.cost <= own) continue;
    const hit = hitIn(text, term);
    if (hit && (!best || hit.cost + own < best.cost)) best = { field, ...hit, cost: hit.cost + own };
  }
  return best;
}

function hitIn({ folded, words, initials }: Text, term: string): Omit<Hit, 'field'> | undefined {
  let inside: number | undefined;
  let prefix: number | undefined;
  for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + 1)) {
    const end = at + term.length;
    if (words.some(({ from }) => from === at)) {
      if (words.some(({ to }) => to === end)) return { cost: costs.word, marks: [[at, end]] };
      prefix ??= at;
    } else inside ??= at;
  }
  if (prefix !== undefined) return { cost: costs.prefix, marks: [[prefix, prefix + term.length]] };
  if (term.length > 1 && initials.startsWith(term)) {
    const marks = words.slice(0, term.length).map(({ from }): Mark => [from, from + 1]);
    return { cost: costs.initials, marks };
  }
  // Two Latin letters are inside of nearly everything.
  if (inside === undefined || /^[a-z\d]{1,2}$/.test(term)) return undefined;
  return { cost: costs.inside, marks: [[inside, inside + term.length]] };
}

function nearHit(
  found: { readonly field: number; readonly marks: readonly Mark[] } | undefined,
  costOf: (field: number) => number,
): Hit | undefined {
  return found && { ...found, cost: costs.near + costOf(found.field) };
}

/** What the hits cost together, with what else stands in the texts that they are in. */
function costOfAll(
  fields: readonly Text[],
  hits: readonly Hit[],
  whole: string,
  costOf: (field: number) => number,
): number {
  const isHit = new Set(hits.map(({ field }) => field));
  const cost = hits.reduce((sum, hit) => sum + hit.cost, 0);
  let rest = 0;
  let bonus = 0;
  for (const [field, { sorted, words }] of fields.entries()) {
    if (!isHit.has(field)) continue;
    const marks = hits.flatMap((hit) => (hit.field === field ? hit.marks : []));
    rest += words.filter(({ from, to }) => !marks.some(([a, b]) => a < to && b > from)).length;
    const own = costOf(field);
    if (own <= namesCost && sorted === whole) bonus = Math.max(bonus, wholeTextBonus - own);
  }
  return cost - bonus + Math.min(rest, restCounted) * restCost;
}

/** The marks in order, where they overlap or touch as one. */
function joined(hits: readonly Hit[]): Mark[] {
  const marks: [number, number][] = [];
  for (const [from, to] of hits.flatMap((hit) => hit.marks).toSorted(([a], [b]) => a - b)) {
    const last = marks.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else marks.push([from, to]);
  }
  return marks;
}
