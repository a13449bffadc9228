/** Finding things by what is written on them, with the places that matched. */
import UFuzzy from '@leeoniya/ufuzzy';

/** Start and end (exclusive) of a matched piece, in UTF-16 units of its field. */
export type Mark = readonly [from: number, to: number];

export interface Found<T> {
  readonly item: T;
  /** The matched pieces of each field, in the order of the fields. */
  readonly marks: readonly (readonly Mark[])[];
}

/** Between fields: something nobody types and that ends a word. */
const gap = ' \u0001 ';
/** Words that may stand in any order; every permutation is tried, so not more than these. */
const freeWords = 4;

/**
 * Searches `items` by the text of their fields. Words may stand in any order, each may hold one mistake after its
 * first letter, and accents do not matter; the best match comes first. An empty query finds everything, in the given order.
 */
export function createSearch<T>(
  items: readonly T[],
  fieldsOf: (item: T) => readonly string[],
): (query: string) => Found<T>[] {
  const fields = items.map(fieldsOf);
  const haystack = fields.map((texts) => texts.map(fold).join(gap));
  const fuzzy = new UFuzzy({
    unicode: true,
    interSplit: "[^\\p{L}\\d']+",
    intraSplit: '\\p{Ll}\\p{Lu}',
    interBound: '[^\\p{L}\\d]',
    intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
    intraChars: "[\\p{L}\\d']",
    intraContr: "'\\p{L}{1,2}\\b",
    // `SingleError`: the name is a const enum, which a module compiled by itself cannot read.
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment
    intraMode: 1,
    // A slip is forgiven where enough letters are right to tell it from another word.
    intraRules: (term) => {
      const forgiving = term.length > 4 && !/\d/.test(term) ? 1 : 0;
      return {
        intraSlice: [1, Infinity],
        intraIns: forgiving,
        intraSub: forgiving,
        intraTrn: forgiving,
        intraDel: forgiving,
      };
    },
  });

  return (query) => {
    // A hyphen before a word would exclude it; names have hyphens, and nobody expects that here.
    const needle = fold(query)
      .replace(/(^|\s)-+/g, '$1')
      .trim();
    if (!needle) return items.map((item, index) => ({ item, marks: fields[index]!.map(() => []) }));
    const [indexes, info, order] = fuzzy.search(haystack, needle, freeWords, items.length);
    if (!indexes || !info || !order) return [];
    return order.map((position) => {
      const index = info.idx[position]!;
      return { item: items[index]!, marks: marksOf(info.ranges[position] ?? [], fields[index]!) };
    });
  };
}

/** Without accents, unless that would move the letters after them. */
function fold(text: string): string {
  const plain = UFuzzy.latinize(text);
  return plain.length === text.length ? plain : text;
}

/** Ranges over the joined fields, cut up by field. */
function marksOf(ranges: readonly number[], texts: readonly string[]): Mark[][] {
  let offset = 0;
  return texts.map((text) => {
    const start = offset;
    offset += text.length + gap.length;
    const marks: Mark[] = [];
    for (let i = 0; i + 1 < ranges.length; i += 2) {
      const from = Math.max(ranges[i]! - start, 0);
      const to = Math.min(ranges[i + 1]! - start, text.length);
      if (from < to) marks.push([from, to]);
    }
    return marks;
  });
}
