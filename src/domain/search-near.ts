/** Words with one slip: a letter missing, too many, wrong, or changed places with its neighbour. */
import UFuzzy from '@leeoniya/ufuzzy';
import type { Mark } from './search.ts';

interface Near {
  readonly field: number;
  readonly marks: readonly Mark[];
}

/** Between fields: something nobody types and that ends a word. */
const gap = ' \u0001 ';
/** Enough right letters to tell a slip from another word. */
const shortest = 5;

/**
 * @param items the folded fields of each item
 * @returns by a folded term: where in each item, by its index, a word begins nearly like it
 */
export function createNearSearch(
  items: readonly (readonly string[])[],
): (term: string) => ReadonlyMap<number, Near> {
  let haystack: string[] | undefined;
  const fuzzy = new UFuzzy({
    unicode: true,
    interSplit: "[^\\p{L}\\d']+",
    intraSplit: '\\p{Ll}\\p{Lu}',
    interBound: '[^\\p{L}\\d]',
    intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
    intraChars: "[\\p{L}\\d']",
    intraContr: "'\\p{L}{1,2}\\b",
    // A slip within the word, never a beginning within another word.
    interLft: 2,
    // `SingleError`: the name is a const enum, which a module compiled by itself cannot read.
    // oxlint-disable-next-line typescript/no-unsafe-enum-assignment
    intraMode: 1,
    intraRules: () => ({ intraSlice: [1, Infinity], intraIns: 1, intraSub: 1, intraTrn: 1, intraDel: 1 }),
  });

  return (term) => {
    const found = new Map<number, Near>();
    if (term.length < shortest || !/^\p{L}+$/u.test(term)) return found;
    haystack ??= items.map((fields) => fields.join(gap));
    const indexes = fuzzy.filter(haystack, term);
    if (!indexes?.length) return found;
    const info = fuzzy.info(indexes, haystack, term);
    for (const [position, index] of info.idx.entries()) {
      const near = placeOf(info.ranges[position] ?? [], items[index]!);
      if (near) found.set(index, near);
    }
    return found;
  };
}

/** Ranges over the joined fields, as marks of the field that they are in. */
function placeOf(ranges: readonly number[], texts: readonly string[]): Near | undefined {
  let start = 0;
  for (const [field, text] of texts.entries()) {
    const marks: Mark[] = [];
    for (let i = 0; i + 1 < ranges.length; i += 2) {
      const from = Math.max(ranges[i]! - start, 0);
      const to = Math.min(ranges[i + 1]! - start, text.length);
      if (from < to) marks.push([from, to]);
    }
    if (marks.length > 0) return { field, marks };
    start += text.length + gap.length;
  }
  return undefined;
}
