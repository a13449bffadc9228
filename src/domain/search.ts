/** Finding things by what is written on them, the best first, with the places that matched. */
import { createNearSearch } from './search-near.ts';
import { foldText, type Mark, termsOf, type Word, wordsOf } from './search-words.ts';

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

/** A text as it is searched. */
export interface Text {
  /** Its own among the texts of one reader. */
  readonly number: number;
  readonly folded: string;
  /** The words in alphabetical order. */
  readonly sorted: string;
  readonly words: readonly Word[];
  readonly initials: string;
}

type TextHit = Omit<Hit, 'field'>;

export type TextReader = (text: string) => Text;

/** Answers a query with what it finds. */
export interface Search<T> {
  (query: string): readonly Found<T>[];
  /** Reads texts that the first query would read, while there is time for it; true when none is left. */
  prepare(hasTime: () => boolean): boolean;
}

/** What a hit costs by its form. A field's own cost comes on top, so these are spaced for fields that cost 0 to 6. */
const costs = { word: 0, prefix: 1, initials: 3, inside: 6, near: 12 };
/**
 * A field that costs more than this holds a word that very many items share: it is found from its beginning alone, or
 * three letters of a rare name would find them all.
 */
const innerCost = 6;
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
 * @param fieldCosts what a hit in each field costs; where absent, a field costs more than the ones before it; a field
 *   of more than 6 is found by whole words and their beginnings alone
 * @param read given where several searches are over the same texts
 */
export function createSearch<T>(
  items: readonly T[],
  fieldsOf: (item: T) => readonly string[],
  fieldCosts: readonly number[] = [],
  read: TextReader = createTextReader(),
): Search<T> {
  // Read when something is searched for the first time, or before it: a list that is only shown costs nothing.
  const texts: (readonly Text[])[] = [];
  let near: ReturnType<typeof createNearSearch> | undefined;
  /** By term of the last query: whoever types on, or takes a letter back, has most of them again. */
  let lastHits = new Map<string, readonly (Hit | undefined)[]>();
  let unmarked: Found<T>[] | undefined;
  const costOf = (field: number) => fieldCosts[field] ?? field * 2;

  function readTexts(hasTime: () => boolean): void {
    while (texts.length < items.length && hasTime()) texts.push(fieldsOf(items[texts.length]!).map(read));
  }

  function hitsOf(term: string): readonly (Hit | undefined)[] {
    // By number of the text; null where it has no hit. A map of texts would take longer than the looking.
    const known: (TextHit | null)[] = [];
    const hitInText = (text: Text) => (known[text.number] ??= hitIn(text, term) ?? null);
    const direct = texts.map((fields) => bestHit(fields, hitInText, costOf));
    if (direct.some(Boolean)) return direct;
    near ??= createNearSearch([...new Set(texts.flatMap((fields) => fields.map(({ folded }) => folded)))]);
    const nearly = near(term);
    return texts.map((fields) => nearHit(fields, nearly, costOf));
  }

  function search(query: string): readonly Found<T>[] {
    // The same objects each time, so that nothing is drawn again that was drawn so before.
    if (!query.trim()) return (unmarked ??= items.map((item) => ({ item, marks: [] })));
    readTexts(() => true);
    const terms = termsOf(query);
    const whole = terms.toSorted().join(' ');
    const hitsOfTerms = new Map(terms.map((term) => [term, lastHits.get(term) ?? hitsOf(term)]));
    lastHits = hitsOfTerms;
    /** By term, what each item has of it. */
    const found = terms.map((term) => hitsOfTerms.get(term)!);
    return texts
      .flatMap((fields, index) => {
        const hits = found.flatMap((of) => of[index] ?? []);
        if (hits.length < terms.length || terms.length === 0) return [];
        return [{ index, hits, fields, cost: costOfAll(fields, hits, whole, costOf) }];
      })
      .sort((a, b) => a.cost - b.cost || a.index - b.index)
      .map(({ index, hits, fields }) => ({
        item: items[index]!,
        marks: fields.map((_, field) => joined(hits.filter((hit) => hit.field === field))),
      }));
  }

  return Object.assign(search, {
    prepare(hasTime: () => boolean): boolean {
      readTexts(hasTime);
      return texts.length === items.length;
    },
  });
}

/** Many items have the same role or the same kind: each text is read once. */
export function createTextReader(): TextReader {
  const known = new Map<string, Text>();
  return (text) => {
    const read = known.get(text) ?? textOf(text, known.size);
    known.set(text, read);
    return read;
  };
}

function textOf(text: string, number: number): Text {
  const words = wordsOf(text);
  const folded = foldText(text);
  const sorted = termsOf(folded).sort().join(' ');
  return { number, folded, sorted, words, initials: words.map(({ from }) => folded[from]).join('') };
}

function bestHit(
  fields: readonly Text[],
  hitInText: (text: Text) => TextHit | null,
  costOf: (field: number) => number,
): Hit | undefined {
  let best: Hit | undefined;
  for (const [field, text] of fields.entries()) {
    const own = costOf(field);
    if (best && best.cost <= own) continue;
    const hit = hitInText(text);
    if (!hit || (own > innerCost && hit.cost > costs.prefix)) continue;
    if (!best || hit.cost + own < best.cost) best = { field, ...hit, cost: hit.cost + own };
  }
  return best;
}

function hitIn({ folded, words, initials }: Text, term: string): TextHit | undefined {
  const begun = words.filter(({ from }) => folded.startsWith(term, from));
  const hit = begun.find(({ from }) => words.some(({ to }) => to === from + term.length)) ?? begun[0];
  if (hit) {
    const end = hit.from + term.length;
    return { cost: words.some(({ to }) => to === end) ? costs.word : costs.prefix, marks: [[hit.from, end]] };
  }
  if (term.length > 1 && initials.startsWith(term)) {
    const marks = words.slice(0, term.length).map(({ from }): Mark => [from, from + 1]);
    return { cost: costs.initials, marks };
  }
  // Two Latin letters are inside of nearly everything.
  if (/^[a-z\d]{1,2}$/.test(term)) return undefined;
  const inside = folded.indexOf(term);
  if (inside < 0) return undefined;
  return { cost: costs.inside, marks: [[inside, inside + term.length]] };
}

function nearHit(
  fields: readonly Text[],
  nearly: ReadonlyMap<string, readonly Mark[]>,
  costOf: (field: number) => number,
): Hit | undefined {
  const field = fields.findIndex(({ folded }) => nearly.has(folded));
  if (field < 0) return undefined;
  return { field, marks: nearly.get(fields[field]!.folded)!, cost: costs.near + costOf(field) };
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

const noMarks: readonly Mark[] = [];

/** The marks in order, where they overlap or touch as one. */
function joined(hits: readonly Hit[]): readonly Mark[] {
  if (hits.length === 0) return noMarks;
  const marks: [number, number][] = [];
  for (const [from, to] of hits.flatMap((hit) => hit.marks).toSorted(([a], [b]) => a - b)) {
    const last = marks.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else marks.push([from, to]);
  }
  return marks;
}
