/** Texts as a search compares them: without case and accents, in words. */
import UFuzzy from '@leeoniya/ufuzzy';

/** Start and end (exclusive) of a matched piece, in UTF-16 units of its text. */
export type Mark = readonly [from: number, to: number];

/** Start and end (exclusive) in UTF-16 units. */
export interface Word {
  readonly from: number;
  readonly to: number;
}

/** In lower case and without accents, unless that would move the letters after them. */
export function foldText(text: string): string {
  const plain = UFuzzy.latinize(text);
  return lower(plain.length === text.length ? plain : text);
}

/** A few letters become two in lower case; those stay. */
function lower(text: string): string {
  const all = text.toLowerCase();
  if (all.length === text.length) return all;
  return Array.from(text, (letter) => {
    const small = letter.toLowerCase();
    return small.length === letter.length ? small : letter;
  }).join('');
}

const runs = /[\p{L}\p{M}\p{N}]+/gu;
/** Within a run of letters: `ShopFront`, `kv01`, `01prod`. */
const seams = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu;

const simple = /^[\x20-\x7e]*$/;

/** The words of a text as it is written, before it is folded. */
export function wordsOf(text: string): Word[] {
  // Most names are like this, and thousands of them are read at the first letter of a search.
  if (simple.test(text)) return simpleWordsOf(text);
  return [...text.matchAll(runs)].flatMap((run) => {
    const cuts = [...run[0].matchAll(seams)].map(({ index }) => run.index + index);
    const starts = [run.index, ...cuts];
    return starts.map((from, at) => ({ from, to: starts[at + 1] ?? run.index + run[0].length }));
  });
}

type Kind = 'lower' | 'upper' | 'digit' | undefined;

function kindAt(text: string, at: number): Kind {
  const code = text.charCodeAt(at);
  if (code >= 97 && code <= 122) return 'lower';
  if (code >= 65 && code <= 90) return 'upper';
  return code >= 48 && code <= 57 ? 'digit' : undefined;
}

/** {@link wordsOf} of a text in plain ASCII. */
function simpleWordsOf(text: string): Word[] {
  const words: Word[] = [];
  let from = -1;
  let before: Kind;
  for (let at = 0; at <= text.length; at++) {
    const kind = kindAt(text, at);
    const isSeam =
      before !== undefined &&
      kind !== before &&
      (kind === 'digit' || before === 'digit' || (before === 'lower' && kind === 'upper'));
    if (from >= 0 && (kind === undefined || isSeam)) {
      words.push({ from, to: at });
      from = -1;
    }
    if (from < 0 && kind !== undefined) from = at;
    before = kind;
  }
  return words;
}

/** What is looked for: the words of a query; where it has none, its signs. */
export function termsOf(query: string): string[] {
  const folded = foldText(query);
  const words = folded.match(runs);
  return words ? [...words] : folded.split(/\s+/).filter(Boolean);
}
