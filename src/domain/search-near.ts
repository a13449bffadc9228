/** Words with one slip: a letter missing, too many, wrong, or changed places with its neighbour. */
import UFuzzy from '@leeoniya/ufuzzy';
import type { Mark } from './search-words.ts';

/** Enough right letters to tell a slip from another word. */
const shortest = 4;
/** No name has a longer word, and looking for one takes a time that grows with the square of its letters. */
const longest = 40;

/**
 * @param texts folded
 * @returns by a folded term: where in which of the texts a word begins nearly like it
 */
export function createNearSearch(texts: string[]): (term: string) => ReadonlyMap<string, readonly Mark[]> {
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
    const found = new Map<string, readonly Mark[]>();
    if (term.length < shortest || term.length > longest || !/^\p{L}+$/u.test(term)) return found;
    const indexes = fuzzy.filter(texts, term);
    if (!indexes?.length) return found;
    const info = fuzzy.info(indexes, texts, term);
    for (const [position, index] of info.idx.entries()) {
      const marks = inPairs(info.ranges[position] ?? []);
      if (marks.length > 0) found.set(texts[index]!, marks);
    }
    return found;
  };
}

function inPairs(ranges: readonly number[]): Mark[] {
  return ranges.flatMap((from, at): Mark[] => (at % 2 === 0 ? [[from, ranges[at + 1]!]] : []));
}
